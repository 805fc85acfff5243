// SPDX-License-Identifier: Apache-2.0
// Reading gzip: the form in which large trees are kept and sent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch {

// Whether `bytes` start as gzip does. No UTF-8 text starts so.
[[nodiscard]] constexpr bool is_gzip(std::string_view bytes) noexcept {
  return bytes.starts_with("\x1F\x8B");
}

// The text that was compressed, all members of it. Throws InputError "FILE: ..." when the data are
// damaged or cut short, or when the text would pass `limit` bytes: a few kilobytes of gzip can
// stand for gigabytes.
[[nodiscard]] std::string gunzip(std::string_view bytes, std::size_t limit,
                                 const std::string& file);

}  // namespace overmatch
