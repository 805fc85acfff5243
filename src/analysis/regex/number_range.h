// SPDX-License-Identifier: Apache-2.0
// A range of whole numbers as a regex: 0 to 15 is `[0-9]|1[0-5]`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overmatch {

// The alternatives, without a group around them. `low` <= `high`; no leading zeros are matched.
[[nodiscard]] std::string number_range(std::uint32_t low, std::uint32_t high);

// The same for a range as people write it: `4-15`, `4..15`, `4:15`; nothing if it is none.
[[nodiscard]] std::optional<std::string> number_range_of(std::string_view text);

}  // namespace overmatch
