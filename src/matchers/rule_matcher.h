// SPDX-License-Identifier: Apache-2.0
// RuleMatcher is the reference for the modes whose rule is a function of one path and one pattern,
// all but regexes: it selects a module if the rule selects it for at least one pattern.
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

// Whether the rule of a mode selects `path` for `pattern`; false for the modes of regexes.
[[nodiscard]] bool rule_selects(Mode mode, std::string_view path,
                                std::string_view pattern) noexcept;

class RuleMatcher final : public Matcher {
 public:
  // `mode` must not be of Syntax::regex.
  explicit RuleMatcher(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return to_string(mode_); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  Mode mode_;
};

}  // namespace overmatch
