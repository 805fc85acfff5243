// SPDX-License-Identifier: Apache-2.0
// How soon the default search finds each planted bug, in CPU time, over several seeds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "selftest/kill_matrix.h"

namespace overmatch {

struct DetectionTime {
  const Planted* planted = nullptr;
  // One entry a seed.
  std::vector<double> seconds;  // CPU time of the searching process, until the first violation or,
                                // without one, to its end
  std::vector<std::uint64_t> found_after;  // cases; 0: not found
};

// The options' seed is the first of `seeds` in a row; their properties are asked all together, as
// in a check. `progress` is told how many searches are done.
[[nodiscard]] std::vector<DetectionTime> measure_detection_time(
    std::span<const Planted* const> matchers, const MatrixOptions& options, std::uint64_t seeds,
    const MatrixProgress& progress = {});

// Bugs that a default search must find. The others are left out of the shares.
[[nodiscard]] bool must_be_found(const DetectionTime& pace) noexcept;

// The share of searches that found their bug within `seconds`, over all bugs and seeds.
[[nodiscard]] double share_within(std::span<const DetectionTime> paces, double seconds);

// For people: the shares, and the bugs that take longest.
[[nodiscard]] std::string detection_time_text(std::span<const DetectionTime> paces);
// For programs: every time.
[[nodiscard]] std::string detection_time_json(std::span<const DetectionTime> paces);

}  // namespace overmatch
