// SPDX-License-Identifier: Apache-2.0
// lattice: the modes are ordered by what they select with one pattern: exact within segment within
// run within substring, regex within match within search, path-glob within glob, and so on.
#include <algorithm>

#include "matchers/regex.h"
#include "matchers/rule_matcher.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Whether the pattern has no character that a mode of this syntax reads as more than itself.
bool is_plain(Syntax syntax, std::string_view pattern) {
  const std::string_view special = syntax == Syntax::glob    ? "*?["
                                   : syntax == Syntax::regex ? "\\.^$*+?{}[]()|"
                                                             : "";
  return pattern.find_first_of(special) == std::string_view::npos;
}

// Whether both modes are of one syntax, but the wide one does not part the pattern into segments. A
// bracket may hold a dot only there.
bool is_parted(const ModeTraits& narrow, const ModeTraits& wide, std::string_view pattern) {
  return narrow.syntax == wide.syntax && narrow.by_segment && !wide.by_segment &&
         narrow.before <= wide.before && narrow.after <= wide.after &&
         pattern.find('[') == std::string_view::npos;
}

// Whether the pattern selects in `wide` all that it selects in `narrow`, where `subject` is one of
// the two. A subject whose mode is one of text is compared with modes of text only.
bool is_below(Mode subject, Mode narrow, Mode wide, std::string_view pattern) {
  if (is_within(narrow, wide, pattern)) return true;
  if (narrow == wide || is_text(subject)) return false;
  const ModeTraits& inner = traits_of(narrow);
  const ModeTraits& outer = traits_of(wide);
  if (is_parted(inner, outer, pattern)) return true;
  if (inner.syntax == outer.syntax || !is_plain(inner.syntax, pattern) ||
      !is_plain(outer.syntax, pattern))
    return false;
  // Plain text: what the modes of text that allow the same beside it select.
  const Mode inner_text = text_mode_of(narrow);
  const Mode outer_text = text_mode_of(wide);
  return inner_text == outer_text || is_within(inner_text, outer_text, pattern);
}

// The verdict of a mode on one pattern and one path. Unknown where the reference gives up.
enum class Selects : std::uint8_t { no, yes, unknown };
Selects verdict(Mode mode, std::string_view path, std::string_view pattern, Answer& scratch) {
  if (!is_regex(mode)) return rule_selects(mode, path, pattern) ? Selects::yes : Selects::no;
  RegexMatcher(mode).match({{&pattern, 1}, {&path, 1}}, scratch);
  if (scratch.rejected()) return Selects::unknown;
  return scratch.selects(0) ? Selects::yes : Selects::no;
}

// Whether every wider mode may select the path.
bool above_selects(Trial& trial, std::string_view path) {
  const auto patterns = trial.content().patterns.views();
  return std::all_of(kModes.begin(), kModes.end(), [&](Mode wide) {
    return wide == trial.mode() ||
           std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
             return !is_below(trial.mode(), trial.mode(), wide, pattern) ||
                    verdict(wide, path, pattern, trial.alone) != Selects::no;
           });
  });
}

// Whether a narrower mode selects the path.
bool below_selects(Trial& trial, std::string_view path) {
  const auto patterns = trial.content().patterns.views();
  return std::any_of(kModes.begin(), kModes.end(), [&](Mode narrow) {
    return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
      return is_below(trial.mode(), narrow, trial.mode(), pattern) &&
             verdict(narrow, path, pattern, trial.alone) == Selects::yes;
    });
  });
}

// Regexes are asked about so many modules of a case.
constexpr std::size_t kMostOfRegexes = 4;

Verdict check_lattice(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question question = trial.question();
  if (trial.answer().rejected() || question.modules.empty()) return Verdict::vacuous;
  const std::size_t count = is_regex(trial.mode())
                                ? std::min(kMostOfRegexes, question.modules.size())
                                : question.modules.size();
  for (std::size_t module = 0; module < count; ++module) {
    const std::string_view path = question.modules[module];
    const bool selected = trial.answer().selects(module);
    const bool right = selected ? above_selects(trial, path) : !below_selects(trial, path);
    if (right || !blame(trial, question, module, selected, wanted, violation)) continue;
    violation.what = selected ? "selects a module that even a wider mode leaves out"
                              : "misses a module that even a narrower mode selects";
    return Verdict::violated;
  }
  return Verdict::holds;
}

}  // namespace

const Property kLattice = {.name = "lattice",
                           .statement =
                               "A pattern selects no more in a mode than in one that allows more "
                               "beside it: exact within segment within endswith, and so on.",
                           .modes = kPlainModes,
                           .needs_reference = true,
                           .check = check_lattice};

}  // namespace overmatch
