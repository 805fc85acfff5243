// SPDX-License-Identifier: Apache-2.0
#include "cli/reports/run_facts.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

#include "report/words.h"

namespace overmatch::cli {

namespace {

struct Run {
  std::vector<std::string> arguments;
  std::time_t started = 0;
  std::chrono::steady_clock::time_point clock;
};

Run& this_run() {
  static Run run;
  return run;
}

std::optional<std::time_t> given_time() {
  const char* const value = std::getenv("SOURCE_DATE_EPOCH");
  if (value == nullptr) return std::nullopt;
  const std::string_view text(value);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<std::time_t>(seconds);
}

std::string iso(std::time_t time) {
  std::tm parts{};
  std::array<char, 32> text{};
  if (gmtime_r(&time, &parts) == nullptr) return "";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

}  // namespace

void remember_run(int argc, char** argv) {
  Run& run = this_run();
  run.started = std::time(nullptr);
  run.clock = std::chrono::steady_clock::now();
  for (int at = 1; at < argc; ++at) run.arguments.emplace_back(argv[at]);
}

std::string verb_of_run() {
  const Run& run = this_run();
  return run.arguments.empty() ? "" : run.arguments.front();
}

report::RunFacts run_facts() {
  const Run& run = this_run();
  report::RunFacts facts;
  facts.version = OVERMATCH_VERSION;
  facts.command = "overmatch";
  for (const std::string& argument : run.arguments)
    facts.command += " " + report::shell_quoted(report::printable_line(argument));
  const auto given = given_time();
  facts.started = iso(given.value_or(run.started));
  if (given) return facts;
  facts.host = host_name();
  facts.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - run.clock).count();
  return facts;
}

}  // namespace overmatch::cli
