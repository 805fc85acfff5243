// SPDX-License-Identifier: Apache-2.0
// Trees and patterns that somebody made to be hard: everything is the end of everything. Counts
// stay exact, and lists short. The oracle is the definition, pair by pair, on small trees of few
// letters, where such pairs are common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "analysis/audit/audit.h"
#include "analysis/audit/named_entries.h"
#include "analysis/tree/hazard_groups.h"
#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::hostile_test {
namespace {

std::size_t below(std::mt19937_64& random, std::size_t bound) {
  return static_cast<std::size_t>(random() % bound);
}

// Some paths over the letters, their ancestors in front of them.
std::vector<std::string> small_tree(std::mt19937_64& random, std::string_view letters,
                                    std::size_t paths, std::size_t size) {
  std::vector<std::string> tree;
  const auto add = [&](std::string_view path) {
    if (std::find(tree.begin(), tree.end(), path) == tree.end()) tree.emplace_back(path);
  };
  while (paths-- > 0) {
    std::string path;
    for (std::size_t left = 1 + below(random, size); left > 0; --left) {
      path += letters[below(random, letters.size())];
      if (left > 1 && below(random, 3) == 0) path += '.';
    }
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
      add(path.substr(0, dot));
    add(path);
  }
  return tree;
}

std::optional<Hazard> of_ends(std::string_view shorter, std::string_view longer) {
  if (shorter.empty() || shorter == longer || !longer.ends_with(shorter)) return std::nullopt;
  return longer[longer.size() - shorter.size() - 1] == '.' ? Hazard::rerooting : Hazard::suffix;
}

std::optional<Hazard> of_siblings(std::string_view shorter, std::string_view longer) {
  if (shorter.empty() || shorter == longer || parent(shorter) != parent(longer) ||
      !longer.starts_with(shorter))
    return {};
  std::string rest(longer.substr(shorter.size()));
  if (rest.size() > 1 && rest[0] == '_') rest.erase(0, 1);
  return rest.find_first_not_of("0123456789") == std::string::npos ? Hazard::digits
                                                                   : Hazard::prefix;
}

std::vector<HazardPair> by_definition(const TreeIndex& index) {
  std::vector<HazardPair> pairs;
  for (std::uint32_t shorter = 0; shorter < index.size(); ++shorter) {
    for (std::uint32_t longer = 0; longer < index.size(); ++longer) {
      for (const auto& hazard : {of_ends(index.path(shorter), index.path(longer)),
                                 of_siblings(index.path(shorter), index.path(longer))}) {
        if (hazard) pairs.push_back({shorter, longer, *hazard});
      }
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const HazardPair& left, const HazardPair& right) {
    return std::tie(left.hazard, left.shorter, left.longer) <
           std::tie(right.hazard, right.shorter, right.longer);
  });
  return pairs;
}

bool is_of_ends(const HazardPair& pair) {
  return pair.hazard == Hazard::suffix || pair.hazard == Hazard::rerooting;
}

TEST(Hostile, HazardsAreThoseOfTheDefinition) {
  std::mt19937_64 random(6);
  std::size_t met = 0;
  for (int round = 0; round < 3'000; ++round) {
    const ModuleTree tree =
        tree_of(small_tree(random, round % 2 == 0 ? "ab" : "a1_0", 1 + below(random, 12), 7));
    SCOPED_TRACE(
        testing::PrintToString(std::vector<std::string>(tree.modules.begin(), tree.modules.end())));
    const TreeIndex index(tree);
    const std::vector<HazardPair> expected = by_definition(index);
    const Hazards all = find_hazards(index);
    ASSERT_EQ(all.pairs, expected);
    ASSERT_TRUE(all.complete());
    HazardCounts counts{};
    for (const HazardPair& pair : expected) ++counts[static_cast<std::size_t>(pair.hazard)];
    ASSERT_EQ(count_hazards(index), counts);
    met += expected.size();

    const std::size_t most = below(random, expected.size() + 1);
    const Hazards cut = find_hazards(index, most);
    ASSERT_EQ(cut.pairs.size(), most);
    ASSERT_EQ(cut.counts, counts) << "counts are of all, whatever is listed";
    for (const HazardPair& pair : cut.pairs) {
      ASSERT_TRUE(std::find(expected.begin(), expected.end(), pair) != expected.end());
      if (!is_of_ends(pair) || index.parent_of(pair.shorter) == kNoModule) continue;
      const HazardPair above{index.parent_of(pair.shorter), index.parent_of(pair.longer),
                             pair.hazard};
      ASSERT_TRUE(std::find(cut.pairs.begin(), cut.pairs.end(), above) != cut.pairs.end());
    }
  }
  EXPECT_GT(met, 30'000U);
}

TEST(Hostile, GroupsAreByTheTopsOfPairs) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 1'000; ++round) {
    const ModuleTree tree = tree_of(small_tree(random, "a1", 1 + below(random, 15), 8));
    SCOPED_TRACE(
        testing::PrintToString(std::vector<std::string>(tree.modules.begin(), tree.modules.end())));
    const TreeIndex index(tree);
    const PathTemplates templates(index);
    std::map<std::tuple<Hazard, std::string, std::string>, std::size_t> expected;
    for (const HazardPair& pair : by_definition(index)) {
      std::uint32_t shorter = pair.shorter;
      std::uint32_t longer = pair.longer;
      for (; is_of_ends(pair) && index.parent_of(shorter) != kNoModule;
           longer = index.parent_of(longer)) {
        shorter = index.parent_of(shorter);
      }
      ++expected[{pair.hazard, templates.text(templates.of(shorter)),
                  templates.text(templates.of(longer))}];
    }
    const HazardGroups found = group(index, templates, find_hazards(index));
    std::map<std::tuple<Hazard, std::string, std::string>, std::size_t> sizes;
    for (const HazardGroup& each : found.groups)
      sizes[{each.hazard, each.shorter, each.longer}] = each.pairs.size();
    ASSERT_EQ(sizes, expected);
    ASSERT_EQ(found.count, expected.size());
  }
}

TEST(Hostile, EveryNameTheEndOfTheNext) {
  std::vector<std::string> paths;
  std::string path;
  for (int size = 0; size < 3'000; ++size) paths.push_back(path += 'a');
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  const PathTemplates templates(index);
  const Hazards hazards = find_hazards(index);
  EXPECT_EQ(hazards.counts, (HazardCounts{4'498'500, 0, 0, 4'498'500}));
  EXPECT_FALSE(hazards.complete());
  EXPECT_EQ(hazards.pairs.size(), kMostPairs);
  const HazardGroups groups = group(index, templates, hazards);
  EXPECT_EQ(groups.count, kMostPairs);
  EXPECT_EQ(groups.groups.size(), kMostGroups);
  const auto renames = advise_renames(index, templates, hazards, groups.groups);
  ASSERT_FALSE(renames.empty());
  EXPECT_EQ(renames[0].before, 4'498'500U);
  EXPECT_LT(renames[0].after, renames[0].before);
}

TEST(Hostile, AChainOfOneName) {
  std::vector<std::string> paths = {"a"};
  while (paths.size() < 3'000) paths.push_back(paths.back() + ".a");
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  const Hazards hazards = find_hazards(index);
  EXPECT_EQ(hazards.counts, (HazardCounts{0, 4'498'500, 0, 0}));
  const HazardGroups groups = group(index, PathTemplates(index), hazards);
  EXPECT_EQ(groups.count, 1'999U)
      << "a and each of the longer ones that are among the first two million pairs";
}

// Patterns that overlap, and how many modules they share.
using Overlaps = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

TEST(Hostile, OverlapsAreThoseOfTheDefinition) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 500; ++round) {
    const ModuleTree tree = tree_of(small_tree(random, "ab", 1 + below(random, 12), 6));
    const TreeIndex index(tree);
    std::set<std::string> distinct;  // equal ones are another sentence
    for (std::size_t left = below(random, 80); left > 0; --left)
      distinct.insert(small_tree(random, "ab.", 1, 4).back());
    std::vector<std::string> patterns(distinct.begin(), distinct.end());
    const Audit audit =
        audit_patterns(index, PathTemplates(index), Mode::endswith, patterns, std::nullopt);
    std::set<std::string> named;  // modules that patterns select at boundaries
    std::vector<std::set<std::string>> precise;
    for (const AuditedPattern& pattern : audit.patterns) {
      const std::vector<std::string> paths = paths_of(index, pattern.precise);
      named.insert(paths.begin(), paths.end());
      precise.emplace_back(paths.begin(), paths.end());
    }
    // What counts of a pattern that is the name of a module: not the accidents that others name.
    const auto counts = [&](std::size_t at, const std::string& module) {
      if (!module.ends_with(patterns[at])) return false;
      return precise[at].empty() || precise[at].contains(module) || !named.contains(module);
    };
    Overlaps expected;
    for (std::size_t left = 0; left < patterns.size(); ++left) {
      for (std::size_t right = left + 1; right < patterns.size(); ++right) {
        std::vector<std::string> both;
        for (const std::string_view module : tree.modules) {
          if (counts(left, std::string(module)) && counts(right, std::string(module)))
            both.emplace_back(module);
        }
        if (!both.empty()) expected[{patterns[left], patterns[right]}] = both;
      }
    }
    std::size_t found = 0;
    for (const AuditFinding& finding : audit.findings) {
      if (finding.kind != AuditKind::overlap) continue;
      ++found;
      const std::string& first = audit.patterns[finding.pattern].pattern;
      const bool known = std::any_of(expected.begin(), expected.end(), [&](const auto& one) {
        return one.first.first == first && one.second == paths_of(index, finding.modules) &&
               finding.why.find("\"" + one.first.second + "\"") != std::string::npos;
      });
      ASSERT_TRUE(known) << finding.why;
    }
    ASSERT_EQ(found, expected.size());
  }
}

TEST(Hostile, OverlapsOfManyPatternsAreCountedAndFewAreTold) {
  std::vector<std::string> paths;
  std::string path;
  for (int size = 0; size < 400; ++size) paths.push_back(path += size == 0 ? "a" : ".a");
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  Audit audit;
  for (const std::string& pattern : paths)
    audit.patterns.push_back(read_pattern(index, Mode::endswith, pattern));
  find_overlaps(NamedEntries(audit), audit);
  ASSERT_EQ(audit.findings.size(), 1'001U);
  EXPECT_EQ(audit.findings.back().why, "78800 more pairs of patterns overlap");  // of 79,800
}

}  // namespace
}  // namespace overmatch::hostile_test
