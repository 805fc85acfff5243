// SPDX-License-Identifier: Apache-2.0
// New matchers under test: each fast one in a whole campaign, and beside the reference on every
// real tree.
#include <gtest/gtest.h>

#include "fast/fast.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/readers/read_tree.h"
#include "properties/registry.h"
#include "report/check/report.h"
#include "search/campaign/campaign.h"

namespace overmatch::fast_matchers_test {
namespace {

class FastMatchers : public testing::TestWithParam<Mode> {};
INSTANTIATE_TEST_SUITE_P(Modes, FastMatchers, testing::ValuesIn(kModes),
                         [](const auto& mode) { return std::string(to_string(mode.param)); });

TEST_P(FastMatchers, KeepEveryProperty) {
  Subject subject{fast::make_fast(GetParam()), GetParam(), false, {}};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 2'000;
  options.plan.wide =
      GetParam() == Mode::regex;  // they promise to be right beyond the portable core too
  const CampaignResult result = run_campaign(subject, options);
  EXPECT_TRUE(result.findings.empty()) << text_report(result, {});
  EXPECT_EQ(result.crashes, 0U);
}

// A pattern in the mode's spelling.
std::string spelt(Mode mode, std::string_view text) {
  return mode == Mode::regex ? "(?:.*\\.)?" + escape_regex(text) : std::string(text);
}

// Full paths, leaves and pairs of segments, spread over the tree: patterns that select much and
// little.
Names patterns_of(const ModuleTree& tree, Mode mode, std::size_t count) {
  Names patterns;
  for (std::size_t at = 0; at < count; ++at) {
    const std::string_view path = tree.modules[at * tree.modules.size() / count];
    const std::string_view up = parent(parent(path));
    patterns.push_back(spelt(mode, at % 3 == 0                 ? path
                                   : at % 3 == 1 || up.empty() ? last_segment(path)
                                                               : path.substr(up.size() + 1)));
    if (mode == Mode::subtree)
      patterns.push_back(at % 2 == 0 ? parent(path) : first_segment(path).substr(1));
  }
  return patterns;
}

TEST_P(FastMatchers, AgreeWithTheReferenceOnEveryRealTree) {
  const auto fast = fast::make_fast(GetParam());
  const auto reference = make_reference(GetParam());
  Answer answer;
  Answer expected;
  std::size_t selected = 0;
  for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/trees")) {
    const ModuleTree tree = read_tree(file);
    const bool big = tree.modules.size() > 20'000;
    const Names patterns = patterns_of(tree, GetParam(),
                                       GetParam() != Mode::regex ? 24
                                       : big                     ? 3
                                                                 : 12);
    const Question question{patterns.views(), tree.modules.views()};
    fast->match(question, answer);
    reference->match(question, expected);
    EXPECT_EQ(answer, expected) << file;
    for (const std::uint8_t flag : answer.selected()) selected += flag;
  }
  EXPECT_GT(selected, 1'000U);
}

}  // namespace
}  // namespace overmatch::fast_matchers_test
