// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4), which names files by what they
// hold. Not for secrets: its speed and its traces in memory were nobody's concern.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace overmatch {

using Sha256 = std::array<std::uint8_t, 32>;

// The digest of the bytes.
[[nodiscard]] Sha256 sha256(std::string_view bytes);

}  // namespace overmatch
