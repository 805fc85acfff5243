// SPDX-License-Identifier: Apache-2.0
#include "matchers/regex.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "hostile_regex.h"
#include "tests/support/sanitized.h"

namespace overmatch::regex_test {
namespace {

using namespace std::string_view_literals;

Answer ask(Matcher& matcher, const std::vector<std::string_view>& patterns,
           const std::vector<std::string_view>& modules) {
  Answer answer;
  matcher.match({patterns, modules}, answer);
  return answer;
}

bool selects(std::string_view pattern, std::string_view name) {
  RegexMatcher matcher;
  const Answer answer = ask(matcher, {pattern}, {name});
  EXPECT_FALSE(answer.rejected()) << answer.reason();
  return !answer.rejected() && answer.selects(0);
}

TEST(RegexTest, MatchesWholePaths) {
  EXPECT_TRUE(selects("a", "a"));
  EXPECT_FALSE(selects("a", "ab"));
  EXPECT_FALSE(selects("a", "ba"));
  EXPECT_FALSE(selects("a|ab", "b"));
  EXPECT_TRUE(selects("a|ab", "ab"));  // goes back for the alternative that reaches the end
  EXPECT_TRUE(selects("a??b??", "ab"));
  EXPECT_FALSE(selects("(?>a|ab)", "ab"));
  EXPECT_TRUE(selects("", ""));
  EXPECT_FALSE(selects("", "a"));
}

TEST(RegexTest, ReadsNamesAsUnicodeText) {
  EXPECT_TRUE(selects(".", "é"));
  EXPECT_FALSE(selects(".", "e\u0301"));
  EXPECT_TRUE(selects("\\w+", "注意"));
  EXPECT_TRUE(selects("\\d", "٣"));
  EXPECT_TRUE(selects("[à-ü]", "é"));
  EXPECT_FALSE(selects("A", "a"));
  EXPECT_TRUE(selects("(?i)É", "é"));
}

TEST(RegexTest, StopsTheDotAtNewlineOnly) {
  EXPECT_FALSE(selects("a.b", "a\nb"));
  EXPECT_TRUE(selects("a.b", "a\rb"));
  EXPECT_TRUE(selects("a.b", "a\u2028b"));
  EXPECT_TRUE(selects("a.b", "a\0b"sv));
  EXPECT_TRUE(selects("[^.]+", "a\nb"));
  EXPECT_FALSE(selects("a$", "a\n"));
  EXPECT_TRUE(selects("a$\n", "a\n"));
  EXPECT_FALSE(selects("a\\Z\n", "a\n"));
}

TEST(RegexTest, TreatsNulAsACharacter) {
  EXPECT_TRUE(selects("a\0b"sv, "a\0b"sv));
  EXPECT_FALSE(selects("a", "a\0"sv));
  EXPECT_TRUE(selects("a\\0", "a\0"sv));
}

TEST(RegexTest, RejectsTheListForOnePatternAndNamesTheFirst) {
  RegexMatcher matcher;
  const Answer answer = ask(matcher, {"a", "[b", "(c"}, {"a", "b"});
  EXPECT_TRUE(answer.rejected());
  EXPECT_TRUE(answer.selected().empty());
  EXPECT_EQ(answer.reason(), "pattern \"[b\" does not compile: unterminated character set");
  EXPECT_EQ(ask(matcher, {"a", "[b", "(c"}, {"a", "b"}).reason(), answer.reason())
      << "from the cache";
  EXPECT_FALSE(ask(matcher, {"a"}, {"a"}).rejected()) << "afterwards";
  EXPECT_TRUE(ask(matcher, {"("}, {}).rejected()) << "without a module to ask about";
}

TEST(RegexTest, RejectsPatternsThatExceedTheMatchLimit) {
  RegexMatcher matcher;
  constexpr std::string_view kCatastrophe = R"((\w+\.?)+[^\w.])";
  const std::string name(34, 'a');
  const Answer answer = ask(matcher, {kCatastrophe}, {name});
  EXPECT_TRUE(answer.rejected());
  EXPECT_EQ(answer.reason(), R"(match limit exceeded by pattern "(\w+\.?)+[^\w.]")");
  EXPECT_TRUE(ask(matcher, {".*", kCatastrophe}, {name}).rejected())
      << "whatever the order of the patterns";
  EXPECT_TRUE(ask(matcher, {kCatastrophe, ".*"}, {name}).rejected());
  EXPECT_FALSE(ask(matcher, {kCatastrophe}, {"a"}).rejected());
}

// The answers to one name after the other: '0', '1', or 'l' for the match limit.
std::string answers(std::string_view pattern, const std::vector<std::string>& names) {
  RegexMatcher matcher;
  std::string all;
  for (const std::string& name : names) {
    const Answer answer = ask(matcher, {pattern}, {name});
    const bool limit = answer.rejected() && answer.reason().starts_with("match limit");
    all += limit ? 'l' : answer.rejected() ? 'r' : answer.selects(0) ? '1' : '0';
  }
  return all;
}

// After some dozen names a pattern becomes machine code, which counts steps otherwise, and is wrong
// of possessive groups.
constexpr int kRounds = 60;

TEST(RegexTest, AnswersAlikeHoweverOftenItIsAsked) {
  struct Row {
    std::string_view pattern;
    std::string name;
    std::string answer;
  };
  const std::vector<Row> rows = {
      {R"((aa|.|.)+[b][a][.]a)", "mult_mdal_proj{ect",
       "l"},  // found by fuzzing: 680,000 steps of machine code
      {R"((aa|.|.)+[b][a][.]a)", "mult_mdal", "0"},
      {R"((aa|.|.)+ba\.a)", "mult_mdal_proj{ect", "0"},  // for want of "ba.a"
      {"(aa|.|.)+[b]b", "block_sparAse_moe", "l"},
      {R"((\w+\.?)+[^\w.])", std::string(12, 'a'), "0"},
      {R"((\w+\.?)+[^\w.])", std::string(34, 'a'), "l"},
      {R"((?:.((?!a?ab))*+a|)*?b)", "a.b", "0"},
      {R"((?:.((?!a?ab))*+a|)*?b)", "cab", "1"},
      {".*.*.*[xy]", std::string(100, 'a'), "0"},
      {".*.*.*[xy]", std::string(250, 'a'), "l"},
  };
  for (const Row& row : rows) {
    for (int round = 0; round < kRounds; ++round) {
      ASSERT_EQ(answers(row.pattern, {row.name}), row.answer)
          << row.pattern << " of " << row.name << ", round " << round;
    }
  }
}

TEST(RegexTest, AnswersAlikeOfHostilePatternsHoweverOftenTheyAreAsked) {
  constexpr int kPatterns = kSanitized ? 500 : 1500;
  Choices choices(7);
  std::vector<std::string> names;
  for (int at = 0; at < 12; ++at) names.push_back(hostile_name(choices) + hostile_name(choices));
  names.emplace_back(18, 'a');
  std::size_t limited = 0;
  for (int at = 0; at < kPatterns; ++at) {
    std::string pattern;
    write_hostile_regex(choices, pattern);
    if (at % 10 == 0)
      pattern = "(?:" + pattern + "|a|.)+[bc]";  // a repeat of what overlaps: exponential
    const std::string first = answers(pattern, names);
    for (int round = 1; round * static_cast<int>(names.size()) < kRounds; ++round) {
      ASSERT_EQ(answers(pattern, names), first) << pattern << ", round " << round;
    }
    limited += first.find('l') != std::string::npos ? 1U : 0U;
  }
  EXPECT_GT(limited, kPatterns / 75U);
}

// A start optimisation of PCRE2 before 10.45 counts the first character of a look-ahead twice.
TEST(RegexTest, TakesALookAheadForNoLength) {
  struct Row {
    std::string_view pattern;
    std::string name;
    std::string answer;
  };
  const std::vector<Row> rows = {
      {"(?=v).*v", "v", "1"},
      {"(?=v).*v", "w", "0"},
      {"(?=vision).*v(?:ision|tower).*", "vision", "1"},
      {"(?=vision).*v(?:ision|tower).*", "vtower", "0"},
      {"(?=model).*m.*", "model", "1"},
      {"(?:(?=v).*v|w)", "v", "1"},
      {"(?=é).*é", "é", "1"},
      {"(?i)(?=V).*v", "v", "1"},
      {"(?=(a)).*a", "a", "1"},
  };
  for (const Row& row : rows) {
    for (int round = 0; round < kRounds; ++round) {
      ASSERT_EQ(answers(row.pattern, {row.name}), row.answer)
          << row.pattern << " of " << row.name << ", round " << round;
    }
  }
}

std::string alternatives(std::size_t count) {
  std::string pattern;
  for (std::size_t layer = 0; layer < count; ++layer) {
    if (layer > 0) pattern += '|';
    pattern += R"(model\.layers\.)" + std::to_string(layer) + R"(\.self_attn\.q_proj)";
  }
  return pattern;
}

// Beyond the 64 KiB of compiled pattern that PCRE2's 8-bit library holds.
TEST(RegexTest, HoldsPatternsOfAnyRealSize) {
  for (const std::size_t count : {std::size_t{500}, std::size_t{1000}, std::size_t{3000}}) {
    const std::string last = "model.layers." + std::to_string(count - 1) + ".self_attn.q_proj";
    const std::string next = "model.layers." + std::to_string(count) + ".self_attn.q_proj";
    const std::string all = alternatives(count);
    for (const std::string& pattern :
         {all, "(?:" + all + ")", "(?:.*\\.)?(" + all + ")$", all + R"(|(é)\w(?(1)x|y)\d)"}) {
      EXPECT_EQ(answers(pattern, {last, next, "model.layers.0.self_attn.q_proj", last + "x", ""}),
                "10100");
    }
    EXPECT_EQ(answers(all + R"(|(é)\w(?(1)x|y)\d)", {"é注x٣", "é注y٣"}), "10");
  }
  EXPECT_EQ(answers("(?:a{999}){999}", {"a"}), "0");
}

TEST(RegexTest, ShortensLongPatternsInItsReasons) {
  RegexMatcher matcher;
  const std::string broken = alternatives(1000) + "(";
  const std::string reason = ask(matcher, {broken}, {"a"}).reason();
  EXPECT_LT(reason.size(), 300U);
  EXPECT_NE(reason.find(std::to_string(broken.size()) + " bytes"), std::string::npos) << reason;
}

TEST(RegexTest, MatchesLongNames) {
  const std::string name = std::string(65'536, 'a') + ".b";
  EXPECT_TRUE(selects("(a|b)*\\.b", name));
  EXPECT_TRUE(selects("[^.]+\\.b", name));
  EXPECT_FALSE(selects(".*\\.c", name));
}

TEST(RegexTest, AnswersAlikeFromAFullCache) {
  RegexMatcher matcher;
  std::vector<std::string> texts;
  texts.reserve(200);
  for (int i = 0; i < 200; ++i) texts.push_back("layers\\." + std::to_string(i));
  const std::vector<std::string_view> patterns(texts.begin(), texts.end());
  for (int round = 0; round < 3; ++round) {
    const Answer answer =
        ask(matcher, patterns, {"layers.0", "layers.199", "layers.200", "layersX5"});
    EXPECT_EQ(std::vector<int>(answer.selected().begin(), answer.selected().end()),
              (std::vector<int>{1, 1, 0, 0}));
  }
}

TEST(RegexTest, TellsWhyAPatternDoesNotCompile) {
  std::string why = "left over";
  EXPECT_TRUE(regex_compiles("(.*\\.)?q_proj", &why));
  EXPECT_EQ(why, "");
  EXPECT_FALSE(regex_compiles("*.q_proj", &why));
  EXPECT_EQ(why, "nothing to repeat");
  EXPECT_FALSE(regex_compiles("("));
  EXPECT_FALSE(regex_compiles("(?:(?:ab){9999}){9999}", &why));
  EXPECT_TRUE(why.starts_with("not supported by PCRE2")) << why;
}

TEST(RegexEscapeTest, EscapesWhatThreeEnginesShareAndNothingElse) {
  EXPECT_EQ(escape_regex("model.layers.0"), "model\\.layers\\.0");
  EXPECT_EQ(escape_regex(".*+?[](){}^$|\\"), "\\.\\*\\+\\?\\[\\]\\(\\)\\{\\}\\^\\$\\|\\\\");
  EXPECT_EQ(escape_regex("a-b_c d#e&f~/é\n"), "a-b_c d#e&f~/é\n");
  std::string out = "(";
  append_escaped_regex(out, "a.");
  EXPECT_EQ(out, "(a\\.");
}

TEST(RegexEscapeTest, SelectsTheTextAlone) {
  for (const std::string_view text :
       {""sv, "a.b"sv, "x[0].(y)"sv, R"(a\d)"sv, "{1,2}"sv, "a\nb"sv, "\0"sv, "😀.é"sv, "#  a"sv}) {
    const std::string pattern = escape_regex(text);
    EXPECT_TRUE(selects(pattern, text)) << pattern;
    EXPECT_FALSE(selects(pattern, std::string(text) + "x")) << pattern;
    std::string back;
    EXPECT_TRUE(unescape_regex(pattern, back)) << pattern;
    EXPECT_EQ(back, text);
  }
}

TEST(RegexEscapeTest, UnescapesLiteralsOnly) {
  std::string text;
  for (const std::string_view pattern :
       {"a.b", "a*", "\\d", "\\1", "a\\", "[a]", "a|b", "^a", "a$", "{", "(a)"}) {
    EXPECT_FALSE(unescape_regex(pattern, text)) << pattern;
  }
  EXPECT_TRUE(unescape_regex("a\\-b\\ c\\.d", text));  // as Python's re.escape writes it
  EXPECT_EQ(text, "a-b c.d");
}

// JIT code of PCRE2 10.42 misses these where start optimisations are on; Python's `re` finds them.
TEST(RegexMatcher, FindsAMatchBehindAlternativesOfDifferentLengths) {
  struct Row {
    std::string_view pattern;
    std::string_view module;
  };
  for (const auto& [pattern, module] : {Row{R"((?:\wa|)\.*?b)", "baaaaaa"},
                                        {"(?:b|).*[^.]", "b"},
                                        {R"((?:\w|)[ab]+a)", "aab"},
                                        {"(?:.b|a)[^.]*?[ab]", "ab"},
                                        {R"((?:b|)\.*b)", "ba"}}) {
    RegexMatcher matcher(Mode::search);
    Answer answer;
    for (int time = 0; time < 100; ++time) {
      matcher.match({{&pattern, 1}, {&module, 1}}, answer);
      ASSERT_FALSE(answer.rejected());
      EXPECT_TRUE(answer.selects(0)) << pattern << ", asked " << time + 1 << " times";
    }
  }
}

}  // namespace
}  // namespace overmatch::regex_test
