// SPDX-License-Identifier: Apache-2.0
// Validates numbers on the command line: one decimal number within bounds.
//
// CLI11 alone wraps negative numbers around and accepts "nan" in every range.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>

namespace overmatch::cli {

// Bounds of --cases and --time: more than anybody can wait for.
inline constexpr std::uint64_t kMostCases = 1'000'000'000'000;
inline constexpr double kMostSeconds = 1e7;

// Accepts whole numbers from `least` to `most`.
[[nodiscard]] CLI::Validator whole_number(
    std::uint64_t least, std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
// Accepts finite numbers from `least` to `most`.
[[nodiscard]] CLI::Validator number(double least, double most);

}  // namespace overmatch::cli
