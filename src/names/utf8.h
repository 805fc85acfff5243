// SPDX-License-Identifier: Apache-2.0
// Validates UTF-8 and walks it by code point, strictly as RFC 3629 defines it.
//
// Overlong forms, surrogates and values above U+10FFFF are invalid
// (https://www.rfc-editor.org/rfc/rfc3629).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch {

inline constexpr std::size_t kValidUtf8 = static_cast<std::size_t>(-1);

// The offset of the first byte that is not valid UTF-8, or kValidUtf8.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

// The number of bytes of the code point that starts with `lead`, a valid lead byte.
[[nodiscard]] constexpr std::size_t code_point_size(char lead) noexcept {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The code point at `offset` of valid UTF-8, as the bytes that spell it.
[[nodiscard]] inline std::string_view code_point_at(std::string_view text,
                                                    std::size_t offset) noexcept {
  return text.substr(offset, code_point_size(text[offset]));
}

// The value of the code point at the start of valid, non-empty UTF-8.
[[nodiscard]] constexpr char32_t decode_code_point(std::string_view text) noexcept {
  const auto byte = [text](std::size_t index) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[index]));
  };
  switch (code_point_size(text[0])) {
    case 1: return byte(0);
    case 2: return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3: return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    default:
      return ((byte(0) & 7U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
             (byte(3) & 0x3FU);
  }
}

// The number of code points of valid UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

// Appends the UTF-8 of `code`, which must be a Unicode scalar value.
void append_code_point(std::string& text, char32_t code);

}  // namespace overmatch
