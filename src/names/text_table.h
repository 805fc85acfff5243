// SPDX-License-Identifier: Apache-2.0
// TextTable is a hash table from a text to its index in a list that the caller owns.
//
// It uses open addressing instead of std::unordered_map: it allocates no nodes, and a look-up
// mostly touches one cache line. The readers and TreeIndex ask it for every module.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace overmatch {

// Hashes eight bytes at a time. Like std::hash, it does not resist deliberate collisions.
[[nodiscard]] inline std::uint64_t hash_text(std::string_view text) noexcept {
  constexpr std::uint64_t prime = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size() * prime;
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * prime;
    hash ^= hash >> 29U;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    mix(word);
  }
  std::uint64_t word = 0;
  if (left > 0) std::memcpy(&word, at, left);
  mix(word);
  return hash ^ (hash >> 32U);
}

class TextTable {
 public:
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  // Reserves room for `expected` texts; the table grows when there are more.
  explicit TextTable(std::size_t expected = 0) {
    std::size_t size = 16;
    while (3 * size < 4 * expected) size *= 2;
    slots_.resize(size);
  }

  // The index of `text` in `list`, or kNone. `list[index]` must be the text at that index.
  template <typename List>
  [[nodiscard]] std::uint32_t find(const List& list, std::string_view text) const noexcept {
    return slots_[slot_of(list, text, hash_text(text))].place;
  }

  // The index of `text` if it is in `list`. Otherwise records it at index `fresh`, where the caller
  // must then store it, and returns kNone.
  template <typename List>
  std::uint32_t find_or_add(const List& list, std::string_view text, std::uint32_t fresh) {
    const std::uint64_t hash = hash_text(text);
    Slot& slot = slots_[slot_of(list, text, hash)];
    if (slot.place != kNone) return slot.place;
    slot = {static_cast<std::uint32_t>(hash), fresh};
    if (4 * ++size_ > 3 * slots_.size()) grow();
    return kNone;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t place = kNone;
  };

  template <typename List>
  [[nodiscard]] std::size_t slot_of(const List& list, std::string_view text,
                                    std::uint64_t hash) const noexcept {
    const auto part = static_cast<std::uint32_t>(hash);
    std::size_t at = part & (slots_.size() - 1);
    while (slots_[at].place != kNone &&
           !(slots_[at].hash == part && list[slots_[at].place] == text)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }

  void grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.place == kNone) continue;
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].place != kNone) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;  // their number is a power of two; at most three quarters are taken
  std::size_t size_ = 0;
};

}  // namespace overmatch
