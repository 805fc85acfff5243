// SPDX-License-Identifier: Apache-2.0
// The hazards of a tree before any pattern is written: pairs of modules of which one's path is
// found in the other's.
//
// Modules sorted backwards stand behind all their suffixes, siblings sorted forwards behind all
// their prefixes: so each module has one longest suffix and one longest prefix in the tree, and the
// others are that one's. Pairs are counted without being made, in O(bytes of all paths) besides
// sorting, and listed by following these links.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

enum class Hazard : std::uint8_t {
  suffix,  // the longer path ends with the shorter inside a segment: what `endswith` takes for it
  rerooting,  // the longer path is the shorter with whole segments in front: what `segment` takes
              // for it, too
  digits,     // siblings, the longer name the shorter with more digits: layers.1 and layers.10,
              // text_encoder and text_encoder_2
  prefix,     // siblings, the longer name starts with the shorter otherwise: attn and attn_norm
};
[[nodiscard]] std::string_view to_string(Hazard hazard) noexcept;

struct HazardPair {
  std::uint32_t shorter = 0;
  std::uint32_t longer = 0;
  Hazard hazard = Hazard::suffix;
  friend bool operator==(const HazardPair&, const HazardPair&) = default;
};

// How many pairs of each hazard a tree has, by its number.
using HazardCounts = std::array<std::size_t, 4>;
[[nodiscard]] HazardCounts count_hazards(const TreeIndex& index);

// At most that many pairs are listed: a hostile tree of n modules can have n².
inline constexpr std::size_t kMostPairs = 2'000'000;

struct Hazards {
  // By hazard, shorter, longer. Where there are more than kMostPairs, those of the modules that
  // come first in the tree; with a pair of ends, the pair of the modules above them is then listed,
  // too.
  std::vector<HazardPair> pairs;
  HazardCounts counts{};  // of all pairs, listed or not

  [[nodiscard]] std::size_t count() const noexcept {
    return counts[0] + counts[1] + counts[2] + counts[3];
  }
  [[nodiscard]] bool complete() const noexcept { return pairs.size() == count(); }
};

// `most`: for tests, which have no time for kMostPairs.
[[nodiscard]] Hazards find_hazards(const TreeIndex& index, std::size_t most = kMostPairs);

}  // namespace overmatch
