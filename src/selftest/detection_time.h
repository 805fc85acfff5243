// SPDX-License-Identifier: Apache-2.0
// Detection times say how soon the default search finds each planted bug, in CPU time, over several
// seeds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "selftest/kill_matrix.h"

namespace overmatch {

// The detection times of one planted matcher.
struct DetectionTime {
  const Planted* planted = nullptr;
  // CPU seconds of the search process until the first violation, or until its end; one per seed.
  std::vector<double> seconds;
  // Cases until the first violation, 0: not found; one per seed.
  std::vector<std::uint64_t> found_after;
};

// Searches with `seeds` consecutive seeds, beginning with the options' seed; checks all properties
// together, as `overmatch check` does. `progress` gets the number of finished searches.
[[nodiscard]] std::vector<DetectionTime> measure_detection_time(
    std::span<const Planted* const> matchers, const MatrixOptions& options, std::uint64_t seeds,
    const MatrixProgress& progress = {});

// Whether a default search must find the bug. The others do not count in shares.
[[nodiscard]] bool must_be_found(const DetectionTime& time) noexcept;

// The share (0 to 1) of searches that found their bug within `seconds`, over all bugs and seeds.
[[nodiscard]] double share_within(std::span<const DetectionTime> times, double seconds);

// For people: the shares, and the bugs that take longest.
[[nodiscard]] std::string detection_time_text(std::span<const DetectionTime> times);
// For programs: every time.
[[nodiscard]] std::string detection_time_json(std::span<const DetectionTime> times);

}  // namespace overmatch
