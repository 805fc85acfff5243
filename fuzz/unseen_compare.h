// SPDX-License-Identifier: Apache-2.0
// Included ahead of what fuzz targets are made of and do not test: comparing names there is none of
// the engine's business.
//
// libFuzzer puts a memcmp of its own before the C library's and notes down what each call compares.
// A case's names are compared some hundred times by the properties alone, which took a third of the
// time of a target, and what it learns from it the mutator and the generator know. std::string_view
// and its like compare by this built-in function; a plain loop stays unseen, and AddressSanitizer
// sees into it as it does into memcmp.
#pragma once

#include <cstddef>
#include <cstdint>

namespace overmatch::fuzz {

inline int unseen_bytes(const void* left, const void* right, std::size_t size) noexcept {
  const auto* one = static_cast<const unsigned char*>(left);
  const auto* other = static_cast<const unsigned char*>(right);
  for (; size >= sizeof(std::uint64_t); size -= sizeof(std::uint64_t)) {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    __builtin_memcpy(&first, one, sizeof first);
    __builtin_memcpy(&second, other, sizeof second);
    if (first != second) break;
    one += sizeof first;
    other += sizeof second;
  }
  for (; size > 0; --size, ++one, ++other) {
    if (*one != *other) return *one < *other ? -1 : 1;
  }
  return 0;
}

constexpr int unseen_compare(const char* left, const char* right, std::size_t size) noexcept {
  if (!__builtin_is_constant_evaluated()) return unseen_bytes(left, right, size);
  for (; size > 0; --size, ++left, ++right) {
    if (*left != *right)
      return static_cast<unsigned char>(*left) < static_cast<unsigned char>(*right) ? -1 : 1;
  }
  return 0;
}

inline int unseen_compare(const void* left, const void* right, std::size_t size) noexcept {
  return unseen_bytes(left, right, size);
}

}  // namespace overmatch::fuzz

#define __builtin_memcmp overmatch::fuzz::unseen_compare
