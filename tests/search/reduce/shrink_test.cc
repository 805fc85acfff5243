// SPDX-License-Identifier: Apache-2.0
// The shrinker alone, from where the random search would hand it over: see minimise_test.cc for
// shrinking and proving together.
#include "search/reduce/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "generate/case_generator.h"
#include "matchers/rule_matcher.h"
#include "names/path.h"
#include "names/utf8.h"
#include "search/reduce/case_order.h"
#include "tests/support/show.h"

namespace overmatch::shrink_test {
namespace {

constexpr std::uint64_t kBudget = 30'000;

// A pair on which `wrong` and the reference differ.
template <typename Rule>
Fails differing(Rule wrong) {
  return [wrong](const Case& content) {
    for (const std::string_view pattern : content.patterns) {
      for (const std::string_view path : content.modules) {
        if (!pattern.empty() && wrong(path, pattern) != rule_selects(content.mode, path, pattern))
          return true;
      }
    }
    return false;
  };
}

struct Row {
  const char* bug;
  Case start;
  Fails fails;
  std::string_view least;
};

std::vector<Row> rows() {
  const Case real{Mode::segment,
                  {"lm_head", "model.layers.1", "transformer_blocks.0.attn.to_q"},
                  {"model.norm", "model.layers.10", "img_model.layers.1",
                   "single_transformer_blocks.0.attn.to_q", "model"},
                  {}};
  return {
      {"no boundary in front", real,
       differing([](auto path, auto pattern) { return path.ends_with(pattern); }), "a | aa"},
      {"`_` for a boundary", real, differing([](auto path, auto pattern) {
         return rule_selects(Mode::segment, path, pattern) ||
                path.ends_with("_" + std::string(pattern));
       }),
       "a | _a"},
      {"no boundary behind", real, differing([](auto path, auto pattern) {
         return rule_selects(Mode::segment, path, pattern) || path.starts_with(pattern);
       }),
       "a | aa"},
      {"two segments only", real, differing([](auto path, auto pattern) {
         return rule_selects(Mode::segment, path, pattern) && depth(path) < 4;
       }),
       "a | a.a.a.a"},
  };
}

TEST(Shrink, EndsAtTheLeastCase) {
  for (Row& row : rows()) {
    if (!row.fails(row.start)) row.start.modules.push_back("a.b.c.model.layers.1");
    ASSERT_TRUE(row.fails(row.start)) << row.bug;
    const ShrinkResult result = shrink(row.start, row.fails, kBudget);
    EXPECT_EQ(show(result.content), row.least) << row.bug;
    EXPECT_FALSE(result.out_of_budget) << row.bug;
  }
}

// A glob loses what the failure does not need: brackets become a member, stars a letter.
TEST(Shrink, SimplifiesTheItemsOfGlobs) {
  const Case start{Mode::glob,
                   {"model.layers.[0-9]*.self_*.[qk]_proj"},
                   {"model.layers.10.self_attn.q_proj", "model.layers.1.mlp"},
                   {}};
  struct GlobRow {
    const char* bug;
    Fails fails;
    std::string_view least;
  };
  const auto rows = std::to_array<GlobRow>({
      {"only the root", differing([](auto path, auto pattern) {
         return path.empty() && rule_selects(Mode::glob, path, pattern);
       }),
       "a | a"},
      {"no stars", differing([](auto path, auto pattern) {
         return pattern.find('*') == std::string_view::npos &&
                rule_selects(Mode::glob, path, pattern);
       }),
       "* | "},
      {"no brackets", differing([](auto path, auto pattern) {
         return pattern.find('[') == std::string_view::npos &&
                rule_selects(Mode::glob, path, pattern);
       }),
       "[a] | a"},
  });
  for (const GlobRow& row : rows) {
    ASSERT_TRUE(row.fails(start)) << row.bug;
    EXPECT_EQ(show(shrink(start, row.fails, kBudget).content), row.least) << row.bug;
  }
}

TEST(Shrink, TurnsEveryGeneratedFailureIntoASimplerOneThatFails) {
  const Fails fails = differing([](auto path, auto pattern) { return path.ends_with(pattern); });
  CaseGenerator generator(Mode::segment);
  Case content;
  CaseFacts facts;
  std::size_t failures = 0;
  for (std::uint64_t index = 0; index < 400; ++index) {
    Choices choices(mix_seed(9, index));
    generator.generate(choices, content, facts);
    if (!fails(content)) continue;
    ++failures;
    const ShrinkResult result = shrink(content, fails, kBudget);
    ASSERT_TRUE(fails(result.content)) << show(result.content);
    EXPECT_FALSE(is_simpler(content, result.content));
    EXPECT_LE(result.evaluations, kBudget);
    for (const std::string_view module : result.content.modules)
      EXPECT_TRUE(is_well_formed(module)) << module;
    for (const std::string_view pattern : result.content.patterns)
      EXPECT_EQ(find_invalid_utf8(pattern), kValidUtf8) << pattern;
    const ShrinkResult again = shrink(content, fails, kBudget);
    EXPECT_EQ(again.content, result.content) << "of the same case";
    EXPECT_EQ(again.evaluations, result.evaluations);
    EXPECT_EQ(shrink(result.content, fails, kBudget).content, result.content)
        << "there is nothing left to do";
  }
  EXPECT_GT(failures, 50U);
}

TEST(Shrink, AsksOnlyAboutCasesThatACaseFileMayHold) {
  const Case start{
      Mode::segment, {"\u00e9\u00e9.x"}, {"\u00e9\u00e9.x", "a\u00e9\u00e9.x", "\U0001F600.b"}, {}};
  const Fails fails = [](const Case& content) {
    for (const Names* names : {&content.patterns, &content.modules}) {
      for (const std::string_view name : *names) EXPECT_EQ(find_invalid_utf8(name), kValidUtf8);
    }
    std::vector<std::string_view> modules(content.modules.begin(), content.modules.end());
    std::sort(modules.begin(), modules.end());
    EXPECT_EQ(std::adjacent_find(modules.begin(), modules.end()), modules.end());
    EXPECT_TRUE(std::all_of(modules.begin(), modules.end(), is_well_formed));
    return content.modules.size() >= 2 &&
           content.modules[0].find("\u00e9") != std::string_view::npos;
  };
  EXPECT_EQ(show(shrink(start, fails, kBudget).content), "| \u00e9 ");
}

TEST(Shrink, KeepsTheIntendedSubtreeOnlyIfItMatters) {
  const Case start{Mode::segment, {"a.b"}, {"a.b", "c.b"}, "a"};
  const auto keeps = [&](const Fails& fails) {
    return shrink(start, fails, kBudget).content.intended;
  };
  EXPECT_EQ(keeps([](const Case& content) { return !content.modules.empty(); }), std::nullopt);
  EXPECT_EQ(keeps([](const Case& content) { return content.intended.has_value(); }), "a");
}

TEST(Shrink, GivesTheBestThatItsBudgetAllows) {
  const Row row = rows()[0];
  for (const std::uint64_t budget : {0U, 1U, 3U, 10U, 30U}) {
    std::uint64_t evaluations = 0;
    const ShrinkResult result = shrink(
        row.start,
        [&](const Case& content) {
          ++evaluations;
          return row.fails(content);
        },
        budget);
    EXPECT_LE(evaluations, budget) << budget;
    EXPECT_EQ(result.evaluations, evaluations);
    EXPECT_TRUE(result.out_of_budget) << budget;
    EXPECT_TRUE(row.fails(result.content)) << budget;
    EXPECT_EQ(is_simpler(result.content, row.start),
              result.content.modules.size() < row.start.modules.size());
  }
}

}  // namespace
}  // namespace overmatch::shrink_test
