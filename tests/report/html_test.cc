// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "names/tree.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/html/html_tree.h"
#include "report/html/tree_data.h"

namespace overmatch::report {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Marked {
  std::string_view path;
  std::string_view pattern;
  std::string_view marks;
};

TEST(CollisionMarks, AreTheRestOfTheSegmentsBesideThePattern) {
  constexpr std::array<Marked, 9> kRows = {
      Marked{"img_model.layers.0", "model.layers.0", "~~~~              "},
      Marked{"a.lm_head", "head", "  ~~~    "},
      Marked{"a.proj_drop.b", "proj", "      ~~~~~  "},
      Marked{"xax", "a", "~ ~"},
      Marked{"a.b", "b", ""},           // a whole segment
      Marked{"a.xb", ".b", ""},         // stands nowhere
      Marked{"a.b.ab", "b", "    ~ "},  // the end counts
      Marked{"a.bc", ".b", "   ~"},
      Marked{"a", "", ""},
  };
  for (const Marked& row : kRows) EXPECT_EQ(collision_marks(row.path, row.pattern), row.marks);
}

TEST(MarkedCode, EscapesAndMarks) {
  EXPECT_EQ(marked_code("<ab>", "~~  "), "<code><bdi><mark>&lt;a</mark>b&gt;</bdi></code>");
  EXPECT_EQ(marked_code("ab", ""), code("ab"));
}

TEST(BarTable, LeavesOutRowsOfZero) {
  const std::string table = bar_table("c", "n", "u", {{"many", 4}, {"none", 0}, {"few", 1}});
  EXPECT_THAT(table, HasSubstr("many"));
  EXPECT_THAT(table, HasSubstr("width=\"25.0\""));
  EXPECT_THAT(table, Not(HasSubstr("none")));
  EXPECT_EQ(bar_table("c", "n", "u", {{"none", 0}}), "");
}

TEST(HtmlTree, OpensAndMarksTheBytesOfOnePath) {
  const std::vector<DrawnModule> modules = {
      {"m.layer", Mark::right}, {"img_m.layer", Mark::overmatch}, {"img_m.other", Mark::none}};
  const std::string tree = html_tree(modules, "img_m.layer", "~~~~       ");
  EXPECT_THAT(tree, HasSubstr("<mark>img_</mark>m"));
  EXPECT_THAT(tree, HasSubstr("<details open=\"\">"));
  EXPECT_THAT(html_tree(modules), Not(HasSubstr("<mark>")));
  EXPECT_EQ(html_tree({}), "<p>(no modules)</p>\n");
}

std::string data_of(const ModuleTree& tree, std::vector<std::uint32_t> states) {
  const TreeIndex index(tree);
  return tree_data(index, {{}, {{{}, "selected"}}, std::move(states)});
}

TEST(TreeData, HasEqualSubtreesOnce) {
  ModuleTree tree;
  for (const char* const path : {"l", "l.0", "l.0.a", "l.1", "l.1.a", "l.2", "l.2.a", "l.02"})
    tree.modules.push_back(path);
  const std::string same = data_of(tree, {0, 0, 0, 0, 0, 0, 0, 0});
  // A leaf, a layer, the list with its layers 0 to 2 in one run, and the root.
  EXPECT_THAT(same, HasSubstr("\"names\":[\"a\",\"02\",\"l\"]"));
  EXPECT_THAT(same, HasSubstr("\"shapes\":[[1],\n[1,[0,0]],\n[1,[0,2,1],[1,0]],\n[0,[2,2]]]"));
  // A selected module makes its layer a shape of its own.
  const std::string other = data_of(tree, {0, 0, 0, 0, 1, 0, 0, 0});
  EXPECT_THAT(other, HasSubstr("[0,0,"));
  EXPECT_THAT(other, Not(HasSubstr("[0,2,")));
}

}  // namespace
}  // namespace overmatch::report
