// SPDX-License-Identifier: Apache-2.0
#include "names/readers/tidy_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "analysis/select/backwards_order.h"
#include "names/input_error.h"
#include "names/names.h"
#include "names/path.h"
#include "names/readers/plain_list.h"
#include "names/readers/read_tree.h"
#include "names/tree_builder.h"
#include "tests/analysis/trees.h"

namespace overmatch::tidy_list_test {
namespace {

using testing::ElementsAre;

// The lines as the careful reader takes them; nothing if it refuses them or finds parameters.
std::optional<std::vector<std::string>> careful(const std::string& text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(std::string_view(text).substr(at, end - at));
    if (lines.back().ends_with('\r')) lines.back().remove_suffix(1);
    if (lines.back().empty() && at > 0) return std::nullopt;
    at = end + 1;
  }
  if (are_parameters(lines)) return std::nullopt;
  const std::string file = "t";
  TreeBuilder builder(text, file);
  try {
    for (const std::string_view line : lines)
      builder.add(line, static_cast<std::size_t>(line.data() - text.data()));
    const auto [modules, parameters] = std::move(builder).finish();
    return std::vector<std::string>(modules.begin(), modules.end());
  } catch (const InputError&) {
    return std::nullopt;
  }
}

void expect_shape(const TidyList& list) {
  bool complete = false;
  EXPECT_EQ(list.shape.parents, parents_of(list.paths, complete));
  EXPECT_TRUE(complete);
  const LastNames names = last_names(list.paths);
  EXPECT_EQ(list.shape.names, names.of);
  std::vector<std::string_view> firsts;
  for (const std::uint32_t module : list.shape.firsts)
    firsts.push_back(last_segment(list.paths[module]));
  EXPECT_EQ(firsts, names.names);
}

TEST(TidyList, ReadsListsAsModelsGiveThem) {
  const std::string text =
      "\nmodel\nmodel.layers\nmodel.layers.0\nmodel.layers.0.q\nmodel.layers.1\nmodel.norm\nhead\n";
  const auto list = read_tidy_list(text);
  ASSERT_TRUE(list.has_value());
  EXPECT_THAT(list->paths, ElementsAre("", "model", "model.layers", "model.layers.0",
                                       "model.layers.0.q", "model.layers.1", "model.norm", "head"));
  EXPECT_THAT(list->shape.parents, ElementsAre(kNoModule, kNoModule, 1, 2, 3, 2, 1, kNoModule));
  EXPECT_THAT(list->shape.names, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  expect_shape(*list);
  for (const char* tidy : {"a", "a\r\na.b\r\n", "a\nab\nab.c\na\xC3\xA9", "weight\nbias\n", "\n",
                           "\r\n", "a\na.a\na.a.a\nb\nb.a"}) {
    EXPECT_TRUE(read_tidy_list(tidy).has_value()) << tidy;
  }
}

TEST(TidyList, LeavesTheOthersToTheCarefulReader) {
  for (const char* other : {"", "a\n\nb", "a\n\r\nb", "a.b", "a\nb\na.c", "a\na", "a\na.b\na",
                            "a\na.b\na.c\na.b", "a\nb\na", "a\na.\n", "a\na..b", ".a", "a\na.b.c",
                            "a.\n", "a\na.weight\nb\nb.weight\nb.bias\n", "\n\n", "a\na.\r\n"}) {
    EXPECT_FALSE(read_tidy_list(other).has_value()) << other;
  }
}

TEST(TidyList, SaysWhatTheCarefulReaderSays) {
  // Every text of up to seven pieces: mistakes of all kinds, and tidy lists among them.
  const std::vector<std::string> pieces = {"a", "b", ".", "\n", "\r", "\na.", "\na.b."};
  std::size_t tidy = 0;
  std::size_t refused = 0;
  std::vector<std::size_t> digits;
  for (std::size_t size = 0; size <= 6; ++size) {
    digits.assign(size, 0);
    for (bool more = true; more;) {
      std::string text;
      for (const std::size_t digit : digits) text += pieces[digit];
      const auto expected = careful(text);
      const auto list = read_tidy_list(text);
      if (list) {
        ++tidy;
        ASSERT_TRUE(expected.has_value()) << text;
        ASSERT_TRUE(
            std::equal(list->paths.begin(), list->paths.end(), expected->begin(), expected->end()))
            << text;
        expect_shape(*list);
      }
      refused += expected ? 0 : 1;
      more = false;
      for (std::size_t at = 0; at < size && !more; ++at) {
        digits[at] = (digits[at] + 1) % pieces.size();
        more = digits[at] != 0;
      }
    }
  }
  EXPECT_GT(tidy, 1'000U);
  EXPECT_GT(refused, 1'000U);
}

TEST(TidyList, IsWhatTheShippedTreesAre) {
  std::size_t tidy = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    std::string text;
    for (const std::string_view path : tree.modules) text += std::string(path) + "\n";
    const auto list = read_tidy_list(text);
    if (!list) continue;
    ++tidy;
    ASSERT_TRUE(std::equal(list->paths.begin(), list->paths.end(), tree.modules.begin(),
                           tree.modules.end()))
        << tree.name;
    expect_shape(*list);
  }
  EXPECT_GT(tidy, shipped_trees().size() / 2);
}

TEST(TidyList, IsReadByParseModel) {
  const Model model = parse_model(
      "\xEF\xBB\xBF"
      "a\na.b\n",
      "t.txt");
  ASSERT_TRUE(model.shape.has_value());
  EXPECT_EQ(model.tree.modules, (Names{"a", "a.b"}));
  EXPECT_EQ(parse_model("a.b\n", "t.txt").shape, std::nullopt) << "completed by the careful reader";
}

}  // namespace
}  // namespace overmatch::tidy_list_test
