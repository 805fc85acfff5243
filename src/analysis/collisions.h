// The hazards of a tree before any pattern is written: pairs of modules of which one's path is found in the other's.
//
// All pairs, in O(n log n + pairs): modules sorted backwards stand behind all their suffixes, siblings sorted forwards behind
// all their prefixes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/tree_index.h"

namespace overmatch {

enum class Hazard : std::uint8_t {
  suffix,     // the longer path ends with the shorter inside a segment: what `endswith` takes for it
  rerooting,  // the longer path is the shorter with whole segments in front: what `segment` takes for it, too
  digits,     // siblings, the longer name the shorter with more digits: layers.1 and layers.10, text_encoder and text_encoder_2
  prefix,     // siblings, the longer name starts with the shorter otherwise: attn and attn_norm
};
[[nodiscard]] std::string_view to_string(Hazard hazard) noexcept;

struct HazardPair {
  std::uint32_t shorter = 0;
  std::uint32_t longer = 0;
  Hazard hazard = Hazard::suffix;
  friend bool operator==(const HazardPair&, const HazardPair&) = default;
};

// At most that many pairs: a hostile tree of n modules can have n².
inline constexpr std::size_t kMostPairs = 2'000'000;

struct Hazards {
  std::vector<HazardPair> pairs;  // by hazard, shorter, longer
  bool complete = true;           // false: there are more than kMostPairs
};

[[nodiscard]] Hazards find_hazards(const TreeIndex& index);

}  // namespace overmatch
