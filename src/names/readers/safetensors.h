// SPDX-License-Identifier: Apache-2.0
// The start of a `.safetensors` file: 8 bytes that say how long the JSON header behind them is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch {

inline constexpr std::size_t kSafetensorsStart = 8;
// The limit of the format itself (safetensors' MAX_HEADER_SIZE): some 800,000 tensors.
inline constexpr std::uint64_t kLargestHeader = 100'000'000;

// Whether a file of this name that starts with `bytes` is a safetensors file: by its name, or by a
// small size and a brace.
[[nodiscard]] bool is_safetensors(std::string_view bytes, std::string_view file) noexcept;

// The size of the header. Throws InputError "FILE: reason" if it is cut short or beyond the limit.
[[nodiscard]] std::uint64_t safetensors_header_size(std::string_view bytes,
                                                    const std::string& file);

}  // namespace overmatch
