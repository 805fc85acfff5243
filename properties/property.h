// SPDX-License-Identifier: Apache-2.0
// A property is a statement that holds for every correct matcher of a mode, as a function of one
// case and one subject.
//
// The searches, the shrinker, the replay of saved cases, the fuzzers and users' tests all call
// these functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "matchers/mode.h"

namespace overmatch {

// One case and one subject (trial.h).
class Trial;

// How a verdict is wrong: the module is selected and should not be (overmatch), it is missed
// (undermatch), or neither can be said (other), e.g. two answers that should be equal are not.
enum class Direction : std::uint8_t { overmatch, undermatch, other };
// The name in reports and file formats.
[[nodiscard]] constexpr std::string_view to_string(Direction direction) noexcept {
  return direction == Direction::overmatch    ? "overmatch"
         : direction == Direction::undermatch ? "undermatch"
                                              : "other";
}

// The result of a property on one case. `vacuous`: the property says nothing about this case, e.g.
// because no module is selected; it is counted apart, so that nobody takes it for a check.
enum class Verdict : std::uint8_t {
  holds,
  vacuous,
  violated,
};

// How a case violates a property.
struct Violation {
  Direction direction = Direction::other;
  KindGroup group = KindGroup::whole_list;
  // The pattern and the module whose verdict is wrong; empty if the property cannot name them.
  std::string pattern;
  std::string module;
  std::string what;  // one sentence for people
  // The question that the subject answered wrongly, if the property derived it from the case; else
  // it has no patterns and no modules.
  Case question;
};

// A predicate on violations, by direction and kind group: the search wants those that are new, the
// shrinker those of one violation key. A property that sees several violations in one case returns
// the first that is wanted.
class Wanted {
 public:
  virtual ~Wanted() = default;
  [[nodiscard]] virtual bool operator()(Direction direction, KindGroup group) const = 0;
};

// The lists that a property is about. In a run with labels every case has some; a property of plain
// lists then sees the case without them.
enum class Lists : std::uint8_t {
  plain,
  labelled,
  both,
};

// A property: its name, its statement for people, and the function that checks it.
struct Property {
  std::string_view name;
  std::string_view statement;  // one sentence for people
  // The modes in which it holds; in others it must not be checked.
  ModeSet modes;
  // Whether the property compares the subject with the reference. The others also apply to a
  // matcher with its own semantics.
  bool needs_reference;
  Lists lists = Lists::plain;
  // Checks the property on the trial's case. On `violated`, fills in `violation`, for which
  // `wanted` is true. Throws SubjectFailure (subjects/probe.h) when the subject gives an invalid
  // answer.
  Verdict (*check)(Trial& trial, const Wanted& wanted, Violation& violation);

  // Whether it can be checked on a case of this mode, with labels or without.
  [[nodiscard]] constexpr bool applies(Mode mode, Order order) const noexcept {
    return modes.contains(mode) && (lists != Lists::labelled || order != Order::any);
  }
};

}  // namespace overmatch
