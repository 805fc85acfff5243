// SPDX-License-Identifier: Apache-2.0
// BloomFilter is a one-hash Bloom filter: it rejects most names that are not patterns with three
// loads, before an exact look-up.
#pragma once

#include <bitset>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace overmatch::fast {

class BloomFilter {
 public:
  // Replaces the set by `texts`, which need not outlive the call. O(number of texts).
  void build(std::span<const std::string_view> texts) {
    bits_.reset();
    for (const std::string_view text : texts) {
      if (text.size() >= kLeast) bits_.set(place(text));
    }
  }

  // False only if `name` is not one of the texts.
  [[nodiscard]] bool may_hold(std::string_view name) const noexcept {
    return name.size() < kLeast || bits_[place(name)];
  }

 private:
  static constexpr std::size_t kWord = sizeof(std::uint64_t);
  static constexpr std::size_t kLeast = 2 * kWord;  // shorter names are never rejected
  static constexpr unsigned kPlaceBits = 13;        // a kilobyte

  [[nodiscard]] static std::uint64_t load(const char* at) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, at, kWord);
    return word;
  }

  // Hashes the size, the last sixteen bytes and eight in the middle, where the names of a model
  // have the numbers in which they differ.
  [[nodiscard]] static std::size_t place(std::string_view text) noexcept {
    const char* const end = text.data() + text.size();
    const std::uint64_t hash = load(end - kWord) * 0x9E3779B97F4A7C15U +
                               load(end - 2 * kWord) * 0xD1B54A32D192ED03U +
                               load(text.data() + (text.size() - kWord) / 2) * 0xDABA0B6EB09322E3U +
                               text.size() * 0xBF58476D1CE4E5B9U;
    return static_cast<std::size_t>((hash ^ (hash >> 32U)) * 0x9E3779B97F4A7C15U >>
                                    (64U - kPlaceBits));
  }

  std::bitset<std::size_t{1} << kPlaceBits> bits_;
};

}  // namespace overmatch::fast
