// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/analysis/trees.h"

namespace overmatch::folding_test {
namespace {

std::vector<std::string> folded(const std::vector<std::string>& paths,
                                const std::vector<std::string>& selected) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  Selection selection;
  for (const std::string& path : selected) selection.push_back(index.find(path));
  std::vector<std::string> lines;
  for (const FoldedLine& line : fold(index, selection).lines) {
    lines.push_back(line.text() + (line.factors().empty() ? "" : " = " + line.factors()));
  }
  return lines;
}

TEST(Folding, Table) {
  using testing::ElementsAre;
  const std::vector<std::string> model = {"l",           "l.0",         "l.0.q_proj", "l.0.v_proj",
                                          "l.1",         "l.1.q_proj",  "l.1.v_proj", "l.10",
                                          "l.10.q_proj", "l.10.v_proj", "norm"};
  EXPECT_THAT(folded(model, {"l.0.q_proj", "l.0.v_proj", "l.1.q_proj", "l.1.v_proj", "l.10.q_proj",
                             "l.10.v_proj", "norm"}),
              ElementsAre("l.{0,1,10}.{q,v}_proj = 3 × 2", "norm"));
  EXPECT_THAT(folded(model, {"l.0.q_proj", "l.1.q_proj", "l.1.v_proj"}),
              ElementsAre("l.0.q_proj", "l.1.{q,v}_proj"));
  EXPECT_THAT(folded(model, {"l.0", "l.1", "l.10"}), ElementsAre("l.{0,1,10}"));
  EXPECT_THAT(folded(model, {"l", "l.0"}), ElementsAre("l", "l.0")) << "one above the other";
  EXPECT_THAT(folded({"a", "b"}, {"a", "b"}), ElementsAre("{a,b}"));
  EXPECT_THAT(folded({"1", "2", "3", "01"}, {"1", "2", "3", "01"}), ElementsAre("{1..3}", "01"))
      << "01 is no number of a range";
  EXPECT_THAT(folded({"", "a"}, {"", "a"}), ElementsAre("(root)", "a"));
  EXPECT_THAT(folded({"a\nb"}, {"a\nb"}), ElementsAre("a\\nb"));
  EXPECT_THAT(folded({"x_a", "x_b", "x_"}, {"x_a", "x_b", "x_"}), ElementsAre("x_{a,b,}"));
}

// The paths that a line says, by the definition of a folded line.
void unfold(const FoldedLine& line, std::multiset<std::string>& out) {
  std::vector<std::string> paths = {""};
  for (const FoldedPlace& place : line.places) {
    std::vector<std::string> longer;
    for (const std::string& path : paths) {
      for (const std::string_view name : place.names)
        longer.push_back(path.empty() ? std::string(name) : path + "." + std::string(name));
    }
    paths = std::move(longer);
  }
  EXPECT_EQ(paths.size(), line.count);
  out.insert(paths.begin(), paths.end());
}

TEST(Folding, SaysExactlyWhatIsSelected) {
  for (const ModuleTree& tree : shipped_trees()) {
    const TreeIndex index(tree);
    const std::size_t step = tree.modules.size() > 20'000 ? 3 : 1;
    for (const unsigned salt : {1U, 2U, 5U}) {  // everything, and two selections with holes
      Selection selection;
      for (std::uint32_t module = 0; module < index.size();
           module += static_cast<std::uint32_t>(step)) {
        if (salt == 1 || (module * 2'654'435'761U >> 16U) % salt == 0) selection.push_back(module);
      }
      std::multiset<std::string> said;
      for (const FoldedLine& line : fold(index, selection).lines) unfold(line, said);
      const std::vector<std::string> paths = paths_of(index, selection);
      EXPECT_EQ(said, std::multiset<std::string>(paths.begin(), paths.end())) << tree.name;
    }
  }
}

TEST(Folding, FoldsABigModel) {
  const ModuleTree& tree = shipped("deepseek-v3");
  const TreeIndex index(tree);
  const auto [lines, count] = fold(index, *index.select(Mode::segment, "down_proj"));
  EXPECT_EQ(count, 3U);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1].text(), "model.layers.{3..60}.mlp.experts.{0..255}.down_proj");
  EXPECT_EQ(lines[1].factors(), "58 × 256");
  EXPECT_EQ(lines[1].count, 14'848U);
}

TEST(Folding, MakesNoMoreLinesThanAreAskedFor) {
  std::vector<std::string> paths = {"a"};
  while (paths.size() < 5'000)
    paths.push_back(paths.back() + ".a");  // all lines of it would have 12.5 million places
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  const auto [lines, count] = fold(index, index.subtree(""), 3);
  EXPECT_EQ(count, 5'000U);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].text(), "a.a.a");
  EXPECT_EQ(fold(index, index.subtree("a"), 0).count, 5'000U);
}

}  // namespace
}  // namespace overmatch::folding_test
