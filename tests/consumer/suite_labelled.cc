// SPDX-License-Identifier: Apache-2.0
// A user's list with labels under the whole suite: whole names, of which the last one decides.
// Built with SKIPS_NULL, it makes the mistake of pytorch/ao#3867: an entry without a label is
// passed over, and an earlier one gets the module back.
#include <overmatch/suite/gtest.h>

#include <cstddef>

namespace shop {

class QuantizerList final : public overmatch::Matcher {
 public:
  [[nodiscard]] std::string_view name() const override { return "quantizer-list"; }
  [[nodiscard]] overmatch::Mode mode() const override { return overmatch::Mode::exact; }
  [[nodiscard]] bool takes_labels() const override { return true; }
  [[nodiscard]] bool takes_plain_lists() const override { return false; }
  void match(const overmatch::Question& question, overmatch::Answer& answer) override {
    answer.start(question.modules.size());
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      for (std::size_t entry = 0; entry < question.patterns.size(); ++entry) {
        if (question.patterns[entry] != question.modules[module]) continue;
#ifdef SKIPS_NULL
        if (question.labels[entry] == overmatch::kNull) continue;
#endif
        answer.assign(module, question.labels[entry]);
      }
    }
  }
};

}  // namespace shop

OVERMATCH_TEST_SUITE(QuantizerList, std::make_unique<shop::QuantizerList>(),
                     {.order = overmatch::Order::last});
