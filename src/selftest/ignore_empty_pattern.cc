// SPDX-License-Identifier: Apache-2.0
#include "selftest/ignore_empty_pattern.h"

#include <algorithm>

namespace overmatch {

namespace {

class IgnoresEmptyPattern final : public Matcher {
 public:
  explicit IgnoresEmptyPattern(const Planted& planted)
      : planted_(planted.make()),
        reference_(make_reference(planted.mode)),
        about_empty_(speaks_of_empty(planted)) {}
  [[nodiscard]] std::string_view name() const override { return planted_->name(); }
  [[nodiscard]] Mode mode() const override { return planted_->mode(); }
  [[nodiscard]] bool takes_labels() const override { return true; }
  void match(const Question& question, Answer& answer) override {
    const bool empty = std::find(question.patterns.begin(), question.patterns.end(), "") !=
                       question.patterns.end();
    (empty && !about_empty_ ? *reference_ : *planted_).match(question, answer);
  }

 private:
  static bool speaks_of_empty(const Planted& planted) {
    return std::any_of(planted.witness.begin(), planted.witness.end(), [](const Ask& ask) {
      return std::find(ask.patterns.begin(), ask.patterns.end(), "") != ask.patterns.end();
    });
  }
  std::unique_ptr<Matcher> planted_;
  std::unique_ptr<Matcher> reference_;
  bool about_empty_;
};

}  // namespace

std::unique_ptr<Matcher> ignore_empty_pattern(const Planted& planted) {
  return std::make_unique<IgnoresEmptyPattern>(planted);
}

}  // namespace overmatch
