// SPDX-License-Identifier: Apache-2.0
// The reference against Python itself: exhaustively on short patterns and names, and on random
// hostile ones.
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "generate/regex_pattern.h"
#include "hostile_regex.h"
#include "names/utf8.h"
#include "python_oracle.h"
#include "real_targets.h"

namespace overmatch::regex_python_test {
namespace {

// All strings of at most `longest` tokens.
std::vector<std::string> all_strings(const std::vector<std::string>& tokens, std::size_t longest) {
  std::vector<std::string> strings = {""};
  std::size_t start = 0;
  for (std::size_t length = 1; length <= longest; ++length) {
    const std::size_t end = strings.size();
    for (; start < end; ++start) {
      for (const std::string& token : tokens) strings.push_back(strings[start] + token);
    }
  }
  return strings;
}

OracleQuestions exhaustive(std::size_t longest) {
  OracleQuestions asked;
  asked.name_sets = {all_strings({"a", "b", ".", "\n"}, 3)};
  for (std::string& pattern : all_strings(
           {"a", "b", ".", "\\.", "|", "*", "(", ")", "?", "^", "$", "[a]", "+"}, longest)) {
    asked.questions.push_back({std::move(pattern), 0});
  }
  return asked;
}

void expect_agreement(const OracleQuestions& asked, std::size_t least_pairs,
                      Mode mode = Mode::regex, const std::string& method = "fullmatch") {
  std::string why_not;
  const std::optional<Comparison> result = compare_with_python(asked, mode, method, why_not);
  if (!result) GTEST_SKIP() << why_not;
  std::cout << asked.questions.size() << " patterns, " << result->refused << " refused by both, "
            << result->pairs << " pairs compared, " << result->unsupported
            << " patterns not supported, " << result->different << " differ\n";
  EXPECT_EQ(result->different, 0U) << result->examples;
  EXPECT_LE(result->unsupported, asked.questions.size() / 50);
  EXPECT_GE(result->pairs, least_pairs);
}

TEST(RegexPythonTest, AgreesOnEveryPatternOfFourTokens) {
  expect_agreement(exhaustive(4), 500'000);
}

TEST(RegexPythonTest, AgreesOnHostilePatterns) {
  OracleQuestions asked;
  Choices choices(2024);
  for (int set = 0; set < 64; ++set) {
    std::vector<std::string>& names = asked.name_sets.emplace_back();
    for (int i = 0; i < 24; ++i) names.push_back(hostile_name(choices));
  }
  for (int i = 0; i < 20'000; ++i) {
    OracleQuestion& question = asked.questions.emplace_back();
    write_hostile_regex(choices, question.pattern);
    question.names = choices.below(64);
  }
  expect_agreement(asked, 100'000);
}

OracleQuestions generated(Mode mode) {
  OracleQuestions asked;
  Choices choices(7);
  for (int i = 0; i < 10'000; ++i) {
    const TargetCase target = make_target_case(choices);
    OracleQuestion& question = asked.questions.emplace_back();
    generate_regex(choices, target.target, target.other, question.pattern, mode);
    question.names = asked.name_sets.size();
    asked.name_sets.push_back(target.names);
  }
  return asked;
}

TEST(RegexPythonTest, AgreesOnGeneratedPatterns) {
  expect_agreement(generated(Mode::regex), 80'000);
  expect_agreement(generated(Mode::match), 80'000, Mode::match, "match");
  expect_agreement(generated(Mode::search), 80'000, Mode::search, "search");
}

TEST(RegexPythonTest, AgreesWithMatchAndSearchOnEveryPatternOfThreeTokens) {
  expect_agreement(exhaustive(3), 40'000, Mode::match, "match");
  expect_agreement(exhaustive(3), 40'000, Mode::search, "search");
}

// The patterns of CPython's own tests, where those are installed.
TEST(RegexPythonTest, AgreesOnCPythonsOwnTests) {
  const std::vector<std::string> lines =
      run_lines(std::string(OVERMATCH_PYTHON) + " '" OVERMATCH_TEST_DATA
                                                "/matchers/re_tests.py' 2>/dev/null");
  if (lines.empty()) GTEST_SKIP() << OVERMATCH_PYTHON << " has no test.re_tests";
  OracleQuestions asked;
  for (const std::string& line : lines) {
    const nlohmann::json row = nlohmann::json::parse(line);
    const std::string text = row.at(1);
    // The strings are searched there: their parts are the names that whole patterns match.
    std::vector<std::string>& names = asked.name_sets.emplace_back();
    for (std::size_t from = 0; from <= text.size() && names.size() < 200; ++from) {
      for (std::size_t to = from; to <= text.size(); ++to)
        names.push_back(text.substr(from, to - from));
    }
    std::erase_if(names,
                  [](const std::string& name) { return find_invalid_utf8(name) != kValidUtf8; });
    asked.questions.push_back({row.at(0), asked.name_sets.size() - 1});
  }
  EXPECT_GT(asked.questions.size(), 300U);
  std::string why_not;
  const std::optional<Comparison> result =
      compare_with_python(asked, Mode::regex, "fullmatch", why_not);
  if (!result) GTEST_SKIP() << why_not;
  std::cout << asked.questions.size() << " patterns, " << result->pairs << " pairs compared, "
            << result->unsupported << " patterns not supported\n";
  EXPECT_EQ(result->different, 0U) << result->examples;
  EXPECT_LE(result->unsupported, 12U);
}

// The comparison sees what it is there to see: re.match accepts a name whose beginning matches.
TEST(RegexPythonTest, NoticesMatchInPlaceOfFullmatch) {
  std::string why_not;
  const std::optional<Comparison> result =
      compare_with_python(exhaustive(2), Mode::regex, "match", why_not);
  if (!result) GTEST_SKIP() << why_not;
  EXPECT_GT(result->different, 50U);
}

}  // namespace
}  // namespace overmatch::regex_python_test
