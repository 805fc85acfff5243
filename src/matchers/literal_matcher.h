// SPDX-License-Identifier: Apache-2.0
// LiteralMatcher is the reference for the four literal modes: it selects a module if the mode's
// rule selects it for at least one pattern.
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

// Whether the rule of a literal mode selects `path` for `pattern`; false for Mode::regex.
[[nodiscard]] bool literal_selects(Mode mode, std::string_view path,
                                   std::string_view pattern) noexcept;

class LiteralMatcher final : public Matcher {
 public:
  // `mode` must not be Mode::regex.
  explicit LiteralMatcher(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return to_string(mode_); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  Mode mode_;
};

}  // namespace overmatch
