// SPDX-License-Identifier: Apache-2.0
// Hides comparisons from libFuzzer in the code of fuzz targets that is not under test.
//
// libFuzzer intercepts memcmp and records what each call compares. The properties compare the names
// of a case some hundred times, and the mutator learns nothing from it. This header, which is
// included before everything else, replaces the built-in that std::string_view compares with by a
// loop; AddressSanitizer checks that as it does memcmp.
//
// Measured with clang 19 at -O2 from an empty corpus, with and without this header in turn:
// properties_text_fuzzer makes 1.19 times as many executions per CPU second (median of 22 pairs of
// runs of 40,000 or 100,000) and needs 13 % fewer instructions per execution (cachegrind);
// properties_gen_fuzzer gains 1 to 3 %, which is within the noise.
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
