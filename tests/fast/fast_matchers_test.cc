// SPDX-License-Identifier: Apache-2.0
// New matchers under test: each fast one in a whole campaign, and beside the reference on every
// real tree.
#include <gtest/gtest.h>

#include <chrono>

#include "fast/fast.h"
#include "matchers/plain_text.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/readers/read_tree.h"
#include "properties/registry.h"
#include "report/check/report.h"
#include "search/campaign/campaign.h"
#include "tests/support/mode_name.h"
#include "tests/support/sanitized.h"

namespace overmatch::fast_matchers_test {
namespace {

class FastMatchers : public testing::TestWithParam<Mode> {};
INSTANTIATE_TEST_SUITE_P(Modes, FastMatchers, testing::ValuesIn(kModes),
                         [](const auto& mode) { return test_name_of(mode.param); });

TEST_P(FastMatchers, KeepEveryProperty) {
  Subject subject{fast::make_fast(GetParam()), GetParam(), false, {}};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = kSanitized ? 500 : 2'000;
  // AddressSanitizer keeps freed memory for a while, and RE2 allocates an automaton for each list.
  if (kSanitized) options.limits = {.call = std::chrono::seconds{10}, .memory = 4ULL << 30U};
  options.plan.wide =
      is_regex(GetParam());  // they promise to be right beyond the portable core too
  const CampaignResult result = run_campaign(subject, options);
  EXPECT_TRUE(result.findings.empty()) << text_report(result, {});
  EXPECT_EQ(result.crashes, 0U);
}

// A pattern in the mode's spelling that selects what ends with the text.
std::string spelt(Mode mode, std::string_view text) {
  const std::string plain = plain_text(mode, text);
  if (is_regex(mode)) return regex_entry(mode, "(?:.*\\.)?" + escape_regex(text));
  return is_glob(mode) ? "*" + plain : plain;
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
    if (compares_front(mode) && is_text(mode))
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
    const Names patterns = patterns_of(tree, GetParam(), !is_regex(GetParam()) ? 24 : big ? 3 : 12);
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
