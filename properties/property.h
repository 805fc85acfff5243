// SPDX-License-Identifier: Apache-2.0
// A property: a property that every right matcher of a mode obeys, stated once, as a function of a
// case and a subject. The random and the exhaustive search, the shrinker, the replay of the corpus,
// the fuzzers and users' own tests all call these functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "matchers/mode.h"

namespace overmatch {

class Trial;

// Which way a verdict was wrong. `other`: neither, e.g. two answers that should be the same are
// not.
enum class Direction : std::uint8_t { overmatch, undermatch, other };
[[nodiscard]] constexpr std::string_view to_string(Direction direction) noexcept {
  return direction == Direction::overmatch    ? "overmatch"
         : direction == Direction::undermatch ? "undermatch"
                                              : "other";
}

enum class Verdict : std::uint8_t {
  holds,
  vacuous,  // the property says nothing about this case, e.g. no module is selected; counted, so
            // that nobody takes it for a check
  violated,
};

// How a property was broken.
struct Violation {
  Direction direction = Direction::other;
  KindGroup shape = KindGroup::whole_list;
  std::string
      pattern;  // the pattern and the module whose verdict is wrong, if the property can name them
  std::string module;
  std::string what;  // one sentence for people
  // The question on which the subject answered wrongly, when the property made one of its own out
  // of the case: it is a simpler case to look at than the one the property started from. Without
  // patterns and modules otherwise.
  Case question;
};

// Which violations a caller wants to hear of: the search those that are new, the shrinker those of
// one sort. Properties that can see several violations in one case go on to the first that is
// wanted.
class Wanted {
 public:
  virtual ~Wanted() = default;
  [[nodiscard]] virtual bool operator()(Direction direction, KindGroup shape) const = 0;
};

struct Property {
  std::string_view name;
  std::string_view statement;  // what always holds, in one sentence
  ModeSet modes;
  // Whether the property compares with a reference matcher. The others can be asked of a matcher
  // with semantics of its own.
  bool needs_reference;
  // Checks the property on the trial's case. On `violated`, `violation` says how, and `wanted` was
  // true of it.
  Verdict (*check)(Trial& trial, const Wanted& wanted, Violation& violation);
};

}  // namespace overmatch
