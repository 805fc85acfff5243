// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/tree_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/tree/path_templates.h"
#include "matchers/matcher.h"
#include "names/path.h"
#include "names/readers/read_tree.h"
#include "tests/analysis/trees.h"

namespace overmatch::tree_index_test {
namespace {

Selection by_reference(const ModuleTree& tree, Mode mode, std::string_view pattern) {
  Answer answer;
  make_reference(mode)->match({{&pattern, 1}, tree.modules.views()}, answer);
  Selection selected;
  for (std::uint32_t module = 0; module < tree.modules.size(); ++module) {
    if (answer.selects(module)) selected.push_back(module);
  }
  return selected;
}

TEST(TreeIndex, SelectsWhatTheReferencesSelect) {
  for (const char* name :
       {"distilbert-base-seqcls", "openai-clip-vit-b-32", "flux1-dev-transformer",
        "timm-crossvit-15-240", "openai-clip-rn50", "sentence-transformers-bge-base"}) {
    const ModuleTree& tree = shipped(name);
    const TreeIndex index(tree);
    std::vector<std::string> patterns = {"", ".", "0", "1", ".0", "a..b", "_proj", "no such thing"};
    for (std::size_t at = 0; at < tree.modules.size(); at += 13) {
      const std::string path(tree.modules[at]);
      patterns.push_back(path);
      patterns.emplace_back(last_segment(path));
      patterns.emplace_back(first_segment(path));
      patterns.push_back(path.substr(path.size() / 2));
    }
    for (const std::string& pattern : patterns) {
      for (const Mode mode : kModes) {
        if (!is_text(mode)) continue;
        EXPECT_EQ(index.select(mode, pattern), by_reference(tree, mode, pattern))
            << name << " " << to_string(mode) << " " << pattern;
      }
    }
    for (const Mode mode : {Mode::regex, Mode::match, Mode::search})
      EXPECT_EQ(index.select(mode, ".*0.*"), by_reference(tree, mode, ".*0.*"));
    for (const Mode mode : {Mode::glob, Mode::path_glob})
      EXPECT_EQ(index.select(mode, "*.0.*"), by_reference(tree, mode, "*.0.*"));
  }
}

TEST(TreeIndex, KnowsWhatStandsBelowAModule) {
  const ModuleTree whole = tree_of({"", "a", "a.b", "a.b.0", "a.c", "d"});
  const TreeIndex index(whole);
  EXPECT_TRUE(index.is_complete());
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::string_view path = index.path(module);
    EXPECT_EQ(index.has_children(module), path == "a" || path == "a.b") << path;
  }
  const ModuleTree gaps = tree_of({"a", "a.b.c", "a.b.c.d"});
  const TreeIndex with_gaps(gaps);
  EXPECT_FALSE(with_gaps.is_complete());
  EXPECT_FALSE(with_gaps.has_children(0)) << "its child is no module";
  EXPECT_TRUE(with_gaps.has_children(1));
}

TEST(TreeIndex, PartsASelectionWhereItsTemplatesBranch) {
  const ModuleTree tree = tree_of({"", "l", "l.0", "l.0.q", "l.0.v", "l.1", "l.1.q", "l.1.v", "o"});
  const TreeIndex index(tree);
  const auto roots = [&](const Selection& modules) {
    std::vector<std::string> all;
    for (const SelectionPart& each : part(index.templates(), modules).parts)
      all.push_back(each.root + " " + std::to_string(each.modules.size()));
    EXPECT_EQ(has_parts(index.templates(), modules), all.size() > 1);
    return all;
  };
  EXPECT_THAT(roots({}), testing::IsEmpty());
  EXPECT_THAT(roots({0}), testing::IsEmpty());
  EXPECT_THAT(roots({3, 6}), testing::ElementsAre("l.#.q 2"));
  EXPECT_THAT(roots({0, 3, 4, 6}), testing::ElementsAre("l.#.q 2", "l.#.v 1"));
  EXPECT_THAT(roots({3, 4, 8}), testing::ElementsAre("l 2", "o 1"));
}

TEST(TreeIndex, CountsWhatItSelects) {
  for (const char* name : {"openai-clip-vit-b-32", "timm-crossvit-15-240"}) {
    const ModuleTree& tree = shipped(name);
    const TreeIndex index(tree);
    std::vector<std::string> patterns;
    for (std::size_t at = 0; at < tree.modules.size(); at += 7) {
      const std::string path(tree.modules[at]);
      for (const std::string& pattern : {path, std::string(last_segment(path)),
                                         path.substr(path.size() / 2), std::string("n")}) {
        patterns.push_back(pattern);
        if (patterns.size() > 5) patterns.erase(patterns.begin());
        for (const Mode mode : {Mode::endswith, Mode::segment}) {
          Selection all;
          for (const std::string& each : patterns) {
            const Selection selected = by_reference(tree, mode, each);
            all.insert(all.end(), selected.begin(), selected.end());
          }
          sort_modules(all, index.size());
          EXPECT_EQ(index.count(mode, patterns), all.size())
              << name << " " << to_string(mode) << " " << pattern;
        }
      }
    }
  }
  const ModuleTree tree = tree_of({"", "a", "b.a"});
  const std::vector<std::string> empty = {""};
  EXPECT_EQ(TreeIndex(tree).count(Mode::segment, empty), 1U);
  EXPECT_EQ(TreeIndex(tree).count(Mode::endswith, empty), 3U);
}

TEST(TreeIndex, TakesTheShapeThatTheReaderTells) {
  const Model model = parse_model("\na\na.b\na.b.a\nb\nb.a\n", "t");
  ASSERT_TRUE(model.shape.has_value());
  const TreeIndex told(model.tree, *model.shape);
  const TreeIndex found(model.tree);
  ASSERT_EQ(told.size(), 6U);
  for (std::uint32_t module = 0; module < told.size(); ++module) {
    EXPECT_EQ(told.parent_of(module), found.parent_of(module));
    EXPECT_EQ(told.depth_of(module), found.depth_of(module));
    EXPECT_EQ(told.name_of(module), found.name_of(module));
    EXPECT_EQ(told.backwards()[module], found.backwards()[module]);
  }
  EXPECT_TRUE(std::equal(told.names().begin(), told.names().end(), found.names().begin(),
                         found.names().end()));
}

TEST(TreeIndex, RejectsWhatDoesNotCompile) {
  const ModuleTree tree = tree_of({"a"});
  std::string why;
  EXPECT_EQ(TreeIndex(tree).select(Mode::regex, "[", &why), std::nullopt);
  EXPECT_THAT(why, testing::HasSubstr("does not compile"));
}

TEST(TreeIndex, KnowsTheRoot) {
  const ModuleTree tree = tree_of({"", "a", "a.b", "b"});
  const TreeIndex index(tree);
  EXPECT_EQ(index.select(Mode::segment, ""), (Selection{0}));
  EXPECT_EQ(index.select(Mode::endswith, ""), (Selection{0, 1, 2, 3}));
  EXPECT_EQ(index.select(Mode::subtree, ""), (Selection{0, 1, 2, 3}));
  EXPECT_EQ(index.parent_of(2), 1U);
  EXPECT_EQ(index.parent_of(1), kNoModule);
}

TEST(BackwardsOrder, IsThatOfTheReversedPaths) {
  const auto order_of = [](const ModuleTree& tree) {
    std::vector<std::string> paths;
    const TreeIndex index(tree);
    for (const std::uint32_t module : index.backwards()) paths.emplace_back(tree.modules[module]);
    return paths;
  };
  const auto sorted = [](const ModuleTree& tree) {
    std::vector<std::string> paths(tree.modules.begin(), tree.modules.end());
    std::sort(paths.begin(), paths.end(), [](const std::string& left, const std::string& right) {
      return std::lexicographical_compare(
          left.rbegin(), left.rend(), right.rbegin(), right.rend(), [](char l, char r) {
            return static_cast<unsigned char>(l) < static_cast<unsigned char>(r);
          });
    });
    return paths;
  };
  for (const ModuleTree& tree : shipped_trees())
    EXPECT_EQ(order_of(tree), sorted(tree)) << tree.name;
  // Bytes on both sides of the separator's, names that end other names, children far from their
  // parents, paths without them.
  for (const auto& paths : std::vector<std::vector<std::string>>{
           {"", "a", "-a", "~a", "a.a", "a.-a", "a.~a", "a.a.a", "~a.a", "-a.a", "aa", "aa.a",
            "a.aa", "\xC3\xA9", "a.\xC3\xA9"},
           {"b", "a", "b.c", "a.c", "b.c.d", "a.c.d", "c", "c.d"},
           {"x.y.z", "z", "y.z", "q.y.z", "ay.z"}}) {
    EXPECT_EQ(order_of(tree_of(paths)), sorted(tree_of(paths)));
  }
  std::string deep = "a";
  ModuleTree chain;
  for (int level = 0; level < 1'000; ++level, deep += ".a") chain.modules.push_back(deep);
  EXPECT_EQ(order_of(chain), sorted(chain));
}

TEST(TreeIndex, ComparesBackwards) {
  const std::vector<std::string> sorted = {"",  "a",  "ba",  "12345678a", "02345678a9a",
                                           "b", "ab", "aab", "cab",       "c"};
  for (std::size_t left = 0; left < sorted.size(); ++left) {
    for (std::size_t right = 0; right < sorted.size(); ++right) {
      const std::string l(sorted[left].rbegin(), sorted[left].rend());
      const std::string r(sorted[right].rbegin(), sorted[right].rend());
      EXPECT_EQ(less_backwards(sorted[left], sorted[right]), l < r)
          << sorted[left] << " " << sorted[right];
    }
  }
}

}  // namespace
}  // namespace overmatch::tree_index_test
