// SPDX-License-Identifier: Apache-2.0
// Numbers on the command line: the whole word is one decimal number, within bounds. What CLI11
// reads by itself wraps negative numbers around and takes "nan" for any range's.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>

namespace overmatch::cli {

// More cases than anybody can wait for.
inline constexpr std::uint64_t kMostCases = 1'000'000'000'000;
inline constexpr double kMostSeconds = 1e7;

[[nodiscard]] CLI::Validator whole_number(
    std::uint64_t least, std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
// A finite number from `least` to `most`.
[[nodiscard]] CLI::Validator number(double least, double most);

}  // namespace overmatch::cli
