// SPDX-License-Identifier: Apache-2.0
// How a planted bug shows on a case.
#pragma once

#include <cstdint>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "planted/planted.h"

namespace overmatch {

// A set of collision kinds, and one bit more for what no single pattern and module are to blame
// for.
using Ways = std::uint32_t;
inline constexpr std::size_t kWays = kCollisionKinds + 1;
inline constexpr std::size_t kWholeList = kCollisionKinds;

class Judge {
 public:
  explicit Judge(Mode mode) : reference_(make_reference(mode)) {}

  // The kinds of the wrong verdicts that a fresh matcher of the bug gives, none if it is right.
  // None too of a case that no vector may be: beyond the portable core or the reference's match
  // limit, or with the empty pattern where the bug's witness has none. The empty pattern tells
  // almost any two matchers apart, and would stand for bugs that it has nothing to do with.
  [[nodiscard]] Ways ways(const Planted& bug, const Case& content);

  [[nodiscard]] const Answer& expected(const Case& content);

 private:
  bool wrong_alone(const Planted& bug, std::string_view pattern,
                   std::span<const std::string_view> modules, bool rejection);

  std::unique_ptr<Matcher> reference_;
  Answer expected_, answer_, alone_, alone_expected_;
};

// The bugs that vectors are for: a fresh matcher shows them by one question, inside the portable
// core, whatever the interface. Whether one does not return from that question is `ends_process`.
[[nodiscard]] bool may_be_killed(const Planted& bug);
[[nodiscard]] inline bool ends_process(const Planted& bug) {
  return bug.expect == Expect::crash || bug.expect == Expect::hang || bug.expect == Expect::memory;
}

// The question as a case.
[[nodiscard]] Case to_case(Mode mode, const Ask& ask);

}  // namespace overmatch
