// SPDX-License-Identifier: Apache-2.0
// DialectMatcher is the reference of a dialect: it asks the references of the modes about what the
// entries mean. A list is rejected if one of them rejects.
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

class DialectMatcher final : public Matcher {
 public:
  // `mode` must be a dialect.
  explicit DialectMatcher(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return to_string(mode_); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  Mode mode_;
};

}  // namespace overmatch
