// SPDX-License-Identifier: Apache-2.0
// The statistics of a search count what was checked, so that "0 violations" can be judged.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>

#include "cases/collision_kind.h"
#include "generate/case_generator.h"
#include "search/byte_stream.h"
#include "search/finding.h"

namespace overmatch {

// The number of properties (properties/registry.h).
inline constexpr std::size_t kProperties = 18;

// Counts of one search; add() sums those of several processes.
struct Statistics {
  struct PropertyCount {
    std::uint64_t checked = 0;   // cases on which the property says something
    std::uint64_t vacuous = 0;   // cases on which it says nothing
    std::uint64_t violated = 0;  // cases, also of known violation keys
  };
  // What the reference selects in a generated case.
  enum Situation : std::uint8_t { nothing, some, everything, rejects, kSituations };

  std::uint64_t cases = 0;
  std::uint64_t calls = 0;  // questions put to the subject
  // Cases skipped because regex engines read their patterns differently
  std::uint64_t left_out = 0;
  std::uint64_t small_pairs = 0;  // pairs of pattern and module in search_small_pairs
  std::array<std::uint64_t, kPhases> phase_cases{};
  std::array<std::uint64_t, kPhases> untried{};         // planned cases that the time limit cut off
  std::array<PropertyCount, kProperties> properties{};  // in the order of all_properties()
  // Generated cases by collision kind, strategy, pattern form and regex or glob situation
  // (generate/case_generator.h).
  std::array<std::uint64_t, kCollisionKinds> kinds{};
  std::array<std::uint64_t, kStrategies> strategies{};  // cases
  // By strategy: cases with a behaviour that is new (phases/swarm.h).
  std::array<std::uint64_t, kStrategies> behaviours{};
  // By strategy: cases on which a property is violated, also of known violation keys.
  std::array<std::uint64_t, kStrategies> broken{};
  std::array<std::uint64_t, kPatternForms> forms{};
  std::array<std::uint64_t, kRegexSituations> regex_situations{};
  std::array<std::uint64_t, kGlobSituations> glob_situations{};
  std::array<std::uint64_t, kSituations> situations{};

  // The untried cases of all phases.
  [[nodiscard]] std::uint64_t all_untried() const noexcept {
    return std::accumulate(untried.begin(), untried.end(), std::uint64_t{0});
  }

  // Serialises all counts; read() is the inverse.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  // Adds the counts of another search.
  void add(const Statistics& other);
};

}  // namespace overmatch
