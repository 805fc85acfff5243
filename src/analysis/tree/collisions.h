// SPDX-License-Identifier: Apache-2.0
// Finds the hazards of a tree: pairs of modules of which one's name is part of the other's, so that
// a pattern may confuse them.
//
// In the order of reversed text each module follows all its suffixes, and sorted siblings follow
// all their prefixes. Each module therefore links to one longest suffix and one longest prefix in
// the tree, which link to the shorter ones. Pairs are counted from these links in O(bytes of all
// paths) besides sorting, without being listed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

enum class Hazard : std::uint8_t {
  // The longer path ends with the shorter one, inside a segment: `endswith` confuses them.
  suffix,
  // The longer path is the shorter one with whole segments in front: `segment` confuses them too.
  rerooting,
  // Siblings; the longer name is the shorter one with more digits: layers.1 and layers.10,
  // text_encoder and text_encoder_2.
  digits,
  // Siblings; the longer name starts with the shorter one in another way: attn and attn_norm.
  prefix,
};
[[nodiscard]] std::string_view to_string(Hazard hazard) noexcept;

// Two modules, by their index in the tree.
struct HazardPair {
  std::uint32_t shorter = 0;
  std::uint32_t longer = 0;
  Hazard hazard = Hazard::suffix;
  friend bool operator==(const HazardPair&, const HazardPair&) = default;
};

// The number of pairs of each hazard, indexed by Hazard.
using HazardCounts = std::array<std::size_t, 4>;
[[nodiscard]] HazardCounts count_hazards(const TreeIndex& index);

// The most pairs that are listed: a hostile tree of n modules can have n².
inline constexpr std::size_t kMostPairs = 2'000'000;

struct Hazards {
  // Sorted by hazard, shorter, longer. If there are more than kMostPairs, these are the pairs of
  // the modules that come first in the tree, so that the parents of a listed `suffix` or
  // `rerooting` pair are listed with it.
  std::vector<HazardPair> pairs;
  HazardCounts counts{};  // of all pairs, even those not listed

  [[nodiscard]] std::size_t count() const noexcept {
    return counts[0] + counts[1] + counts[2] + counts[3];
  }
  [[nodiscard]] bool complete() const noexcept { return pairs.size() == count(); }
};

// Lists at most `most` pairs; tests pass less than kMostPairs to save time.
[[nodiscard]] Hazards find_hazards(const TreeIndex& index, std::size_t most = kMostPairs);

}  // namespace overmatch
