// SPDX-License-Identifier: Apache-2.0
#include "cli/reports/run_facts.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <vector>

#include "report/run_time.h"
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
  const auto fixed = report::fixed_time();
  facts.started = report::utc_text(fixed.value_or(run.started));
  if (fixed) return facts;
  facts.host = host_name();
  facts.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - run.clock).count();
  return facts;
}

}  // namespace overmatch::cli
