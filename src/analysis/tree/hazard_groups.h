// SPDX-License-Identifier: Apache-2.0
// The hazards of a tree as people can take them in: pairs that have one cause are one group, and
// the worst cause is first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/collisions.h"
#include "analysis/tree/path_templates.h"

namespace overmatch {

// All pairs that come from one pair of names: `transformer_blocks` and `single_transformer_blocks`
// with all that is below both.
struct HazardGroup {
  Hazard hazard = Hazard::suffix;
  std::string shorter;  // the stems of the two tops
  std::string longer;
  HazardPair example;             // the first pair of tops
  std::vector<HazardPair> pairs;  // tops and what is below
};

// More groups than that are no help to anybody: a hostile tree can have a group for each of its
// millions of pairs.
inline constexpr std::size_t kMostGroups = 1'000;

struct HazardGroups {
  std::vector<HazardGroup>
      groups;  // ranked: by hazard, in its order of harm, then by how many pairs they have
  std::size_t count = 0;  // of all groups of the listed pairs; only the first kMostGroups are made
};
// O(pairs log pairs), whatever the tree.
[[nodiscard]] HazardGroups group(const TreeIndex& index, const PathTemplates& templates,
                                 const Hazards& hazards);

// Last names that modules in several subtrees have: what a short pattern hits twice.
struct SharedTails {
  std::vector<std::string> parts;  // the stems of the subtrees
  std::vector<std::string> names;  // that all of these have
  std::size_t modules = 0;         // with such a name, in these
};
[[nodiscard]] std::vector<SharedTails> shared_tails(const TreeIndex& index,
                                                    const PathTemplates& templates);

// Names that tools stumble over, with the reason.
struct OddSegment {
  std::string name;
  std::string why;
  Selection modules;  // that are called so
};
[[nodiscard]] std::vector<OddSegment> odd_segments(const TreeIndex& index);

// The one rename that removes the most pairs of which a path is the end of another, tried on the
// tree.
struct Rename {
  std::string from;  // a stem: all modules of it are renamed
  std::string to;
  std::size_t modules = 0;  // renamed, with what is below
  std::size_t before = 0;   // pairs
  std::size_t after = 0;
};
// Nothing if there is no such pair or no rename helps.
[[nodiscard]] std::vector<Rename> advise_renames(const TreeIndex& index,
                                                 const PathTemplates& templates,
                                                 const Hazards& hazards,
                                                 const std::vector<HazardGroup>& groups);

// The tree with the last segment of every module of a stem, and so of all below, replaced; the
// modules keep their places. `touched`: how many paths are others. Nothing if a sibling has the
// name already.
[[nodiscard]] std::optional<ModuleTree> renamed(const TreeIndex& index,
                                                const PathTemplates& templates,
                                                std::uint32_t path_template, std::string_view name,
                                                std::size_t& touched);

}  // namespace overmatch
