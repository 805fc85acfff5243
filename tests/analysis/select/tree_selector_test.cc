// SPDX-License-Identifier: Apache-2.0
// TreeSelector against the references, on shipped trees and on small worlds, and with planted
// faults.
#include "analysis/select/tree_selector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>

#include "analysis/findings/boundaries.h"
#include "analysis/tree/tree_index.h"
#include "generate/glob_pattern.h"
#include "generate/regex_pattern.h"
#include "matchers/matcher.h"
#include "names/path.h"
#include "tests/analysis/questions.h"
#include "tests/analysis/trees.h"
#include "tests/matchers/hostile_regex.h"

namespace overmatch::tree_selector_test {
namespace {

using Answers = std::function<std::optional<Selection>(Mode mode, const std::string& pattern)>;

std::optional<Selection> by_reference(const ModuleTree& tree, Mode mode, const std::string& text) {
  const std::string_view pattern = text;
  Answer answer;
  make_reference(mode)->match({{&pattern, 1}, tree.modules.views()}, answer);
  if (answer.rejected()) return std::nullopt;
  Selection selected;
  for (std::uint32_t module = 0; module < tree.modules.size(); ++module) {
    if (answer.selects(module)) selected.push_back(module);
  }
  return selected;
}

// What TreeSelector itself answers; nothing if it leaves the pattern to the reference.
class Alone {
 public:
  explicit Alone(const ModuleTree& tree) : names_(last_names(tree.modules.views())) {
    bool complete = true;
    parents_ = parents_of(tree.modules.views(), complete);
    selector_.emplace(tree.modules.views(), parents_, names_.names, names_.of);
  }
  std::optional<Selection> operator()(Mode mode, const std::string& pattern) {
    return selector_->select(mode, pattern);
  }

 private:
  LastNames names_;
  std::vector<std::uint32_t> parents_;
  std::optional<TreeSelector> selector_;
};

struct Tally {
  std::size_t asked = 0;
  std::size_t rejected = 0;
  std::size_t selecting = 0;  // something
  std::size_t alone = 0;      // answered without the reference
  std::size_t differ = 0;
  std::string example;
};

void ask(const ModuleTree& tree, Mode mode, const std::vector<std::string>& patterns,
         const Answers& answers, Alone* alone, Tally& tally) {
  for (const std::string& pattern : patterns) {
    const auto wanted = by_reference(tree, mode, pattern);
    const auto found = answers(mode, pattern);
    ++tally.asked;
    tally.rejected += wanted ? 0 : 1;
    tally.selecting += wanted && !wanted->empty() ? 1 : 0;
    if (alone != nullptr && wanted) tally.alone += (*alone)(mode, pattern) ? 1 : 0;
    if (found == wanted) continue;
    if (tally.differ++ == 0) {
      tally.example = tree.name + " " + std::string(to_string(mode)) + " " + pattern + ": " +
                      std::to_string(found ? found->size() : 0) + " for " +
                      std::to_string(wanted ? wanted->size() : 0);
    }
  }
}

Answers index_of(const TreeIndex& index) {
  return [&](Mode mode, const std::string& pattern) { return index.select(mode, pattern); };
}

// What people write, with and without marks of dialects.
const std::vector<std::string>& usual_patterns() {
  static const std::vector<std::string> patterns = {
      "",
      ".*",
      "*",
      ".*layers\\.3\\..*q_a_proj$",
      ".*\\.(q|k|v|o)_proj",
      "(?:.*\\.)?(?:q_proj|v_proj)",
      "^model\\.layers\\.\\d+\\.",
      "model\\.layers\\.(1?[0-9]|2[0-7])\\.self_attn\\..*",
      "^(?!.*vision).*proj$",
      "(?!.*(visual|vision|mlp)).*\\.\\w+_proj",
      ".*(?<!vision)\\.norm\\d?",
      ".*(?<=\\.)0(?=\\.|$).*",
      "\\bmlp\\b",
      "(?i).*ATTN.*",
      "[^.]+",
      "[^.]*(?:\\.[^.]+){2}",
      "(?:\\w+\\.)*weight",
      "(?:.*)*x",
      "(\\w|\\d|_)*!",
      ".*.*.*.*.*proj",
      "(a)\\1",
      "(?>.*)proj",
      "\\Aencoder\\Z",
      "re:.*mlp.*",
      "re:.*\\.gate$",
      "-:.*attn",
      "+:model\\..*",
      "{re}.*norm.*",
      "blk\\.(0|1|2)\\.attn",
      "*.self_attn.*",
      "*_proj",
      "model.layers.*.mlp",
      "*[0-3].*",
      "layers.?.*",
      "*lm_head*",
      "[!m]*",
      "[",
      "(",
      "*a",
  };
  return patterns;
}

TEST(TreeSelector, SelectsWhatTheReferencesSelectFromShippedTrees) {
  Tally tally;
  std::uint64_t seed = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    const TreeIndex index(tree);
    Alone alone(tree);
    // The references take as long as the tree is large.
    const std::size_t most = std::max<std::size_t>(1, 2'000 / (tree.modules.size() + 1));
    const bool large = tree.modules.size() > 5'000;
    for (const Mode mode : kModes) {
      if (is_text(mode) && !is_dialect(mode)) continue;
      if (large && ++seed % 8 != 0) continue;
      std::vector<std::string> patterns;
      for (std::size_t at = 0; at < most; ++at) {
        Choices choices(++seed);
        const auto any = [&] {
          return tree.modules[choices.below(static_cast<std::uint32_t>(tree.modules.size()))];
        };
        const std::vector<std::string>& usual = usual_patterns();
        std::string one = usual[choices.below(static_cast<std::uint32_t>(usual.size()))];
        if (at % 2 == 0 && is_glob(mode)) generate_glob(choices, any(), any(), one);
        if (at % 4 == 0 && is_regex(mode)) generate_regex(choices, any(), any(), one, mode);
        if (at % 4 == 2 && is_regex(mode)) generate_wide_regex(choices, any(), any(), one);
        const std::string marker = at % 2 == 0 ? std::string(marker_of(mode)) : "";
        patterns.push_back(marker + one);
      }
      ask(tree, mode, patterns, index_of(index), &alone, tally);
    }
  }
  std::cout << tally.asked << " patterns: " << tally.alone << " without the reference, "
            << tally.selecting << " select something, " << tally.rejected << " rejected\n";
  EXPECT_EQ(tally.differ, 0U) << tally.example;
  EXPECT_GT(tally.alone, tally.asked / 2);
  EXPECT_GT(tally.selecting, tally.asked / 10);
  EXPECT_GT(tally.rejected, tally.asked / 100);
}

// All names of up to five characters, with one that has a newline and one beyond ASCII.
ModuleTree small_world() {
  std::vector<std::string> paths = all_names("ab.", 5);
  for (const char* const path : {"a\n", "a\n.b", "\n", "é", "é.a", "a.é", "b.É", "a.b.ab.ba.a.b"})
    paths.emplace_back(path);
  paths.insert(paths.end(), {"a.b.ab", "a.b.ab.ba", "a.b.ab.ba.a"});
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return tree_of(paths);
}

Tally ask_small_world(const ModuleTree& tree, const Answers& answers, std::size_t questions) {
  Tally tally;
  Alone alone(tree);
  ask(tree, Mode::regex, {"(", "a**", "(?P<a", "a\\"}, answers, &alone, tally);
  for (std::uint64_t seed = 0; seed < questions; ++seed) {
    Choices choices(seed);
    const std::string regex = random_regex(choices);
    for (const Mode mode : {Mode::regex, Mode::match, Mode::search})
      ask(tree, mode, {regex}, answers, &alone, tally);
    std::string glob;
    generate_glob(choices, "a.b.ab", "ba.a", glob);
    for (const Mode mode : {Mode::glob, Mode::path_glob})
      ask(tree, mode, {glob}, answers, nullptr, tally);
  }
  return tally;
}

TEST(TreeSelector, SelectsWhatTheReferencesSelectFromASmallWorld) {
  const ModuleTree tree = small_world();
  const TreeIndex index(tree);
  const Tally tally = ask_small_world(tree, index_of(index), 1'500);
  EXPECT_EQ(tally.differ, 0U) << tally.example;
  EXPECT_GT(tally.alone, tally.asked / 3);
  EXPECT_GT(tally.selecting, tally.asked / 3);
}

TEST(TreeSelector, LooksAheadAsFarAsItMust) {
  const ModuleTree& tree = shipped("gemma-2-9b");
  Alone alone(tree);
  for (const char* const regex :
       {"^(?!.*(layers\\.1\\d|lm_head)).*_proj$", ".*(?!self_attn).*o_proj",
        "model\\.layers\\.(?=\\d\\.mlp)(?!\\d\\.mlp\\.up).*", ".*(?=attn(?!\\.q_proj|\\.v_proj)).*",
        ".*\\.(?!mlp\\b)(?<!layers\\.3\\.)[a-z_]+$"}) {
    for (const Mode mode : {Mode::regex, Mode::match, Mode::search}) {
      const auto selected = alone(mode, regex);
      ASSERT_TRUE(selected.has_value()) << regex;
      EXPECT_EQ(selected, by_reference(tree, mode, regex)) << to_string(mode) << " " << regex;
      EXPECT_FALSE(selected->empty()) << regex;
      EXPECT_LT(selected->size(), tree.modules.size()) << regex;
    }
  }
}

TEST(TreeSelector, EndsAtBoundariesAsTheRegexThatSaysSo) {
  const ModuleTree tree = small_world();
  const TreeIndex index(tree);
  std::size_t asked = 0;
  std::size_t fewer = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    Choices choices(seed);
    const std::string regex = random_regex(choices);
    for (const Mode mode : {Mode::match, Mode::search}) {
      const auto open = index.select(mode, regex);
      if (!open) continue;
      const auto bounded = index.select_at_boundaries(mode, regex);
      if (!bounded) continue;
      ++asked;
      fewer += *bounded == *open ? 0 : 1;
      const std::string spelled = bounded_regexes(mode, regex).back();
      EXPECT_EQ(bounded, by_reference(tree, mode, spelled)) << to_string(mode) << " " << spelled;
    }
  }
  EXPECT_GT(asked, 1'000U);
  EXPECT_GT(fewer, asked / 10);
}

TEST(TreeSelector, SelectsWhatTheReferencesSelectByHostileRegexes) {
  std::vector<std::string> names;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Choices choices(seed);
    std::string name = hostile_name(choices);
    if (!name.empty() && is_well_formed(name)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  ASSERT_GT(names.size(), 10U);
  const ModuleTree tree = tree_of(names);
  const TreeIndex index(tree);
  Tally tally;
  Alone alone(tree);
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    Choices choices(seed);
    std::string regex;
    write_hostile_regex(choices, regex);
    for (const Mode mode : {Mode::regex, Mode::match, Mode::search})
      ask(tree, mode, {regex}, index_of(index), &alone, tally);
  }
  EXPECT_EQ(tally.differ, 0U) << tally.example;
  EXPECT_GT(tally.alone, tally.asked / 20);
}

TEST(TreeSelector, ReadsTreesInAnyOrder) {
  std::vector<std::string> paths = {"b.c.d", "",      "a.b",   "b",       "a.b.c.x", "b.c",
                                    "a",     "q.r.s", "q.r.t", "q.r.s.u", "é.ß",     "z"};
  const std::vector<std::string> regexes = {".*",        ".*\\.s", "q\\..*",       "[ab](\\..)*",
                                            "",          "é\\..",  ".*(?<=r)\\..", "q\\.r",
                                            "a\\.b\\.c", "\\w"};
  Tally tally;
  std::sort(paths.begin(), paths.end());
  for (int turn = 0; turn < 24; ++turn) {
    std::rotate(paths.begin(), paths.begin() + 5, paths.end());
    std::swap(paths[0], paths[3 + static_cast<std::size_t>(turn) % 8]);
    const ModuleTree tree = tree_of(paths);
    const TreeIndex index(tree);
    Alone alone(tree);
    for (const Mode mode : {Mode::regex, Mode::match, Mode::search})
      ask(tree, mode, regexes, index_of(index), &alone, tally);
  }
  EXPECT_EQ(tally.differ, 0U) << tally.example;
  EXPECT_EQ(tally.alone, tally.asked);
  // Without the root, without modules, with paths that are none.
  for (const auto& odd : std::vector<std::vector<std::string>>{
           {}, {""}, {"a"}, {".a", "a."}, {"a..b"}, {"."}, {"a.\xFF"}, {"", "a", "a"}}) {
    const ModuleTree tree = tree_of(odd);
    const TreeIndex index(tree);
    ask(tree, Mode::regex, regexes, index_of(index), nullptr, tally);
    const bool valid = odd.empty() || odd.back() != "a.\xFF";  // the reference of globs wants that
    if (valid) ask(tree, Mode::glob, {"*", "a*", "*.?"}, index_of(index), nullptr, tally);
  }
  EXPECT_EQ(tally.differ, 0U) << tally.example;
}

TEST(TreeSelector, LeavesWhatMayReachALimitToTheReference) {
  std::vector<std::string> paths = {""};
  std::string path = "a";
  for (int at = 0; at < 30; ++at, path += 'a') paths.push_back(path);
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  Alone alone(tree);
  for (const char* const regex :
       {"(a|aa)+[bc]", "(a*)*[bc]", "(?:a+)+[bc]", ".*.*.*.*.*.*.*[bc]"}) {
    EXPECT_EQ(alone(Mode::regex, regex), std::nullopt) << regex;
    EXPECT_EQ(index.select(Mode::regex, regex), by_reference(tree, Mode::regex, regex));
  }
  std::string why;
  EXPECT_EQ(index.select(Mode::regex, "(a|aa)+[bc]", &why), std::nullopt);
  EXPECT_THAT(why, testing::HasSubstr("match limit exceeded"));
  EXPECT_EQ(index.select(Mode::regex, "(a", &why), std::nullopt);
  EXPECT_THAT(why, testing::HasSubstr("does not compile"));
  // The same regexes with one repeat less are answered.
  for (const char* const regex : {"(a|aa)[bc]", "(a*)[bc]", "(?:a+)[bc]", ".*.*[bc]"})
    EXPECT_TRUE(alone(Mode::regex, regex).has_value()) << regex;
}

TEST(TreeSelector, SharesTheSubtreesOfAModel) {
  const ModuleTree& tree = shipped("deepseek-v3");
  const auto names = last_names(tree.modules.views());
  bool complete = true;
  const auto parents = parents_of(tree.modules.views(), complete);
  const SharedSubtrees shared(tree.modules.views(), parents, names.names, names.of);
  ASSERT_TRUE(shared.supported());
  EXPECT_LT(shared.nodes(), 40U);
  EXPECT_GE(shared.size(shared.root()), 75'000U);
}

// Each fault is one that this code could have. The comparison must see it.
TEST(TreeSelector, FaultsAreSeen) {
  const ModuleTree tree = small_world();
  const TreeIndex index(tree);
  const auto differs = [&](const Answers& faulty) {
    return ask_small_world(tree, faulty, 300).differ;
  };
  EXPECT_EQ(differs(index_of(index)), 0U);
  // An end that is open where the mode closes it.
  EXPECT_GT(differs([&](Mode mode, const std::string& pattern) {
              return index.select(mode == Mode::regex ? Mode::match : mode, pattern);
            }),
            0U);
  // A star that does not cross a boundary.
  EXPECT_GT(differs([&](Mode mode, const std::string& pattern) {
              return index.select(mode == Mode::glob ? Mode::path_glob : mode, pattern);
            }),
            0U);
  // A module whose path is the front of another's is lost.
  EXPECT_GT(differs([&](Mode mode, const std::string& pattern) {
              auto selected = index.select(mode, pattern);
              if (selected) std::erase(*selected, index.find("a.b"));
              return selected;
            }),
            0U);
  // A rejection is taken for an empty selection.
  EXPECT_GT(differs([&](Mode mode, const std::string& pattern) {
              return index.select(mode, pattern).value_or(Selection());
            }),
            0U);
}

}  // namespace
}  // namespace overmatch::tree_selector_test
