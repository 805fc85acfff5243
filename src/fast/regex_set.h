// SPDX-License-Identifier: Apache-2.0
// `regex` for many patterns and many modules: one automaton of all patterns (RE2::Set) reads each
// name once.
//
// On the portable core (matchers/portable_regex.h) it is the reference, with one difference: where
// the reference gives up at its match limit (nested repeats such as `(a*)*b`), an automaton has
// none and answers. Beyond the core the reference itself is asked, about those patterns and those
// names only, so that look-around, back-references and Unicode classes are right too:
//   - which patterns are rejected, and why, is always the reference's word;
//   - a pattern beyond the core goes to the reference;
//   - a name that is more than printable ASCII goes there with the patterns that are in the core
//     for other names only;
//   - when the automaton outgrows its memory on a name, that name goes there.
// The automaton of the last list of patterns is kept.
#pragma once

#include <memory>

#include "matchers/matcher.h"

namespace overmatch::fast {

class RegexSet final : public Matcher {
 public:
  RegexSet();
  ~RegexSet() override;
  [[nodiscard]] std::string_view name() const override { return "fast-regex"; }
  [[nodiscard]] Mode mode() const override { return Mode::regex; }
  void match(const Question& question, Answer& answer) override;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> last_;
  std::unique_ptr<Matcher> reference_;
  std::vector<std::string_view> left_;  // modules that the reference is asked about
  std::vector<std::size_t> left_at_;
  Answer left_answer_;
};

}  // namespace overmatch::fast
