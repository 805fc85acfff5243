// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/folded_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <optional>

#include "analysis/findings/advice.h"
#include "matchers/matcher.h"
#include "names/ascii.h"
#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::folded_match_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Selection all_of(const TreeIndex& index) {
  Selection all(index.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

FoldedLine line_of(std::vector<FoldedPlace> places) { return {std::move(places), 1}; }

TEST(FoldedMatch, AsksEveryName) {
  const ModuleTree tree = tree_of({"l", "l.0", "l.0.q", "l.0.v", "l.1", "l.1.q", "l.12", "l.12.q",
                                   "l.x", "l.x.q", "m", "m.0", "m.0.q"});
  const TreeIndex index(tree);
  const auto paths = [&](const std::vector<FoldedLine>& lines, bool wildcards) {
    std::vector<std::string> out;
    const std::optional<Selection> selected = select_folded(index, lines, wildcards, all_of(index));
    for (const std::uint32_t module : selected.value()) out.emplace_back(index.path(module));
    return out;
  };
  const FoldedLine numbers = line_of({{{"l"}, false}, {{"0", "1"}, true}, {{"q"}, false}});
  EXPECT_THAT(paths({numbers}, true), ElementsAre("l.0.q", "l.1.q", "l.12.q"))
      << "a wildcard takes every number";
  EXPECT_THAT(paths({numbers}, false), ElementsAre("l.0.q", "l.1.q"));
  EXPECT_THAT(paths({line_of({{{"l"}, false}, {{"1"}, true}, {{"q"}, false}})}, true),
              ElementsAre("l.1.q"))
      << "one is spelt";
  EXPECT_THAT(paths({line_of({{{"m", "l"}, false}, {{"x", "0"}, false}, {{"q"}, false}}),
                     line_of({{{"l"}, false}})},
                    true),
              ElementsAre("l", "l.0.q", "l.x.q", "m.0.q"));
  EXPECT_THAT(paths({line_of({{{"l"}, false}, {{"no"}, false}})}, true), IsEmpty());
}

TEST(FoldedMatch, DoesNotTellOfTreesWithoutAncestors) {
  const ModuleTree tree = tree_of({"x.y.z", "y.z"});
  const TreeIndex index(tree);
  EXPECT_EQ(
      select_folded(index, {line_of({{{"x"}, false}, {{"y"}, false}, {{"z"}, false}})}, true, {0}),
      std::nullopt);
}

// Big selections, where names decide: the advice must be what the reference says, too.
TEST(RegexAdvice, SelectsExactlyWhatIsWanted) {
  std::size_t given = 0;
  for (const char* name : {"deepseek-v3", "flux1-dev-transformer"}) {
    const ModuleTree& tree = shipped(name);
    const TreeIndex index(tree);
    for (const std::string_view last : index.names()) {
      const Selection wanted = index.select(Mode::segment, last).value();
      if (wanted.size() < 20 || is_number(last)) continue;
      for (const std::string& pattern : advise_regex(index, wanted)) {
        ++given;
        const std::string_view view = pattern;
        Answer answer;
        make_reference(Mode::regex)->match({{&view, 1}, tree.modules.views()}, answer);
        ASSERT_FALSE(answer.rejected()) << pattern;
        Selection selected;
        for (std::uint32_t module = 0; module < index.size(); ++module) {
          if (answer.selects(module)) selected.push_back(module);
        }
        EXPECT_EQ(selected, wanted) << name << " " << pattern;
      }
    }
  }
  EXPECT_GT(given, 10U);
}

// A wildcard would take one module more among very many: only names tell, as no part of them need
// show it.
TEST(RegexAdvice, SeesTheOneModuleTooMany) {
  ModuleTree tree;
  tree.modules.push_back("l");
  Selection wanted;
  for (int layer = 0; layer < 3'000; ++layer) {
    const std::string path = "l." + std::to_string(layer);
    tree.modules.push_back(path);
    tree.modules.push_back(path + ".q");
    if (layer != 1'777) wanted.push_back(static_cast<std::uint32_t>(tree.modules.size() - 1));
  }
  const TreeIndex index(tree);
  const std::vector<std::string> without = advise_regex(index, wanted);
  ASSERT_EQ(without.size(), 1U);
  EXPECT_TRUE(without[0].starts_with("l\\.(?:0|1|2|3|")) << without[0].substr(0, 40);
  EXPECT_EQ(index.select(Mode::regex, without[0]), wanted);
  EXPECT_THAT(advise_regex(index, index.select(Mode::segment, "q").value()),
              ElementsAre("l\\.[0-9]+\\.q"));
}

}  // namespace
}  // namespace overmatch::folded_match_test
