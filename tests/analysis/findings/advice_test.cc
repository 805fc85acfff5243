// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "matchers/matcher.h"
#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::advice_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> advice(const std::vector<std::string>& paths,
                                const std::vector<std::string>& wanted, Mode mode) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  Selection selection;
  for (const std::string& path : wanted) selection.push_back(index.find(path));
  return advise(index, selection, mode);
}

TEST(Advice, ForOneModule) {
  const std::vector<std::string> tree = {
      "pre_classifier", "classifier", "a",   "a.classifier", "a.b",
      "a.b.dense",      "c",          "c.b", "c.b.dense"};
  EXPECT_THAT(advice(tree, {"a.b.dense"}, Mode::segment), ElementsAre("a.b.dense"))
      << "b.dense is in c, too";
  EXPECT_THAT(advice(tree, {"a.classifier"}, Mode::segment), ElementsAre("a.classifier"));
  EXPECT_THAT(advice(tree, {"pre_classifier"}, Mode::segment), ElementsAre("pre_classifier"));
  EXPECT_THAT(advice(tree, {"classifier"}, Mode::segment), IsEmpty())
      << "a.classifier is its re-rooting";
  EXPECT_THAT(advice(tree, {"classifier"}, Mode::endswith), IsEmpty());
  EXPECT_THAT(advice(tree, {"classifier"}, Mode::exact), ElementsAre("classifier"));
  EXPECT_THAT(advice(tree, {"a"}, Mode::subtree), ElementsAre("a"));
  EXPECT_THAT(advice(tree, {"a.b.dense"}, Mode::regex), ElementsAre("a\\.b\\.dense"));
  EXPECT_THAT(advice({"m", "m.pre_head", "m.head"}, {"m.head"}, Mode::endswith),
              ElementsAre(".head"))
      << "the boundary that the rule lacks";
}

TEST(Advice, ForMany) {
  const std::vector<std::string> tree = {"v",     "v.0", "v.0.q", "v.0.out",  "t",         "t.0",
                                         "t.0.q", "t.1", "t.1.q", "t.1.attn", "t.1.attn.q"};
  EXPECT_THAT(advice(tree, {"t.0.q", "t.1.q"}, Mode::regex), ElementsAre("t\\.[0-9]+\\.q"));
  EXPECT_THAT(advice(tree, {"t.0.q", "t.1.q"}, Mode::segment), ElementsAre("t.0.q", "t.1.q"))
      << "each by an end of its own";
  EXPECT_THAT(advice(tree, {"v.0.q", "t.0.q", "t.1.q", "t.1.attn.q"}, Mode::segment),
              ElementsAre("q"));
  EXPECT_THAT(advice({"l", "l.0", "l.1", "l.2"}, {"l.0", "l.2"}, Mode::regex),
              ElementsAre("l\\.(?:0|2)"));
  EXPECT_THAT(
      advice(tree, {"t", "t.0", "t.0.q", "t.1", "t.1.q", "t.1.attn", "t.1.attn.q"}, Mode::subtree),
      ElementsAre("t"));
  EXPECT_THAT(advice(tree, {}, Mode::exact), IsEmpty());
}

TEST(Advice, InModesThatAreOpenOrGlobs) {
  const std::vector<std::string> tree = {"l", "l.1", "l.1.q", "l.10",   "l.10.q",
                                         "v", "v.l", "v.l.1", "v.l.1.q"};
  EXPECT_THAT(advice(tree, {"v.l.1", "v.l.1.q"}, Mode::prefix), ElementsAre("v.l.1"));
  EXPECT_THAT(advice(tree, {"l.1", "l.1.q"}, Mode::prefix), IsEmpty()) << "l.10 begins so, too";
  EXPECT_THAT(advice(tree, {"l.1.q"}, Mode::prefix), ElementsAre("l.1.q"));
  EXPECT_THAT(advice(tree, {"v.l.1", "v.l.1.q"}, Mode::run), ElementsAre("v.l.1"));
  EXPECT_THAT(advice(tree, {"l.1", "l.1.q", "v.l.1", "v.l.1.q"}, Mode::run), ElementsAre("1"));
  EXPECT_THAT(advice(tree, {"l.1", "l.1.q"}, Mode::run), IsEmpty()) << "v.l.1 is its re-rooting";
  EXPECT_THAT(advice(tree, {"l.10", "l.10.q"}, Mode::substring), ElementsAre("10"));
  EXPECT_THAT(advice(tree, {"l.1.q", "v.l.1.q"}, Mode::substring), ElementsAre("1.q"));
  EXPECT_THAT(advice({"a", "a.q", "b", "b.vq"}, {"a.q"}, Mode::substring), ElementsAre(".q"));
  EXPECT_THAT(advice(tree, {"l.1.q", "l.10.q"}, Mode::glob), ElementsAre("l.*.q"));
  EXPECT_THAT(advice({"l", "l.1", "l.1.q", "l.1.x", "l.1.x.q", "l.10", "l.10.q"},
                     {"l.1.q", "l.10.q"}, Mode::glob),
              ElementsAre("l.1.q", "l.10.q"))
      << "a star would take l.1.x.q";
  EXPECT_THAT(advice(tree, {"l.1.q", "l.10.q"}, Mode::path_glob), ElementsAre("l.*.q"));
  EXPECT_THAT(advice(tree, {"l.1.q", "l.10.q"}, Mode::match), ElementsAre("l\\.[0-9]+\\.q$"));
  EXPECT_THAT(advice(tree, {"l.1"}, Mode::search), ElementsAre("^l\\.1$"));
  EXPECT_THAT(advice({"a*", "a*.b", "ax"}, {"a*"}, Mode::glob), ElementsAre("a[*]"));
  for (const Mode mode : kModes) {
    for (const std::optional<Mode> other : other_modes(mode))
      EXPECT_TRUE(other.has_value() && *other != mode) << to_string(mode);
    // Who writes for a library cannot go over to another rule.
    EXPECT_EQ(other_modes(mode).empty(), is_dialect(mode)) << to_string(mode);
  }
}

TEST(Advice, EscapesWhatARegexWouldRead) {
  EXPECT_THAT(advice({"a+", "a+.b(c)"}, {"a+.b(c)"}, Mode::regex), ElementsAre("a\\+\\.b\\(c\\)"));
}

// Whatever is advised selects, by the reference of its mode and put to the whole tree, exactly what
// was wanted.
TEST(Advice, IsExactOnRealTrees) {
  std::size_t given = 0;
  std::set<Mode> exact_in;
  for (const char* name : {"distilbert-base-seqcls", "openai-clip-vit-b-32", "llava-1.5-7b",
                           "flux1-dev-transformer", "timm-crossvit-15-240", "encdec-bert2bert",
                           "sdxl-controlnet-canny", "peft-lora-bert-seqcls"}) {
    const ModuleTree& tree = shipped(name);
    const TreeIndex index(tree);
    std::vector<Selection> wishes;
    for (std::uint32_t module = 0; module < index.size(); module += 17) {
      wishes.push_back({module});
      wishes.push_back(*index.select(Mode::segment, last_segment(index.path(module))));
    }
    for (const Selection& wanted : wishes) {
      for (const Mode mode : kModes) {
        const std::vector<std::string> patterns = advise(index, wanted, mode);
        if (patterns.empty()) continue;
        ++given;
        const std::vector<std::string_view> views(patterns.begin(), patterns.end());
        Answer answer;
        make_reference(mode)->match({views, tree.modules.views()}, answer);
        ASSERT_FALSE(answer.rejected());
        Selection selected;
        for (std::uint32_t module = 0; module < index.size(); ++module) {
          if (answer.selects(module)) selected.push_back(module);
        }
        EXPECT_TRUE(is_as_wanted(index, mode, selected, wanted))
            << name << " " << to_string(mode) << " " << patterns[0];
        if (is_text(mode) && traits_of(mode).after != Beside::nothing) continue;
        EXPECT_EQ(selected, wanted) << name << " " << to_string(mode) << " " << patterns[0];
        exact_in.insert(mode);
      }
    }
  }
  EXPECT_GT(given, 2'000U);
  for (const Mode mode : kModes) {
    const bool open = is_text(mode) && traits_of(mode).after != Beside::nothing;
    EXPECT_NE(exact_in.contains(mode), open) << to_string(mode);
  }
}

}  // namespace
}  // namespace overmatch::advice_test
