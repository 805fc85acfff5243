// SPDX-License-Identifier: Apache-2.0
// The loop that the four literal references share: a module is selected when at least one pattern
// selects it.
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

// Whether a literal mode's reference rule selects `path` by `pattern`. `mode` must not be
// Mode::regex.
[[nodiscard]] bool literal_selects(Mode mode, std::string_view path,
                                   std::string_view pattern) noexcept;

class LiteralMatcher final : public Matcher {
 public:
  explicit LiteralMatcher(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return to_string(mode_); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  Mode mode_;
};

}  // namespace overmatch
