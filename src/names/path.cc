// SPDX-License-Identifier: Apache-2.0
#include "names/path.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace overmatch {

namespace {

// For eight bytes, sets the highest bit of each byte that is a separator.
std::uint64_t separators_in(const char* bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101U;
  constexpr std::uint64_t low = 0x7F * each;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, 8);
  word ^= each * static_cast<unsigned char>(kSeparator);  // makes separators zero bytes
  return ~(((word & low) + low) | word | low);
}

}  // namespace

bool is_well_formed(std::string_view path) noexcept {
  if (path.empty()) return true;
  if (path.front() == kSeparator || path.back() == kSeparator) return false;
  // Checks eight bytes at a time, overlapping by one; most paths are well-formed and read to the
  // end.
  std::size_t at = 0;
  for (; at + 8 <= path.size(); at += 7) {
    const std::uint64_t dots = separators_in(path.data() + at);
    if ((dots & (dots >> 8U)) != 0) return false;
  }
  for (; at + 1 < path.size(); ++at) {
    if (path[at] == kSeparator && path[at + 1] == kSeparator) return false;
  }
  return true;
}

bool in_subtree(std::string_view path, std::string_view root) noexcept {
  if (root.empty()) return true;
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == kSeparator);
}

bool is_rerooting(std::string_view path, std::string_view shorter) noexcept {
  return !shorter.empty() && path.size() > shorter.size() && path.ends_with(shorter) &&
         path[path.size() - shorter.size() - 1] == kSeparator;
}

std::string_view parent(std::string_view path) noexcept {
  const std::size_t dot = path.rfind(kSeparator);
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

std::string_view first_segment(std::string_view path) noexcept {
  return path.substr(0, path.find(kSeparator));
}

std::string_view last_segment(std::string_view path) noexcept {
  const std::size_t dot = path.rfind(kSeparator);
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::size_t depth(std::string_view path) noexcept {
  if (path.empty()) return 0;
  std::size_t segments = 1;
  std::size_t at = 0;
  for (; at + 8 <= path.size(); at += 8) {
    segments += static_cast<std::size_t>(std::popcount(separators_in(path.data() + at)));
  }
  for (; at < path.size(); ++at) segments += path[at] == kSeparator ? 1 : 0;
  return segments;
}

Segments::Iterator& Segments::Iterator::operator++() noexcept {
  const std::size_t dot = rest_.find(kSeparator);
  if (dot == std::string_view::npos) {
    at_end_ = true;
  } else {
    rest_.remove_prefix(dot + 1);
  }
  return *this;
}

}  // namespace overmatch
