// SPDX-License-Identifier: Apache-2.0
// The prover alone, with failures whose smaller cases can be counted by hand.
#include "search/reduce/prove_minimal.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "matchers/rule_matcher.h"
#include "tests/support/show.h"

namespace overmatch::prove_minimal_test {
namespace {

constexpr std::uint64_t kPlenty = 1'000'000;

Fails is_no_other_than(const Case& only) {
  return [only](const Case& content) {
    return content.patterns == only.patterns && content.modules == only.modules;
  };
}

TEST(ProveMinimal, TriesEachSmallerCaseOnce) {
  struct Row {
    Case content;
    std::uint64_t smaller;  // counted by hand, over {a b .}
  };
  const std::vector<Row> rows = {
      {{Mode::exact, {}, {}, {}}, 0},
      {{Mode::exact, {}, {""}, {}}, 1},            // the empty case
      {{Mode::exact, {}, {"a"}, {}}, 2},           // and the root
      {{Mode::exact, {}, {"b"}, {}}, 3},           // and a
      {{Mode::exact, {}, {"bb"}, {}}, 2 + 2 + 3},  // the empty case, the root, a, b, aa, ab, ba
      {{Mode::exact, {"a"}, {}, {}}, 2},           // the empty case, the empty pattern
      {{Mode::exact, {"."}, {}, {}}, 2 + 2},       // and a, b
      {{Mode::exact, {""}, {"a"}, {}},
       1 + 2 + 2 + 3 + 1},  // nothing; | root, a, b; "" |, three patterns; "" | root
  };
  for (const Row& row : rows) {
    const Proof proof = prove_minimal(row.content, is_no_other_than(row.content), kPlenty);
    EXPECT_EQ(proof.minimality, Minimality::proved) << show(row.content);
    EXPECT_EQ(proof.tried, row.smaller) << show(row.content);
    EXPECT_FALSE(proof.smaller);
    EXPECT_EQ(proof.alphabet, "a b .") << show(row.content);
  }
}

TEST(ProveMinimal, TriesEachWayToLabelSmallerLists) {
  Case content{Mode::exact, {"", ""}, {}, {}, {}};
  content.labels.assign(Order::first, {1, 2});
  const Fails fails = [&](const Case& other) {
    return other.patterns == content.patterns && other.labels.numbers == content.labels.numbers;
  };
  const Proof proof = prove_minimal(content, fails, kPlenty);
  EXPECT_EQ(proof.minimality, Minimality::proved);
  // The empty list, one entry with null or a label, and the four other ways to label two.
  EXPECT_EQ(proof.tried, 1U + 2U + 4U);
  // With one label it fails, too: that is simpler.
  const Fails any = [&](const Case& other) { return other.patterns == content.patterns; };
  const Proof refuted = prove_minimal(content, any, kPlenty);
  ASSERT_TRUE(refuted.smaller);
  EXPECT_EQ(refuted.smaller->labels.numbers, (std::vector<Label>{0, 0}));
}

TEST(ProveMinimal, FindsTheSimplestOfThoseThatFail) {
  const Fails missing_boundary = [](const Case& content) {
    for (const std::string_view pattern : content.patterns) {
      for (const std::string_view path : content.modules) {
        if (!pattern.empty() && path.ends_with(pattern) &&
            !rule_selects(Mode::segment, path, pattern))
          return true;
      }
    }
    return false;
  };
  for (const Case& stuck :
       {Case{Mode::segment, {"b"}, {"ab"}, {}}, Case{Mode::segment, {"a"}, {"b.aa"}, {}},
        Case{Mode::segment, {"b", "a"}, {"bb", "a"}, {}}}) {
    const Proof proof = prove_minimal(stuck, missing_boundary, 10 * kPlenty);
    ASSERT_TRUE(proof.smaller) << show(stuck);
    EXPECT_EQ(show(*proof.smaller), "a | aa") << show(stuck);
    EXPECT_EQ(proof.minimality, Minimality::not_proved) << "a smaller one fails";
  }
}

TEST(ProveMinimal, ProvesNothingBeyondItsBudget) {
  const Case content{Mode::segment, {"ab.c"}, {"xab.c", "dd"}, {}};
  std::uint64_t asked = 0;
  const Proof proof = prove_minimal(
      content,
      [&](const Case& other) {
        ++asked;
        return is_no_other_than(content)(other);
      },
      50);
  EXPECT_EQ(proof.minimality, Minimality::not_proved);
  EXPECT_FALSE(proof.smaller);
  EXPECT_EQ(asked, 0U);
  EXPECT_EQ(proof.tried, 0U);
}

TEST(ProveMinimal, UsesOnlyTheCasesOwnCharactersWhenMoreCostTooMuch) {
  const Case content{Mode::exact, {}, {"__"}, {}};
  EXPECT_EQ(prove_minimal(content, is_no_other_than(content), kPlenty).alphabet, "a b . _");
  const Proof proof = prove_minimal(content, is_no_other_than(content), 20);
  EXPECT_EQ(proof.alphabet, "_");
  EXPECT_EQ(proof.minimality, Minimality::proved);
  EXPECT_EQ(proof.tried, 3U);  // nothing, the root, _
}

TEST(ProveMinimal, OfALongNameTriesWhatIsEmbeddedInIt) {
  const auto at_least = [](std::size_t size) {
    return [size](const Case& content) {
      return !content.modules.empty() && content.modules[0].size() >= size;
    };
  };
  const Case content{Mode::exact, {}, {std::string(299, 'x') + "y"}, {}};
  const Proof proof = prove_minimal(content, at_least(300), kPlenty);
  EXPECT_EQ(proof.minimality, Minimality::proved_embedded);
  EXPECT_EQ(proof.tried,
            600U);  // no module, and one of 0 to 299 x with and without the y, but itself
  const Proof refuted = prove_minimal(content, at_least(256), kPlenty);
  EXPECT_EQ(refuted.minimality, Minimality::not_proved);
  ASSERT_TRUE(refuted.smaller);
  EXPECT_EQ(show(*refuted.smaller), "| " + std::string(256, 'x'));
}

TEST(SimplestTiny, StaysWithinItsSizeAndBelowItsStart) {
  const Case start{Mode::segment, {"abc"}, {"x.abc", "abc"}, {}};
  const Fails has_module = [](const Case& content) {
    return content.modules.size() == 1 && content.modules[0].size() >= 2;
  };
  const auto tiny = simplest_tiny(start, {1, 1, 2}, has_module);
  ASSERT_TRUE(tiny);
  EXPECT_EQ(show(*tiny), "| aa");
  EXPECT_FALSE(simplest_tiny(start, {1, 1, 1}, has_module)) << "too small for it";
  EXPECT_FALSE(simplest_tiny({Mode::segment, {}, {"aa"}, {}}, {1, 1, 6}, has_module))
      << "nothing is simpler than that";
}

// A failure that the steps of the shrinker do not lead down from: the proof finds the way.
TEST(Minimise, GetsPastWhereTheShrinkerIsStuck) {
  const Case start{Mode::exact, {}, {"dcba"}, {}};
  const Case least{Mode::exact, {}, {"ab"}, {}};
  const Fails fails = [&](const Case& content) {
    return is_no_other_than(start)(content) || is_no_other_than(least)(content);
  };
  EXPECT_EQ(shrink(start, fails, 30'000).content, start);
  const Minimised minimised = minimise(start, fails, {{}, 30'000, kPlenty});
  EXPECT_EQ(show(minimised.content), "| ab");
  EXPECT_EQ(minimised.proof.minimality, Minimality::proved);
}

}  // namespace
}  // namespace overmatch::prove_minimal_test
