// SPDX-License-Identifier: Apache-2.0
// Reads the header of a `.safetensors` file: 8 bytes with the size of the JSON header that follows.
//
// The format: https://github.com/huggingface/safetensors#format
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "names/tree_builder.h"

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

// Reads a file up to the end of its header, or to its own end. Throws InputError.
[[nodiscard]] std::string read_safetensors_head(const std::string& file);

// The header, a JSON text, in the bytes of a file. Throws InputError (by `tree.fail`) if it is cut
// short or is no UTF-8.
[[nodiscard]] std::string_view safetensors_header(std::string_view bytes, const TreeBuilder& tree,
                                                  const std::string& file);

}  // namespace overmatch
