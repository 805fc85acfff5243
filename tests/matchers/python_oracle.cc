// SPDX-License-Identifier: Apache-2.0
#include "python_oracle.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "matchers/matcher.h"
#include "names/printable.h"

namespace overmatch {
namespace {

constexpr std::size_t kExamples = 12;

// Debian's first: the one on the PATH may be anything.
std::string find_python() {
  for (const char* python : {"/usr/bin/python3", "python3"}) {
    const std::string probe =
        fmt::format("{} -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null", python);
    if (std::system(probe.c_str()) == 0)
      return python;  // NOLINT(cert-env33-c): our own constant command
  }
  return {};
}

// The construct that releases before 3.11.5 get wrong (python/cpython#106052): a quantifier and a
// plus behind a parenthesis.
bool has_possessive_group(std::string_view pattern) {
  for (std::size_t at = 0; (at = pattern.find(')', at)) != std::string_view::npos;) {
    if (++at == pattern.size()) break;
    const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : at;
    const bool quantifier = std::string_view("*+?{").find(pattern[at]) != std::string_view::npos;
    if (quantifier && end != std::string_view::npos && pattern.substr(end + 1).starts_with('+'))
      return true;
  }
  return false;
}

// A refusal that the reference answers for: outside its part of the dialect, or too slow a search.
bool is_owned_refusal(std::string_view reason) {
  return reason.find(": not supported") != std::string_view::npos ||
         reason.ends_with("not supported") || reason.starts_with("match limit exceeded");
}

}  // namespace

std::vector<std::string> run_lines(const std::string& command) {
  std::vector<std::string> lines;
  struct Closer {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, Closer> pipe(
      popen(command.c_str(), "r"));  // NOLINT(cert-env33-c): likewise
  std::string text;
  std::array<char, 65536> buffer{};
  while (const std::size_t size =
             pipe ? std::fread(buffer.data(), 1, buffer.size(), pipe.get()) : 0) {
    text.append(buffer.data(), size);
  }
  for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos;
       start = end + 1) {
    lines.push_back(text.substr(start, end - start));
  }
  return lines;
}

namespace {

// The reference's answer, spelled as the script does.
std::string ask_reference(Matcher& reference, const std::string& pattern,
                          const std::vector<std::string_view>& names, Answer& answer) {
  const std::string_view view = pattern;
  reference.match({{&view, 1}, names}, answer);
  if (answer.rejected()) return "!";
  std::string flags;
  for (const std::uint8_t flag : answer.selected()) flags += flag != 0 ? '1' : '0';
  return flags;
}

void explain(Comparison& result, const std::string& pattern, const std::string& ours,
             const std::string& python, const std::vector<std::string_view>& names,
             const std::string& reason) {
  if (++result.different > kExamples) return;
  result.examples += overmatch::in_quotes(pattern);
  if (ours == "!" || python == "!") {
    result.examples += ours == "!" ? ": refused by us: " + reason + "\n" : ": refused by Python\n";
    return;
  }
  std::size_t at = 0;
  while (at < ours.size() && ours[at] == python[at]) ++at;
  result.examples += fmt::format(" on {}: we say {}, Python {}\n", overmatch::in_quotes(names[at]),
                                 ours[at], python[at]);
}

}  // namespace

std::optional<Comparison> compare_with_python(const OracleQuestions& asked, Mode mode,
                                              const std::string& method, std::string& why_not) {
  const std::string python = find_python();
  if (python.empty()) {
    why_not = "no python3 of version 3.11 or later";
    return std::nullopt;
  }
  const std::string file =
      (std::filesystem::temp_directory_path() / fmt::format("overmatch-oracle-{}.jsonl", getpid()))
          .string();
  {
    std::ofstream out(file, std::ios::binary);
    out << nlohmann::json(asked.name_sets).dump() << '\n';
    for (const OracleQuestion& question : asked.questions) {
      out << nlohmann::json::array({question.pattern, question.names}).dump() << '\n';
    }
  }
  const std::vector<std::string> lines =
      run_lines(fmt::format("{} -W ignore '{}/matchers/python_oracle.py' {} < '{}'", python,
                            OVERMATCH_TEST_DATA, method, file));
  std::filesystem::remove(file);
  if (lines.size() != asked.questions.size() + 1) {
    why_not = fmt::format("{} gave {} answers to {} questions", python, lines.size(),
                          asked.questions.size());
    return std::nullopt;
  }

  std::vector<std::vector<std::string_view>> sets;
  sets.reserve(asked.name_sets.size());
  for (const auto& names : asked.name_sets) sets.emplace_back(names.begin(), names.end());
  const bool old_release = nlohmann::json::parse(lines[0]) < nlohmann::json{3, 11, 5};
  Comparison result;
  const auto reference = make_reference(mode);
  Answer answer;
  for (std::size_t i = 0; i < asked.questions.size(); ++i) {
    const OracleQuestion& question = asked.questions[i];
    if (old_release && is_regex(mode) && has_possessive_group(question.pattern)) continue;
    const std::string ours =
        ask_reference(*reference, question.pattern, sets[question.names], answer);
    if (ours == "!" && lines[i + 1] != "!" && is_owned_refusal(answer.reason())) {
      ++result.unsupported;
    } else if (ours != lines[i + 1]) {
      explain(result, question.pattern, ours, lines[i + 1], sets[question.names], answer.reason());
    } else if (ours == "!") {
      ++result.refused;
    } else {
      result.pairs += ours.size();
    }
  }
  return result;
}

}  // namespace overmatch
