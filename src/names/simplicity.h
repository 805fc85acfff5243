// SPDX-License-Identifier: Apache-2.0
// Which character is the simpler one to read in an example: the order of the shrinker, and of a
// proof's witnesses.
#pragma once

#include <cstdint>
#include <string_view>

namespace overmatch {

// The simplicity of a code point, simplest first: letters from `a`, digits, capitals, joints, other
// ASCII, the rest of Unicode, control characters. A total order.
[[nodiscard]] std::uint32_t simplicity(std::string_view code_point);

}  // namespace overmatch
