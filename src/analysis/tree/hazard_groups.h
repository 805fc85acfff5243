// SPDX-License-Identifier: Apache-2.0
// Groups the hazards of a tree by their cause, and advises on the names that cause them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/collisions.h"
#include "analysis/tree/path_templates.h"

namespace overmatch {

// All pairs caused by one pair of names: `transformer_blocks` and `single_transformer_blocks`, with
// the modules below both.
struct HazardGroup {
  Hazard hazard = Hazard::suffix;
  // The path templates of the two topmost modules.
  std::string shorter;
  std::string longer;
  HazardPair example;             // the first topmost pair
  std::vector<HazardPair> pairs;  // the topmost pairs and those below
};

// The most groups that are made: a hostile tree can have a group for each of its millions of pairs.
inline constexpr std::size_t kMostGroups = 1'000;

struct HazardGroups {
  // Sorted by hazard, the most harmful first, then by the number of pairs.
  std::vector<HazardGroup> groups;
  // The number of all groups of the listed pairs, of which only the first kMostGroups are made.
  std::size_t count = 0;
};
// O(pairs log pairs) on any tree.
[[nodiscard]] HazardGroups group(const TreeIndex& index, const PathTemplates& templates,
                                 const Hazards& hazards);

// Last segments that occur in several subtrees, so that a short pattern selects modules in each.
struct SharedTails {
  std::vector<std::string> parts;  // the path templates of the subtrees
  std::vector<std::string> names;  // the last segments that occur in all of them
  std::size_t modules = 0;         // the modules with these last segments in these subtrees
};
[[nodiscard]] std::vector<SharedTails> shared_tails(const TreeIndex& index,
                                                    const PathTemplates& templates);

// A segment that PyTorch allows and other tools handle badly.
struct OddSegment {
  std::string name;
  std::string why;
  Selection modules;  // with this last segment
};
[[nodiscard]] std::vector<OddSegment> odd_segments(const TreeIndex& index);

// A rename that removes pairs of which one path ends with the other, as tried on the tree.
struct Rename {
  std::string from;  // a path template: all its modules are renamed
  std::string to;
  std::size_t modules = 0;  // renamed, including those below
  std::size_t before = 0;   // pairs before the rename
  std::size_t after = 0;    // pairs after it
};
// The rename that removes the most pairs. Empty if there is no such pair or no rename helps.
[[nodiscard]] std::vector<Rename> advise_renames(const TreeIndex& index,
                                                 const PathTemplates& templates,
                                                 const Hazards& hazards,
                                                 const std::vector<HazardGroup>& groups);

// The tree with the last segment of all modules of a path template replaced by `name`. The modules
// keep their indices; `touched` is set to the number of changed paths, including those below.
// Returns nothing if a sibling already has the name.
[[nodiscard]] std::optional<ModuleTree> renamed(const TreeIndex& index,
                                                const PathTemplates& templates,
                                                std::uint32_t path_template, std::string_view name,
                                                std::size_t& touched);

}  // namespace overmatch
