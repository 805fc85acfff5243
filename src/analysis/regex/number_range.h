// SPDX-License-Identifier: Apache-2.0
// Writes a range of whole numbers as a regex: 0 to 15 is `[0-9]|1[0-5]`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overmatch {

// The alternatives for `low` to `high`, which must not be less, without a group around them. They
// match no leading zeros.
[[nodiscard]] std::string number_range(std::uint32_t low, std::uint32_t high);

// The alternatives for a range in text form: `4-15`, `4..15`, `4:15`; nothing for any other text.
[[nodiscard]] std::optional<std::string> number_range_of(std::string_view text);

}  // namespace overmatch
