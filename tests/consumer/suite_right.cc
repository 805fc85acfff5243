// SPDX-License-Identifier: Apache-2.0
// A user's matcher under the whole suite: tails looked up in a set. Two lines are overmatch's.
#include <overmatch/suite/gtest.h>

#include <string_view>
#include <unordered_set>

namespace shop {

class SegmentLookup final : public overmatch::Matcher {
 public:
  [[nodiscard]] std::string_view name() const override { return "segment-lookup"; }
  [[nodiscard]] overmatch::Mode mode() const override { return overmatch::Mode::segment; }
  void match(const overmatch::Question& question, overmatch::Answer& answer) override {
    answer.start(question.modules.size());
    const std::unordered_set<std::string_view> wanted(question.patterns.begin(),
                                                      question.patterns.end());
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      std::string_view tail = question.modules[module];
      while (!wanted.contains(tail)) {
        const std::size_t dot = tail.find('.');
        if (dot == std::string_view::npos) break;
        tail.remove_prefix(dot + 1);
      }
      if (wanted.contains(tail)) answer.select(module);
    }
  }
};

}  // namespace shop

OVERMATCH_TEST_MATCHER(shop::SegmentLookup);
