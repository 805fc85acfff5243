// SPDX-License-Identifier: Apache-2.0
// Reads the tensor names of a GGUF file, the checkpoint format of llama.cpp.
//
// Supports versions 2 and 3, little-endian
// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). Every count and length in the file
// is checked against the available bytes before anything is allocated or skipped.
#pragma once

#include <string>
#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Whether `bytes` start with "GGUF" and a 4-byte version. The version contains a zero byte, which
// tells it from a list of names that begins with the same letters.
[[nodiscard]] constexpr bool is_gguf(std::string_view bytes) noexcept {
  if (!bytes.starts_with("GGUF")) return false;
  const std::string_view version = bytes.substr(4, 4);
  return version.empty() || version.find('\0') != std::string_view::npos;
}

// Adds the tensor names to `tree` as parameters. Returns false if `bytes` end before the names do:
// the caller then reads more of the file, or reports it as truncated. Throws InputError
// "FILE: reason".
[[nodiscard]] bool parse_gguf(std::string_view bytes, TreeBuilder& tree);

}  // namespace overmatch
