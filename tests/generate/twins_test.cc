// SPDX-License-Identifier: Apache-2.0
#include "generate/twins.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <set>

#include "names/utf8.h"

namespace overmatch::twins_test {
namespace {

TEST(Twins, AreDifferentTextsAndEachPairStandsOnce) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const TwinGroup& group : kTwinGroups) {
    EXPECT_FALSE(group.comparison.empty());
    for (const Twins& pair : group.pairs) {
      EXPECT_NE(pair.left, pair.right);
      EXPECT_TRUE(seen.insert({pair.left, pair.right}).second) << pair.left << " " << pair.right;
      for (const std::string_view text : {pair.left, pair.right})
        EXPECT_EQ(find_invalid_utf8(text), kValidUtf8) << text;
    }
  }
}

// Of FNV, 32 bits.
constexpr std::uint32_t kPrime = 0x01000193;
constexpr std::uint32_t kBasis = 0x811C9DC5;

template <typename Step>
std::uint32_t fold(std::string_view text, std::uint32_t start, Step step) {
  return std::accumulate(text.begin(), text.end(), start, [&](std::uint32_t hash, char c) {
    return step(hash, std::uint32_t{static_cast<unsigned char>(c)});
  });
}

// Each of these hashes takes some pair of the table for the same.
TEST(Twins, CollideInTheHashesThatTheyAreThereFor) {
  struct Row {
    const char* hash;
    std::uint32_t (*of)(std::string_view);
  };
  const auto rows = std::to_array<Row>({
      {"sum", [](auto text) { return fold(text, 0, [](auto h, auto c) { return h + c; }); }},
      {"xor", [](auto text) { return fold(text, 0, [](auto h, auto c) { return h ^ c; }); }},
      {"java", [](auto text) { return fold(text, 0, [](auto h, auto c) { return h * 31 + c; }); }},
      {"djb2",
       [](auto text) { return fold(text, 5381, [](auto h, auto c) { return h * 33 + c; }); }},
      {"djb2a",
       [](auto text) { return fold(text, 5381, [](auto h, auto c) { return (h * 33) ^ c; }); }},
      {"sdbm",
       [](auto text) { return fold(text, 0, [](auto h, auto c) { return h * 65599 + c; }); }},
      {"fnv1a",
       [](auto text) {
         return fold(text, kBasis, [](auto h, auto c) { return (h ^ c) * kPrime; });
       }},
      {"fnv1",
       [](auto text) {
         return fold(text, kBasis, [](auto h, auto c) { return (h * kPrime) ^ c; });
       }},
      {"adler32",
       [](auto text) {
         std::uint32_t a = 1;
         std::uint32_t b = 0;
         for (const char c : text) b += a += static_cast<unsigned char>(c);
         return b % 65521 << 16U | a % 65521;
       }},
      {"one at a time",
       [](auto text) {
         std::uint32_t hash = fold(text, 0, [](auto h, auto c) {
           h += c;
           h += h << 10U;
           return h ^ h >> 6U;
         });
         hash += hash << 3U;
         hash ^= hash >> 11U;
         return hash + (hash << 15U);
       }},
  });
  for (const auto& [name, hash] : rows) {
    bool collides = false;
    for (const Twins& pair : twins::kHashes)
      collides = collides || hash(pair.left) == hash(pair.right);
    EXPECT_TRUE(collides) << name;
  }
}

}  // namespace
}  // namespace overmatch::twins_test
