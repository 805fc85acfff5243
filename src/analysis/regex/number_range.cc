// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/number_range.h"

#include <charconv>

namespace overmatch {
namespace {

std::string digits(std::uint64_t from, std::uint64_t to) {
  if (from == to) return std::to_string(from);
  return "[" + std::to_string(from) + "-" + std::to_string(to) + "]";
}

}  // namespace

std::string number_range(std::uint32_t low, std::uint32_t high) {
  std::string out;
  std::uint64_t at = low;
  while (at <= high) {
    // The largest block x00 to x99 that begins here and lies in the range.
    std::uint64_t block = 1;
    std::string tail;
    while (at >= block * 10 && at % (block * 10) == 0 && at + block * 10 - 1 <= high) {
      block *= 10;
      tail += "[0-9]";
    }
    // As many such blocks as differ in one digit only.
    const std::uint64_t first = at / block;
    std::uint64_t last = first;
    while (last % 10 != 9 && (last + 2) * block - 1 <= high) ++last;
    if (!out.empty()) out += '|';
    if (first >= 10) out += std::to_string(first / 10);
    out += digits(first % 10, last % 10) + tail;
    at = (last + 1) * block;
  }
  return out;
}

std::optional<std::string> number_range_of(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  const auto [behind, error] = std::from_chars(text.data(), end, low);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest(behind, static_cast<std::size_t>(end - behind));
  for (const std::string_view sign : {"...", "..", "-", ":"}) {
    if (!rest.starts_with(sign)) continue;
    const auto [last, wrong] = std::from_chars(behind + sign.size(), end, high);
    if (wrong != std::errc() || last != end || low >= high || high > 9999) return std::nullopt;
    return number_range(low, high);
  }
  return std::nullopt;
}

}  // namespace overmatch
