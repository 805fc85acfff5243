// SPDX-License-Identifier: Apache-2.0
// The mistake of huggingface/peft#1917 under the suite, its number of cases set here:
// expect_failure.cmake holds what is said.
#include <overmatch/suite/gtest.h>

#include <algorithm>

class EndsWith final : public overmatch::Matcher {
 public:
  explicit EndsWith(overmatch::Mode claims) : claims_(claims) {}
  [[nodiscard]] std::string_view name() const override { return "ends-with"; }
  [[nodiscard]] overmatch::Mode mode() const override { return claims_; }
  void match(const overmatch::Question& question, overmatch::Answer& answer) override {
    answer.start(question.modules.size());
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      const auto ends = [&](std::string_view pattern) {
        return question.modules[module].ends_with(pattern);
      };
      if (std::any_of(question.patterns.begin(), question.patterns.end(), ends))
        answer.select(module);
    }
  }

 private:
  overmatch::Mode claims_;
};

OVERMATCH_TEST_SUITE(EndsWithAsSegment, std::make_unique<EndsWith>(overmatch::Mode::segment),
                     {.cases = 500});
