// SPDX-License-Identifier: Apache-2.0
// The order of a tree's modules when their paths are read backwards.
//
// A comparison sort reads long common ends again and again. Here only the distinct names are
// compared as text; a path is its last name and then the path above, so the order of whole paths
// comes from that of names: level by level, or in deep trees by doubling: of the last name, the
// last two, the last four. O(n log depth) besides sorting the distinct names.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "names/tree_shape.h"

namespace overmatch {

// Whether `left` stands before `right` when both are read backwards, byte by byte.
[[nodiscard]] bool less_backwards(std::string_view left, std::string_view right) noexcept;

// The place of the module above each, kNoModule for those at the top. `complete` is set to whether
// every path of more than one segment has one.
[[nodiscard]] std::vector<std::uint32_t> parents_of(std::span<const std::string_view> paths,
                                                    bool& complete);

// The last names of paths, by number: a tree has few of them, and to compare numbers is to compare
// names.
struct LastNames {
  std::vector<std::string_view>
      names;  // distinct ones, in the order in which they are met; "" for the root
  std::vector<std::uint32_t> of;  // of each path
};
[[nodiscard]] LastNames last_names(std::span<const std::string_view> paths);

// The places of `paths`, distinct ones, sorted by less_backwards.
[[nodiscard]] std::vector<std::uint32_t> backwards_order(std::span<const std::string_view> paths,
                                                         const LastNames& names,
                                                         std::span<const std::uint32_t> parents,
                                                         bool complete);

}  // namespace overmatch
