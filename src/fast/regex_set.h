// SPDX-License-Identifier: Apache-2.0
// RegexSet matches the modes of regexes and globs with one automaton of all patterns (RE2::Set),
// which reads each name once. A glob becomes a regex (matchers/glob.h).
//
// On the portable core (matchers/portable_regex.h) it answers as the reference, except where that
// reaches its match limit (nested repeats such as `(a*)*b`): an automaton has no such limit. The
// reference answers the rest, so that look-around, back-references and Unicode classes are right:
//   - it decides which patterns are rejected, and why;
//   - it matches patterns outside the core;
//   - it matches names beyond printable ASCII against patterns that need printable ASCII;
//   - it matches names on which the automaton runs out of memory.
// The automaton of the last list of patterns is cached.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch::fast {

class RegexSet final : public Matcher {
 public:
  // `mode` must not be of Syntax::text.
  explicit RegexSet(Mode mode = Mode::regex);
  ~RegexSet() override;
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  struct Compiled;
  Mode mode_;
  std::string name_;
  std::unique_ptr<Compiled> last_;
  std::unique_ptr<Matcher> reference_;
  std::vector<std::string_view> left_;  // modules for the reference
  std::vector<std::size_t> left_at_;    // their indices in the question
  Answer left_answer_;
};

}  // namespace overmatch::fast
