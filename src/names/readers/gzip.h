// SPDX-License-Identifier: Apache-2.0
// Compresses and decompresses gzip (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch {

// Whether `bytes` start with gzip's magic number, which is not valid UTF-8.
[[nodiscard]] constexpr bool is_gzip(std::string_view bytes) noexcept {
  return bytes.starts_with("\x1F\x8B");
}

// Decompresses all members of `bytes`. Throws InputError "FILE: ..." if the data are damaged or
// truncated, or if the text exceeds `limit` bytes: a few kilobytes can expand to gigabytes.
[[nodiscard]] std::string gunzip(std::string_view bytes, std::size_t limit,
                                 const std::string& file);

// Compresses `text` into one member without name and time, so that equal texts give equal bytes.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace overmatch
