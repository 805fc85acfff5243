// SPDX-License-Identifier: Apache-2.0
// Sorts module paths by their reversed text, without comparing whole paths.
//
// A comparison sort would read long common suffixes again and again. Only the distinct segments are
// compared as text here. Since a path is its last segment and then its parent, the order of paths
// follows from that of segments: level by level, or in deep trees by prefix doubling (of the last
// one, two, four, … segments). O(n log depth) besides sorting the distinct segments.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "names/tree.h"

namespace overmatch {

// Whether the bytes of `left` in reverse order are lexicographically less than those of `right`.
[[nodiscard]] bool less_backwards(std::string_view left, std::string_view right) noexcept;

// The index of each path's parent, kNoModule for top-level paths. Sets `complete` to whether every
// path of more than one segment has its parent in the list.
[[nodiscard]] std::vector<std::uint32_t> parents_of(std::span<const std::string_view> paths,
                                                    bool& complete);

// The last segments of paths as numbers: equal numbers are equal segments. A tree has few distinct
// ones.
struct LastNames {
  std::vector<std::string_view>
      names;                      // distinct, in the order of first occurrence; "" of the root
  std::vector<std::uint32_t> of;  // by path: an index into `names`
};
[[nodiscard]] LastNames last_names(std::span<const std::string_view> paths);

// The indices of `paths`, which must be distinct, sorted by less_backwards.
[[nodiscard]] std::vector<std::uint32_t> backwards_order(std::span<const std::string_view> paths,
                                                         const LastNames& names,
                                                         std::span<const std::uint32_t> parents,
                                                         bool complete);

}  // namespace overmatch
