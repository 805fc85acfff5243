// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/language_query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "matchers/plain_text.h"
#include "matchers/regex.h"
#include "names/input_error.h"
#include "names/path.h"
#include "tests/matchers/hostile_regex.h"
#include "tests/support/message_of.h"

namespace overmatch::language_query_test {
namespace {

struct Row {
  PatternList first;
  Relation relation;
  PatternList second;
  Conclusion verdict;
  std::string witness;
};

PatternList endswith(std::vector<std::string> patterns) {
  return {Mode::endswith, std::move(patterns)};
}
PatternList segment(std::vector<std::string> patterns) {
  return {Mode::segment, std::move(patterns)};
}
PatternList exact(std::vector<std::string> patterns) { return {Mode::exact, std::move(patterns)}; }
PatternList subtree(std::vector<std::string> patterns) {
  return {Mode::subtree, std::move(patterns)};
}
PatternList regex(std::vector<std::string> patterns) { return {Mode::regex, std::move(patterns)}; }

void expect(const Row& row) {
  const Decision decision = decide(row.first, row.relation, row.second);
  EXPECT_EQ(to_string(decision.verdict), to_string(row.verdict))
      << row.first.patterns.front() << ": " << decision.why;
  EXPECT_EQ(decision.witness, row.witness) << row.first.patterns.front();
}

constexpr auto kProved = Conclusion::proved;
constexpr auto kRefuted = Conclusion::refuted;

TEST(LanguageQueryTest, DecidesWhetherAPatternStaysInItsSubtree) {
  for (const Row& row : std::initializer_list<Row>{
           {endswith({"model.layers.0.xxxx"}), Relation::within, subtree({"model"}), kRefuted,
            "amodel.layers.0.xxxx"},
           {segment({"model.layers.0.xxxx"}), Relation::within, subtree({"model"}), kRefuted,
            "a.model.layers.0.xxxx"},
           {exact({"model.layers.0.xxxx"}), Relation::within, subtree({"model"}), kProved, ""},
           {subtree({"model.layers.0"}), Relation::within, subtree({"model"}), kProved, ""},
           {subtree({"model.layers.0"}), Relation::within, subtree({"model.layers.0.mlp"}),
            kRefuted, "model.layers.0"},
           {segment({""}), Relation::within, exact({""}), kProved, ""},
           {endswith({""}), Relation::within, exact({""}), kRefuted, "a"},
           {subtree({""}), Relation::same, endswith({""}), kProved, ""},
           {regex({R"(model\.layers\.[0-9]+\.q_proj)"}), Relation::within,
            subtree({"model.layers"}), kProved, ""},
           {regex({R"(model.layers\.[0-9]+\.q_proj)"}), Relation::within, subtree({"model.layers"}),
            kRefuted, "modelalayers.0.q_proj"},
           {regex({R"(model\.layers\.1.*)"}), Relation::within, subtree({"model.layers.1"}),
            kRefuted, "model.layers.1a"},
           {regex({R"(model\.layers\.1(\..*)?)"}), Relation::within, subtree({"model.layers.1"}),
            kProved, ""},
           {regex({R"((.*\.)?q_proj)"}), Relation::same, segment({"q_proj"}), kRefuted,
            "\n.q_proj"},
           {regex({R"((?s:.*\.)?q_proj)"}), Relation::same, segment({"q_proj"}), kProved, ""}}) {
    expect(row);
  }
}

TEST(LanguageQueryTest, KnowsThatNamesAreWellFormed) {
  // Only malformed names end so, or have a segment without characters.
  for (const Row& row : std::initializer_list<Row>{
           {endswith({"."}), Relation::same, exact({}), kProved, ""},
           {segment({".a"}), Relation::same, exact({}), kProved, ""},
           {exact({"a..b"}), Relation::same, exact({}), kProved, ""},
           {regex({R"(.*\.\..*)"}), Relation::disjoint, subtree({""}), kProved, ""},
           {endswith({".a"}), Relation::same, segment({"a"}), kRefuted, "a"},
           {regex({R"(a\.b|\.a)"}), Relation::same, exact({"a.b"}), kProved, ""}}) {
    expect(row);
  }
}

TEST(LanguageQueryTest, DecidesOverlapInclusionAndEquality) {
  for (const Row& row : std::initializer_list<Row>{
           {segment({"q_proj"}), Relation::disjoint, segment({"v_proj"}), kProved, ""},
           {segment({"q_proj"}), Relation::disjoint, subtree({"vision"}), kRefuted,
            "vision.q_proj"},
           {endswith({"q_proj", "v_proj"}), Relation::within, endswith({"proj"}), kProved, ""},
           {endswith({"proj"}), Relation::within, endswith({"q_proj", "v_proj"}), kRefuted, "proj"},
           {regex({"[a-c]"}), Relation::same, regex({"a|b|c"}), kProved, ""},
           {regex({"a|b|c"}), Relation::same, exact({"c", "a", "b", "a"}), kProved, ""},
           {regex({"(?i)k"}), Relation::same, regex({"[kK\u212A]"}), kProved, ""},
           {regex({R"(^(?!.*vision).*q_proj$)"}), Relation::disjoint, regex({".*vision.*"}),
            kProved, ""},
           {regex({R"((?!.*vision).*q_proj)"}), Relation::within, regex({R"(.*(?<!k_proj))"}),
            kProved, ""},
           {regex({R"(\bq_proj\b)"}), Relation::same, exact({"q_proj"}), kProved, ""},
           {regex({R"(.*\bq_proj)"}), Relation::within, segment({"q_proj"}), kRefuted,
            "-q_proj"}}) {
    expect(row);
  }
}

TEST(LanguageQueryTest, DecidesInEachModeThatIsOpenOrAGlob) {
  const PatternList none = exact({});
  const PatternList all = endswith({""});
  for (const Row& row : std::initializer_list<Row>{
           {{Mode::prefix, {"a.b"}}, Relation::within, subtree({"a.b"}), kRefuted, "a.ba"},
           {{Mode::prefix, {"a."}}, Relation::within, subtree({"a"}), kProved, ""},
           {{Mode::prefix, {""}}, Relation::same, all, kProved, ""},
           {{Mode::substring, {"q"}}, Relation::within, {Mode::run, {"q"}}, kRefuted, "aq"},
           {{Mode::substring, {".q."}}, Relation::within, {Mode::run, {"q"}}, kProved, ""},
           {{Mode::substring, {""}}, Relation::same, all, kProved, ""},
           {{Mode::run, {"a.b"}},
            Relation::same,
            regex({R"((?s:(.*\.)?a\.b(\..*)?))"}),
            kProved,
            ""},
           {{Mode::run, {"a.b"}}, Relation::within, segment({"a.b"}), kRefuted, "a.b.a"},
           {{Mode::run, {""}}, Relation::same, exact({""}), kProved, ""},
           {{Mode::run, {".a"}}, Relation::same, none, kProved, ""},
           {{Mode::match, {"a"}}, Relation::same, {Mode::prefix, {"a"}}, kProved, ""},
           {{Mode::match, {"a|b"}}, Relation::same, {Mode::prefix, {"a", "b"}}, kProved, ""},
           {{Mode::match, {"a\\Z"}}, Relation::same, exact({"a"}), kProved, ""},
           {{Mode::match, {"a$"}}, Relation::same, exact({"a", "a\n"}), kProved, ""},
           {{Mode::match, {R"(a(?=\.|$))"}}, Relation::within, subtree({"a"}), kRefuted, "a\n"},
           {{Mode::match, {R"(.*(?<!k)_proj)"}},
            Relation::disjoint,
            exact({"k_proj", "a.k_proj"}),
            kProved,
            ""},
           {{Mode::match, {"a*?"}}, Relation::same, all, kProved, ""},
           {{Mode::search, {"a"}}, Relation::same, {Mode::substring, {"a"}}, kProved, ""},
           {{Mode::search, {"^a"}}, Relation::same, {Mode::prefix, {"a"}}, kProved, ""},
           {{Mode::search, {"a\\Z"}}, Relation::same, endswith({"a"}), kProved, ""},
           {{Mode::search, {"a$"}}, Relation::within, endswith({"a"}), kRefuted, "a\n"},
           {{Mode::search, {"^a|b"}}, Relation::within, {Mode::prefix, {"a"}}, kRefuted, "b"},
           {{Mode::search, {R"(\bq\b)"}}, Relation::within, {Mode::run, {"q"}}, kRefuted, "q-"},
           {{Mode::search, {"(?i)LM"}}, Relation::within, {Mode::search, {"[lL]"}}, kProved, ""},
           {{Mode::search, {"(?=b)"}}, Relation::same, {Mode::substring, {"b"}}, kProved, ""},
           {{Mode::glob, {"*.q"}}, Relation::within, segment({"q"}), kProved, ""},
           {{Mode::glob, {"a*"}}, Relation::within, subtree({"a"}), kRefuted, "aa"},
           {{Mode::glob, {"a*"}}, Relation::same, {Mode::prefix, {"a"}}, kProved, ""},
           {{Mode::glob, {"*"}}, Relation::same, all, kProved, ""},
           {{Mode::glob, {"a?b"}}, Relation::same, regex({"a(?s:.)b"}), kProved, ""},
           {{Mode::glob, {"[!a-c]"}}, Relation::same, regex({"[^abc]"}), kProved, ""},
           {{Mode::glob, {"[c-a]"}}, Relation::same, none, kProved, ""},
           {{Mode::glob, {"[]-a]"}}, Relation::same, exact({"]", "^", "_", "`", "a"}), kProved, ""},
           {{Mode::glob, {"[b-a!]"}}, Relation::same, {Mode::glob, {"?"}}, kProved, ""},
           {{Mode::glob, {"[b-a!c]"}}, Relation::same, regex({"[^c]"}), kProved, ""},
           {{Mode::glob, {"[a"}}, Relation::same, exact({"[a"}), kProved, ""},
           {{Mode::glob, {""}}, Relation::same, exact({""}), kProved, ""},
           {{Mode::path_glob, {"a*"}}, Relation::within, {Mode::glob, {"a*"}}, kProved, ""},
           {{Mode::glob, {"a*"}}, Relation::within, {Mode::path_glob, {"a*"}}, kRefuted, "a.a"},
           {{Mode::path_glob, {"*.q"}}, Relation::same, regex({R"([^.]+\.q)"}), kProved, ""},
           {{Mode::path_glob, {"a[.]b"}}, Relation::same, exact({"a[.]b"}), kProved, ""},
           {{Mode::path_glob, {"*"}}, Relation::same, regex({"[^.]*"}), kProved, ""}}) {
    expect(row);
  }
}

TEST(LanguageQueryTest, RefusesInTheModesOfRegexesOnly) {
  for (const Mode mode : kModes) {
    const std::string message = message_of(
        [&] { (void)decide({mode, {regex_entry(mode, "a(")}}, Relation::within, exact({"a"})); });
    EXPECT_EQ(message.find("does not compile") != std::string::npos, is_regex(mode))
        << to_string(mode) << ": " << message;
    const Decision possessive =
        decide({mode, {regex_entry(mode, "a++b")}}, Relation::within, exact({"a++b"}));
    EXPECT_EQ(possessive.verdict == Conclusion::undecided, is_regex(mode)) << to_string(mode);
  }
}

TEST(LanguageQueryTest, CountsCharactersNotBytes) {
  expect({regex({"."}), Relation::same, regex({"..?"}), kRefuted, "aa"});
  expect({regex({"..?"}), Relation::disjoint, exact({"é😀"}), kRefuted, "é😀"});
  expect({exact({"é", "è", "éa", "", "e"}), Relation::same, regex({"é|è|éa|e?"}), kProved, ""});
  expect(
      {endswith({"é", "è", "éa", "aé"}), Relation::same, regex({"(?s:.*)([éè]|éa)"}), kProved, ""});
  expect({regex({R"(\w)"}), Relation::within, regex({R"([\x00-\x7f])"}), kRefuted, "ª"});
  expect({regex({"[^\\x00-\\uffff]"}), Relation::within, exact({}), kRefuted, "\U00010000"});
}

TEST(LanguageQueryTest, LeavesControlCharactersOutOnRequest) {
  ProofOptions visible;
  visible.visible = true;
  visible.measure = true;
  EXPECT_EQ(decide(regex({R"((.*\.)?q)"}), Relation::same, segment({"q"}), visible).verdict,
            Conclusion::proved);
  EXPECT_EQ(decide(regex({R"([\x00-\x1f\x7f-\x9f])"}), Relation::same, exact({}), visible).verdict,
            Conclusion::proved);
  const Decision decision = decide(regex({R"([\x00-\x20])"}), Relation::same, exact({}), visible);
  EXPECT_EQ(decision.witness, " ");
  EXPECT_EQ(decision.counts_by_length.shortest, std::vector<std::string>{" "});
}

TEST(LanguageQueryTest, AnswersUndecidedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"((a)\1)", "back-reference"},
      {"(?>a|ab)c", "atomic"},
      {"a++b", "possessive"},
      {"(a)?(?(1)b|c)", "condition"},
      {R"((?<=\ba)b)", "look-behind"},
      {"(?a:a)", "not supported"},
      {"(?:.*a.{18}){2}b", "200000 states"},
      {"(?:(?:a{100}){100}){100}", "200,000 steps"},
      {"(?:(?:a{9999}){9999}){9999}", "too large"},
      {"a{60000}a{60000}a{60000}a{60000}", "200,000 steps"}};
  for (const auto& [pattern, why] : rows) {
    const Decision decision = decide(regex({pattern}), Relation::within, subtree({"a"}));
    EXPECT_EQ(decision.verdict, Conclusion::undecided) << pattern;
    EXPECT_NE(decision.why.find(why), std::string::npos) << pattern << ": " << decision.why;
    EXPECT_EQ(decision.witness, "");
  }
}

// Names that a start optimisation of PCRE2's made the reference deny.
TEST(LanguageQueryTest, DecidesAboutLeadingLookAheads) {
  const Decision model = decide(regex({"(?=model).*m.*"}), Relation::within, subtree({"zzz"}));
  EXPECT_EQ(model.verdict, Conclusion::refuted) << model.why;
  EXPECT_EQ(model.witness, "model");
  EXPECT_EQ(decide(regex({"(?=v).*v"}), Relation::same, regex({"v(?:.*v)?"})).verdict,
            Conclusion::proved);
  EXPECT_EQ(decide(exact({"v"}), Relation::disjoint, regex({"(?=v).*v"})).verdict,
            Conclusion::refuted);
}

TEST(LanguageQueryTest, DecidesAboutAThousandAlternatives) {
  std::string pattern;
  for (int layer = 0; layer < 1000; ++layer) {
    if (layer > 0) pattern += '|';
    pattern += R"(model\.layers\.)" + std::to_string(layer) + R"(\.self_attn\.q_proj)";
  }
  const Decision inside = decide(regex({pattern}), Relation::within, subtree({"model"}));
  EXPECT_EQ(inside.verdict, Conclusion::proved) << inside.why;
  const Decision outside = decide(regex({pattern}), Relation::within, subtree({"model.layers.7"}));
  EXPECT_EQ(outside.verdict, Conclusion::refuted) << outside.why;
  EXPECT_EQ(outside.witness, "model.layers.0.self_attn.q_proj");
}

TEST(LanguageQueryTest, RefusesPatternsThatDoNotCompile) {
  const std::string message =
      message_of([] { (void)decide(regex({"a("}), Relation::within, exact({"a"})); });
  EXPECT_EQ(message, "pattern \"a(\" does not compile: missing ), unterminated subpattern");
  EXPECT_NE(message_of([] { (void)decide(regex({"(a)\\1"}), Relation::within, regex({"["})); }),
            "(nothing thrown)");
}

TEST(LanguageQueryTest, MeasuresHowFarTheLeakGoes) {
  ProofOptions options;
  options.measure = true;
  options.lengths = 4;
  const CountsByLength counts_by_length =
      decide(endswith({"q"}), Relation::within, segment({"q"}), options).counts_by_length;
  ASSERT_TRUE(counts_by_length.measured);
  EXPECT_FALSE(counts_by_length.bounded);
  // ?q: 63 letters; ??q: any two but a separator in second place, or in first.
  std::vector<std::uint64_t> counts;
  for (const LengthCount& count : counts_by_length.counts) counts.push_back(count.names);
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{63, 63 * 63, 63 * 63 * 63 + 63 * 63,
                                                63 * 63 * 63 * 63 + 2 * 63 * 63 * 63}));
  EXPECT_EQ(counts_by_length.counts.front().length, 2U);
  ASSERT_EQ(counts_by_length.shortest.size(), 10U);
  EXPECT_EQ(counts_by_length.shortest.front(), "aq");
  EXPECT_TRUE(std::all_of(counts_by_length.shortest.begin(), counts_by_length.shortest.end(),
                          is_well_formed));

  const CountsByLength finite =
      decide(regex({"a{1,3}"}), Relation::within, exact({"a"}), options).counts_by_length;
  EXPECT_TRUE(finite.bounded);
  EXPECT_EQ(finite.shortest, (std::vector<std::string>{"aa", "aaa"}));
  EXPECT_EQ(finite.counts[2].names, 0U);
}

TEST(LanguageQueryTest, SaturatesCounts) {
  ProofOptions options;
  options.measure = true;
  const CountsByLength counts_by_length =
      decide(regex({"[^.]{40}"}), Relation::within, exact({}), options).counts_by_length;
  EXPECT_EQ(counts_by_length.counts.front().names, UINT64_MAX);
}

// Every construct and character of the matchers' own hostile patterns: whether one name is selected
// is a statement too.
TEST(LanguageQueryTest, AgreesWithTheMatcherOnHostilePatterns) {
  Choices choices(11);
  std::string pattern;
  std::size_t decided = 0;
  std::size_t selected = 0;
  constexpr std::array kRegexModes = {Mode::regex, Mode::match, Mode::search};
  for (int round = 0; round < 3000; ++round) {
    const Mode mode = choices.pick(kRegexModes);
    write_hostile_regex(choices, pattern);
    const std::string name = hostile_name(choices);
    if (!regex_compiles(pattern) || !is_well_formed(name)) continue;
    const Decision decision = decide(exact({name}), Relation::within, {mode, {pattern}});
    if (decision.verdict == Conclusion::undecided) continue;
    RegexMatcher matcher(mode);
    const std::string_view asked = pattern;
    const std::string_view module = name;
    Answer answer;
    matcher.match({{&asked, 1}, {&module, 1}}, answer);
    ASSERT_FALSE(answer.rejected()) << pattern;
    EXPECT_EQ(decision.verdict == Conclusion::proved, answer.selects(0))
        << to_string(mode) << " " << pattern << " on " << name;
    ++decided;
    selected += answer.selects(0) ? 1 : 0;
  }
  EXPECT_GT(decided, 500U);
  EXPECT_GT(selected, 50U);
}

}  // namespace
}  // namespace overmatch::language_query_test
