// SPDX-License-Identifier: Apache-2.0
// The reference of globs against Python's `fnmatch`: exhaustively on short globs and names, and on
// random brackets.
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <string_view>

#include "generate/choices.h"
#include "generate/glob_pattern.h"
#include "python_oracle.h"
#include "real_targets.h"
#include "tests/support/sanitized.h"

namespace overmatch::glob_python_test {
namespace {

// A sanitized build asks a tenth.
constexpr int kPart = kSanitized ? 10 : 1;

void expect_agreement(const OracleQuestions& asked, std::size_t least_pairs) {
  std::string why_not;
  const std::optional<Comparison> result =
      compare_with_python(asked, Mode::glob, "fnmatchcase", why_not);
  if (!result) GTEST_SKIP() << why_not;
  std::cout << asked.questions.size() << " globs, " << result->pairs << " pairs compared, "
            << result->different << " differ\n";
  EXPECT_EQ(result->different, 0U) << result->examples;
  EXPECT_GE(result->pairs, least_pairs);
}

void add_strings(std::string_view letters, std::size_t longest, std::vector<std::string>& all) {
  all.emplace_back();
  for (std::size_t start = 0, length = 1; length <= longest; ++length) {
    const std::size_t end = all.size();
    for (; start < end; ++start) {
      for (const char letter : letters) all.push_back(all[start] + letter);
    }
  }
}

TEST(GlobPythonTest, AgreesOnEveryGlobOfFourCharacters) {
  OracleQuestions asked;
  add_strings("ab.\n]!-", 2, asked.name_sets.emplace_back());
  std::vector<std::string> globs;
  add_strings("ab.*?[]!-", kSanitized ? 3 : 4, globs);
  for (std::string& glob : globs) asked.questions.push_back({std::move(glob), 0});
  expect_agreement(asked, 400'000 / (kPart * 2));
}

// Brackets of these, in any order, closed or not.
constexpr auto kSoup =
    std::to_array<std::string_view>({"a",  "b",  "c",  "-", "-", "]", "!", "[", "^",  "\\",
                                     "&&", "~~", "||", ":", ".", "*", "?", "é", "\n", "1"});

std::string soup(Choices& choices, std::uint32_t most) {
  std::string text;
  for (std::uint32_t size = choices.below(most + 1); size > 0; --size) text += choices.pick(kSoup);
  return text;
}

TEST(GlobPythonTest, AgreesOnRandomBrackets) {
  OracleQuestions asked;
  Choices choices(19);
  for (int set = 0; set < 200; ++set) {
    std::vector<std::string>& names = asked.name_sets.emplace_back();
    for (int at = 0; at < 24; ++at) names.push_back(soup(choices, 3));
  }
  for (int at = 0; at < 40'000 / kPart; ++at) {
    std::string glob = soup(choices, 4);
    if (choices.chance(2, 3)) {
      glob += '[';
      glob += soup(choices, 7);
      glob += ']';
    }
    if (choices.chance(1, 2)) glob += soup(choices, 4);
    asked.questions.push_back({std::move(glob), choices.below(200)});
  }
  expect_agreement(asked, 200'000 / kPart);
}

TEST(GlobPythonTest, AgreesOnGeneratedGlobs) {
  OracleQuestions asked;
  Choices choices(7);
  for (int at = 0; at < 10'000 / kPart; ++at) {
    const TargetCase target = make_target_case(choices);
    OracleQuestion& question = asked.questions.emplace_back();
    generate_glob(choices, target.target, target.other, question.pattern);
    question.names = asked.name_sets.size();
    asked.name_sets.push_back(target.names);
    for (int more = 0; more < 4; ++more)
      write_name_near_glob(choices, question.pattern, asked.name_sets.back().emplace_back());
  }
  expect_agreement(asked, 80'000 / kPart);
}

// The comparison sees what it is there to see: a reader of `path-glob` keeps stars in a segment.
TEST(GlobPythonTest, NoticesStarsThatKeepToASegment) {
  OracleQuestions asked;
  add_strings("a.", 3, asked.name_sets.emplace_back());
  for (const char* const glob : {"*", "a*", "*.a"}) asked.questions.push_back({glob, 0});
  std::string why_not;
  const std::optional<Comparison> result =
      compare_with_python(asked, Mode::path_glob, "fnmatchcase", why_not);
  if (!result) GTEST_SKIP() << why_not;
  EXPECT_EQ(result->different, 3U);
}

}  // namespace
}  // namespace overmatch::glob_python_test
