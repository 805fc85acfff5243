// SPDX-License-Identifier: Apache-2.0
// Reads the start of a `.safetensors` file: 8 bytes with the size of the JSON header that follows.
//
// The format: https://github.com/huggingface/safetensors#format
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch {

inline constexpr std::size_t kSafetensorsStart = 8;
// The limit that the safetensors library sets (MAX_HEADER_SIZE), enough for some 800,000 tensors.
inline constexpr std::uint64_t kLargestHeader = 100'000'000;

// Whether a file that starts with `bytes` is a safetensors file: its name ends with `.safetensors`,
// or a plausible header size is followed by a brace.
[[nodiscard]] bool is_safetensors(std::string_view bytes, std::string_view file) noexcept;

// The size of the header in bytes. Throws InputError "FILE: reason" if `bytes` are too short or the
// size exceeds kLargestHeader.
[[nodiscard]] std::uint64_t safetensors_header_size(std::string_view bytes,
                                                    const std::string& file);

}  // namespace overmatch
