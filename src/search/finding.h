// SPDX-License-Identifier: Apache-2.0
// What a search finds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "properties/property.h"

namespace overmatch {

// Where a case came from.
enum class Phase : std::uint8_t { corpus, small, lengths, trees, random, own };
inline constexpr std::size_t kPhases = 6;
[[nodiscard]] std::string_view to_string(Phase phase) noexcept;

// A sort of violation. The search looks for one of each, so that one mistake does not hide another.
struct ViolationKey {
  const Property* property = nullptr;
  Direction direction = Direction::other;
  KindGroup shape = KindGroup::whole_list;
  friend bool operator==(const ViolationKey&, const ViolationKey&) = default;
};

// The first case of a sort, as it was met.
struct Discovery {
  ViolationKey key;
  Case content;
  std::string what;
  std::uint64_t found_after = 0;  // cases tried until then, this one included
  Phase phase = Phase::own;
  std::string strategy;  // of the random phase
};

enum class Minimality : std::uint8_t {
  not_proved,
  // No case with as few patterns, modules and characters as it, over its alphabet, fails: all were
  // tried.
  proved,
  // It is too long to try all those, but every case embedded in it (by shortening its runs) was
  // tried, and passes.
  proved_embedded,
};

struct Finding {
  ViolationKey key;
  std::optional<CollisionKind> kind;
  Case minimal;
  Case original;
  std::string pattern;  // of the minimal case: the pattern and the module whose verdict is wrong,
                        // "" if no pair is to blame
  std::string module;
  std::string what;
  std::string
      crash;  // how the subject ended and what it printed, for a crash, a hang or runaway memory
  std::vector<std::uint8_t> selected;  // what the subject answers to the minimal case
  bool rejected = false;
  Minimality minimality = Minimality::not_proved;
  bool out_of_time = false;       // time was up before it was confirmed, or as small as it gets
  bool as_given = false;          // a case that was only looked at: nobody asked for a smaller one
  std::string not_reduced;        // why the case is larger than it need be, e.g. "interrupted"
  std::uint64_t tried = 0;        // smaller cases tried for the proof
  std::string alphabet;           // over which they were
  std::vector<std::string> also;  // further properties that the minimal case violates
  bool reproducible = true;       // false: seen once, and not again in a fresh process
  bool stateful = false;          // the subject's answer depends on what it was asked before
  std::uint64_t found_after = 0;
  Phase phase = Phase::own;
  std::string strategy;
  // The others that most likely show the same mistake (same_mistake.h); `also` has their properties
  // too.
  std::vector<Finding> same_mistake;
  std::string file;  // where it was saved, "" if it was not

  // "agreement/overmatch/glued-prefix": how a user names it to accept it.
  [[nodiscard]] std::string id() const;
};

// How much a finding matters: 0 first. A missing boundary on ordinary names stands before a corner
// that nobody meets.
[[nodiscard]] int rank(const Finding& finding);

}  // namespace overmatch
