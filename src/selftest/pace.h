// SPDX-License-Identifier: Apache-2.0
// How soon the default search finds each planted bug, in CPU time, over several seeds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "selftest/kill_matrix.h"

namespace overmatch {

struct Pace {
  const Planted* planted = nullptr;
  // One entry a seed.
  std::vector<double> seconds;  // CPU time of the searching process, until the first violation or,
                                // without one, to its end
  std::vector<std::uint64_t> found_after;  // cases; 0: not found
};

// The options' seed is the first of `seeds` in a row; their laws are asked all together, as in a
// check. `progress` is told how many searches are done.
[[nodiscard]] std::vector<Pace> measure_pace(std::span<const Planted* const> matchers,
                                             const MatrixOptions& options, std::uint64_t seeds,
                                             const MatrixProgress& progress = {});

// Bugs that a default search must find. The others are left out of the shares.
[[nodiscard]] bool must_be_found(const Pace& pace) noexcept;

// The share of searches that found their bug within `seconds`, over all bugs and seeds.
[[nodiscard]] double share_within(std::span<const Pace> paces, double seconds);

// For people: the shares, and the bugs that take longest.
[[nodiscard]] std::string pace_text(std::span<const Pace> paces);
// For programs: every time.
[[nodiscard]] std::string pace_json(std::span<const Pace> paces);

}  // namespace overmatch
