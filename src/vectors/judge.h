// SPDX-License-Identifier: Apache-2.0
// The judge says by which collision kinds a planted bug shows on a case.
#pragma once

#include <cstdint>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "planted/planted.h"

namespace overmatch {

// A set of collision kinds as bits; bit kWholeList: no single pattern and module are to blame.
using Ways = std::uint32_t;
inline constexpr std::size_t kWays = kCollisionKinds + 1;
inline constexpr std::size_t kWholeList = kCollisionKinds;

// The lists that a set of cases is about: of one mode, and with labels unless the order is any.
struct ListType {
  Mode mode = Mode::segment;
  Order order = Order::any;

  friend bool operator==(const ListType&, const ListType&) = default;
};

// Compares planted bugs with the reference of one type of list.
class Judge {
 public:
  // Makes the reference of the mode.
  explicit Judge(const ListType& list) : reference_(make_reference(list.mode)) {}

  // The kinds of the wrong verdicts that a fresh matcher of the bug gives; 0 if it is right. Also 0
  // for a case that must not be a vector: outside the portable core or the reference's match limit,
  // or with the empty pattern if the bug's witness has none (that pattern reveals almost any bug).
  [[nodiscard]] Ways ways(const Planted& bug, const Case& content);

  // The reference's answer, valid until the next call.
  [[nodiscard]] const Answer& expected(const Case& content);

 private:
  bool wrong_alone(const Planted& bug, const Question& question, std::size_t pattern,
                   std::span<const std::string_view> modules, bool rejection);
  Ways way_of_list(const Case& content, std::size_t module);

  std::unique_ptr<Matcher> reference_;
  Answer expected_, answer_, alone_, alone_expected_;
};

// Whether one question inside the portable core, by any interface, shows the bug: then there must
// be a vector for it.
[[nodiscard]] bool may_be_killed(const Planted& bug);
// Whether the bug does not return from its question: a crash, a hang or excessive memory.
[[nodiscard]] inline bool ends_process(const Planted& bug) {
  return bug.expect == Expect::crash || bug.expect == Expect::hang || bug.expect == Expect::memory;
}

// A question of the bug's witness as a case.
[[nodiscard]] Case to_case(const Planted& bug, const Ask& ask);

}  // namespace overmatch
