// SPDX-License-Identifier: Apache-2.0
#include "names/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace overmatch {

namespace {

// The length of the ASCII prefix of `text`, rounded down to a multiple of eight. Nearly all names
// are ASCII.
std::size_t count_ascii_words(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return at;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto tail = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned lead = byte(at);
    if (lead < 0x80U) {
      ++at;
      at += count_ascii_words(text.substr(at));
    } else if (lead >= 0xC2U && lead <= 0xDFU && tail(at + 1)) {
      at += 2;
    } else if (lead >= 0xE0U && lead <= 0xEFU && tail(at + 1) && tail(at + 2) &&
               !(lead == 0xE0U && byte(at + 1) < 0xA0U) &&
               !(lead == 0xEDU && byte(at + 1) > 0x9FU)) {
      at += 3;
    } else if (lead >= 0xF0U && lead <= 0xF4U && tail(at + 1) && tail(at + 2) && tail(at + 3) &&
               !(lead == 0xF0U && byte(at + 1) < 0x90U) &&
               !(lead == 0xF4U && byte(at + 1) > 0x8FU)) {
      at += 4;
    } else {
      return at;
    }
  }
  return kValidUtf8;
}

std::size_t count_code_points(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void append_code_point(std::string& text, char32_t code) {
  const auto push = [&](char32_t bits) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(bits)));
  };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0 | (code >> 6));
    push(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    push(0xE0 | (code >> 12));
    push(0x80 | ((code >> 6) & 0x3F));
    push(0x80 | (code & 0x3F));
  } else {
    push(0xF0 | (code >> 18));
    push(0x80 | ((code >> 12) & 0x3F));
    push(0x80 | ((code >> 6) & 0x3F));
    push(0x80 | (code & 0x3F));
  }
}

}  // namespace overmatch
