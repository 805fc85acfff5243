// SPDX-License-Identifier: Apache-2.0
// Orders characters by how simple they are to read, for the shrinker and for proof witnesses.
#pragma once

#include <cstdint>
#include <string_view>

namespace overmatch {

// The rank of a code point, given as UTF-8; 0 is the simplest. The order is total: lower-case
// letters, '.', digits, capitals, `_`, `-`, other ASCII, the rest of Unicode, control characters.
[[nodiscard]] std::uint32_t simplicity(std::string_view code_point);

}  // namespace overmatch
