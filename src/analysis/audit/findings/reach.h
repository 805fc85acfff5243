// SPDX-License-Identifier: Apache-2.0
// Says which layers of a model the entries of one list reach.
//
// Only lists that choose what is adapted or trained count (is_choice): entries that exclude, that
// set ranks or that give labels are uneven on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/tree/layer_stacks.h"

namespace overmatch {

// Fewer layers are a short stack.
inline constexpr std::size_t kManyLayers = 6;

// The layers in which a list selects modules of one name.
struct NameReach {
  std::uint32_t stack = 0;            // an index into LayerStacks::stacks()
  std::uint32_t name = 0;             // of the modules: an index into TreeIndex::names()
  std::vector<std::uint32_t> layers;  // places in LayerStack::layers, ascending
};

// A name that a list selects in some layers of a stack only.
struct Unevenness {
  std::size_t at = 0;  // an index into ListReach::names
  // Whether the other layers have no module of that name; if not, entries leave it out there.
  bool by_model = true;
  // Whether other names of the list, which stand in none of its layers, stand in all others.
  bool complemented = false;
  std::vector<std::uint32_t> missing;  // the other layers, as NameReach::layers
};

struct ListReach {
  std::string member;
  std::vector<std::size_t> patterns;  // of the list: indices into Audit::patterns
  std::vector<NameReach> names;       // in the tree's order
  // By module: 1 if the list selects it or a module above it, or another member of the config
  // trains or excludes it.
  std::vector<std::uint8_t> covered;
  // Left out are the names by the model in short stacks, such as the blocks of a U-Net, which are
  // each built in their own way: but for a layer that has the usual siblings of the name.
  std::vector<Unevenness> uneven;
};

// Whether a pattern is an entry of a list that chooses what is adapted.
[[nodiscard]] bool is_choice(const AuditedPattern& pattern);

// The lists of an audit, in its order. O(modules and selections) for each.
[[nodiscard]] std::vector<ListReach> reaches_of(const TreeIndex& index, const LayerStacks& stacks,
                                                const Audit& audit);

// The patterns of a list that select modules of a name in a stack.
[[nodiscard]] std::vector<std::size_t> patterns_for(const TreeIndex& index,
                                                    const LayerStacks& stacks, const Audit& audit,
                                                    const ListReach& reach, const NameReach& name);

}  // namespace overmatch
