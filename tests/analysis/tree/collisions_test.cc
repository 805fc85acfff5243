// SPDX-License-Identifier: Apache-2.0
// The hazards of every shipped tree against their definitions, pair by pair.
#include "analysis/tree/collisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::collisions_test {
namespace {

// Trees of more modules are compared on a sample of shorter paths: all pairs of DeepSeek-V3 are 5.7
// billion.
constexpr std::size_t kAllPairs = 400;
constexpr std::size_t kSample = 60;

// What the pair is by definition; nothing if it is none.
std::optional<Hazard> by_definition(std::string_view shorter, std::string_view longer) {
  if (shorter.empty() || shorter == longer) return std::nullopt;
  if (longer.ends_with("." + std::string(shorter))) return Hazard::rerooting;
  if (longer.ends_with(shorter)) return Hazard::suffix;
  return std::nullopt;
}

std::optional<Hazard> siblings_by_definition(std::string_view shorter, std::string_view longer) {
  if (shorter.empty() || shorter == longer || parent(shorter) != parent(longer))
    return std::nullopt;
  if (!longer.starts_with(shorter)) return std::nullopt;
  std::string rest(longer.substr(shorter.size()));
  if (rest.size() > 1 && rest[0] == '_') rest.erase(0, 1);
  return rest.find_first_not_of("0123456789") == std::string::npos ? Hazard::digits
                                                                   : Hazard::prefix;
}

using Row = std::tuple<std::string, std::string, std::string>;

std::vector<Row> found(const TreeIndex& index) {
  std::vector<Row> rows;
  for (const HazardPair& pair : find_hazards(index).pairs) {
    rows.emplace_back(to_string(pair.hazard), index.path(pair.shorter), index.path(pair.longer));
  }
  return rows;
}

TEST(Collisions, OfEachSort) {
  const auto rows = [](std::vector<std::string> paths) {
    const ModuleTree tree = tree_of(paths);
    return found(TreeIndex(tree));
  };
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(rows({"classifier", "pre_classifier"}),
              ElementsAre(Row{"suffix", "classifier", "pre_classifier"}));
  EXPECT_THAT(rows({"a", "a.b", "x", "x.a", "x.a.b"}),
              ElementsAre(Row{"re-rooting", "a", "x.a"}, Row{"re-rooting", "a.b", "x.a.b"}));
  EXPECT_THAT(rows({"l", "l.1", "l.10", "l.2"}), ElementsAre(Row{"digits", "l.1", "l.10"}));
  EXPECT_THAT(rows({"text_encoder", "text_encoder_2", "text_encoder_x"}),
              ElementsAre(Row{"digits", "text_encoder", "text_encoder_2"},
                          Row{"prefix", "text_encoder", "text_encoder_x"}));
  EXPECT_THAT(
      rows({"a", "aa", "aaa"}),
      ElementsAre(Row{"suffix", "a", "aa"}, Row{"suffix", "a", "aaa"}, Row{"suffix", "aa", "aaa"},
                  Row{"prefix", "a", "aa"}, Row{"prefix", "a", "aaa"}, Row{"prefix", "aa", "aaa"}));
  EXPECT_THAT(rows({"", "a", "b"}), IsEmpty()) << "the root is the end of everything and no rival";
  EXPECT_THAT(rows({"a", "a.b", "b.c"}), IsEmpty());
}

TEST(Collisions, OfEveryShippedTreeAreThoseOfTheDefinition) {
  std::size_t pairs = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    SCOPED_TRACE(tree.name);
    const TreeIndex index(tree);
    const Hazards hazards = find_hazards(index);
    EXPECT_TRUE(hazards.complete());
    for (const HazardPair& pair : hazards.pairs) {
      const bool siblings = pair.hazard == Hazard::digits || pair.hazard == Hazard::prefix;
      const auto definition =
          siblings ? siblings_by_definition(index.path(pair.shorter), index.path(pair.longer))
                   : by_definition(index.path(pair.shorter), index.path(pair.longer));
      ASSERT_EQ(definition, pair.hazard)
          << index.path(pair.shorter) << " and " << index.path(pair.longer);
    }
    pairs += hazards.pairs.size();
    // And none is missing.
    const bool all = index.size() <= kAllPairs;
    const std::size_t step = all ? 1 : index.size() / kSample;
    std::vector<HazardPair> expected;
    for (std::uint32_t shorter = 0; shorter < index.size();
         shorter += static_cast<std::uint32_t>(step)) {
      for (std::uint32_t longer = 0; longer < index.size(); ++longer) {
        for (const auto& definition :
             {by_definition(index.path(shorter), index.path(longer)),
              siblings_by_definition(index.path(shorter), index.path(longer))}) {
          if (definition) expected.push_back({shorter, longer, *definition});
        }
      }
    }
    std::vector<HazardPair> sampled;
    for (const HazardPair& pair : hazards.pairs) {
      if (pair.shorter % step == 0) sampled.push_back(pair);
    }
    const auto order = [](const HazardPair& left, const HazardPair& right) {
      return std::tie(left.hazard, left.shorter, left.longer) <
             std::tie(right.hazard, right.shorter, right.longer);
    };
    std::sort(expected.begin(), expected.end(), order);
    EXPECT_EQ(sampled, expected);
  }
  EXPECT_GT(pairs, 10'000U) << "the trees do have hazards";
}

}  // namespace
}  // namespace overmatch::collisions_test
