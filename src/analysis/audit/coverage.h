// SPDX-License-Identifier: Apache-2.0
// Finds what the lists of an audit leave out: layers that they do not reach, and layers by another
// name.
//
// A selection may well be meant so, and a list of names says nothing of what it leaves out. So only
// what a list reaches elsewhere in the same stack of layers counts, and most of it is a note: one
// for each list.
//
// Only lists that choose what is adapted or trained count (is_choice): entries that exclude, that
// set ranks or that give labels are uneven on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/tree/layer_stacks.h"
#include "names/model_facts.h"

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
  // How many of the other layers have the name, too, so that the entries leave it out there.
  std::size_t left_out = 0;
  [[nodiscard]] bool by_model() const noexcept { return left_out == 0; }
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

struct CoverageContext {
  const TreeIndex& index;
  const PathTemplates& templates;
  const LayerStacks& stacks;
  const ModelFacts* facts = nullptr;  // may be null
  bool names_parameters = false;      // the config also selects parameters by name
};

// Appends the findings of kind `uneven` about one list (uneven.cc):
//   note     names that are in some layers of a stack only; an entry for the first layer alone; a
//            regex of which one branch counts layers and another does not
//   warning  a glob with `?` for a number of two digits
void find_uneven(const CoverageContext& context, const ListReach& reach, Audit& audit);

// Appends the findings of kind `uncovered` about one list (uncovered.cc):
//   note     linear layers that stand where an uneven name is missing; the rest of a list that has
//            nearly all linear layers; experts that are parameters
//   warning  a regex that spells the names of another family
void find_uncovered(const CoverageContext& context, const ListReach& reach, Audit& audit);

// Both, for each list of the audit, and sorts the findings.
void find_coverage(const TreeIndex& index, const PathTemplates& templates, const ModelFacts* facts,
                   bool names_parameters, Audit& audit);

}  // namespace overmatch
