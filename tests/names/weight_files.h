// SPDX-License-Identifier: Apache-2.0
// Small files of weights, written by their formats' rules and not by our readers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

[[nodiscard]] std::string little_endian(std::uint64_t number, std::size_t size);
// A GGUF file with metadata of every type and these tensors.
[[nodiscard]] std::string gguf_of(const std::vector<std::string>& tensors,
                                  std::uint32_t version = 3);
// A safetensors file with this header, its weights left out.
[[nodiscard]] std::string safetensors_of(std::string_view header);

}  // namespace overmatch
