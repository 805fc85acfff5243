// SPDX-License-Identifier: Apache-2.0
#include "matchers/portable_regex.h"

#include <gtest/gtest.h>

#include "generate/choices.h"
#include "generate/regex_pattern.h"

namespace overmatch::portable_regex_test {
namespace {

TEST(PortableRegex, CoreIsWhatAllThreeEnginesReadAlike) {
  for (const std::string_view core : {
           "",
           "a",
           "a\\.b",
           ".*",
           "a|b|",
           "(a)(?:b)",
           "(?P<name>a)",
           "[a-z]+?",
           "[^.]*",
           "[]a]",
           "a{2}",
           "a{2,}",
           "a{2,3}?",
           "a{",
           "a{x}",
           "^a$",
           "\\Aa",
           "\\d+",
           "\\w\\s\\b",
           "(?i)a",
           "\\n\\t\\r",
           "[\\.\\-]",
           "(?:a{10}){100}",
           "é",
           "[",
           "(",
           ")",
           "*a",
           "a\\",
           "a|*",
           "a**",
           "a+*",
           "a{2}*",
           "(?model\\.a",
           "(?",
           "(?P<n",
           "(?P<n>a",
       }) {
    EXPECT_TRUE(portability(core).core) << core;
  }
}

TEST(PortableRegex, OutsideIsWhatOneOfThemReadsDifferently) {
  for (const std::string_view outside : {
           "a*+",     "a++",   "a{2}+", "^*",      "\\b+",          "\\B",
           "(?)",     "a{,3}", "a{01}", "a{1,02}", "\\u0061",       "\\x61",
           "\\Qa\\E", "(?=a)", "(?!a)", "(?<=a)",  "(a)\\1",        "(?>a)",
           "(?(1)a)", "\\Z",   "\\z",   "\\pL",    "[[:alpha:]]",   "(*F)",
           "(?i:a)",  "a(?i)", "(?#a)", "a{1001}", "(?:a{40}){40}", "[\\w-a]",
           "[a-\\d]", "\\_",   "\\8",   "\\C",     "(?P=name)",     "(?P<a>b)(?P<a>c)",
       }) {
    EXPECT_FALSE(portability(outside).core) << outside;
  }
}

struct Row {
  std::string_view regex, name;
  bool portable;
};

TEST(PortableRegex, SomeConstructsAreReadAlikeOnSomeNamesOnly) {
  for (const Row& row : {
           Row{"\\w", "a", true},
           Row{"\\w", "é", false},
           Row{"\\w", "\x7f", false},
           Row{"(?i)a", "A", true},
           Row{"(?i)k", "\u212a", false},
           Row{"a$", "a", true},
           Row{"a$", "a\n", false},
           Row{".", "é", true},
           Row{".", "\n", true},
           Row{"[^a]", "\n", true},
       }) {
    EXPECT_EQ(is_portable(Mode::regex, Question{{&row.regex, 1}, {&row.name, 1}}), row.portable)
        << row.regex << " on " << row.name;
  }
}

TEST(PortableRegex, OnePatternOutsideTakesTheQuestionOutside) {
  const std::string_view name = "a";
  const std::string_view patterns[] = {"a", "(?!b)a"};
  EXPECT_TRUE(is_portable(Mode::regex, Question{{patterns, 1}, {&name, 1}}));
  EXPECT_FALSE(is_portable(Mode::regex, Question{patterns, {&name, 1}}));
}

// What a search spends its budget on must not be thrown away afterwards.
TEST(PortableRegex, GeneratedPatternsAreInTheCore) {
  std::string out;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Choices choices(seed);
    generate_regex(choices, "model.layers.10.mlp", "model.layers.1.mlp", out);
    EXPECT_TRUE(portability(out).core) << out;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace overmatch::portable_regex_test
