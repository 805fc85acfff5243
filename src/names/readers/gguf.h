// SPDX-License-Identifier: Apache-2.0
// GGUF (llama.cpp): the names of the tensors, as they are. Versions 2 and 3, little-endian.
//
// Nothing in the file is believed: every count and every length is checked against the bytes that
// are there, before anything is allocated or skipped.
#pragma once

#include <string>
#include <string_view>

#include "names/tree_builder.h"

namespace overmatch {

// Its name and a version in four bytes, some of which are zero. A list of names may begin with
// these letters too.
[[nodiscard]] constexpr bool is_gguf(std::string_view bytes) noexcept {
  if (!bytes.starts_with("GGUF")) return false;
  const std::string_view version = bytes.substr(4, 4);
  return version.empty() || version.find('\0') != std::string_view::npos;
}

// Reads the tensors' names into `tree` as parameters. False if `bytes` end before the names do: a
// longer start of the file is needed, and if there is none it is cut short. Throws InputError
// "FILE: reason"; `file` is what messages call it.
[[nodiscard]] bool parse_gguf(std::string_view bytes, TreeBuilder& tree);

}  // namespace overmatch
