// SPDX-License-Identifier: Apache-2.0
// What a search did, for the report: nobody should have to take "0 violations" on trust.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>

#include "cases/collision_kind.h"
#include "generate/case_generator.h"
#include "search/byte_stream.h"
#include "search/finding.h"

namespace overmatch {

inline constexpr std::size_t kProperties = 12;

struct Statistics {
  struct PropertyCount {
    std::uint64_t checked = 0;   // the property spoke about the case
    std::uint64_t vacuous = 0;   // it did not
    std::uint64_t violated = 0;  // cases, wanted or known
  };
  // What the reference selects in the cases of the random phase.
  enum Situation : std::uint8_t { nothing, some, everything, rejects, kSituations };

  std::uint64_t cases = 0;
  std::uint64_t calls = 0;     // questions put to the subject
  std::uint64_t left_out = 0;  // cases not asked, as engines read their regexes differently
  std::uint64_t swept = 0;     // pairs of pattern and module in sweeps
  std::array<std::uint64_t, kPhases> phase_cases{};
  std::array<std::uint64_t, kPhases> untried{};  // cases that were planned, for which time was up
  std::array<PropertyCount, kProperties> properties{};  // in the order of all_properties()
  std::array<std::uint64_t, kCollisionKinds> kinds{};
  std::array<std::uint64_t, kStrategies> strategies{};  // cases
  std::array<std::uint64_t, kStrategies>
      behaviours{};  // of those, cases with a behaviour that was not met before
  std::array<std::uint64_t, kStrategies>
      broken{};  // of those, cases on which a property broke, wanted or known
  std::array<std::uint64_t, kPatternForms> forms{};
  std::array<std::uint64_t, static_cast<std::size_t>(RegexSituation::count_)> regex_situations{};
  std::array<std::uint64_t, kSituations> situations{};

  [[nodiscard]] std::uint64_t all_untried() const noexcept {
    return std::accumulate(untried.begin(), untried.end(), std::uint64_t{0});
  }

  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  // Adds what another run counted.
  void add(const Statistics& other);
};

}  // namespace overmatch
