// SPDX-License-Identifier: Apache-2.0
// Finds what the lists of an audit leave out: layers that they do not reach, and layers by another
// name.
//
// A selection may well be meant so, and a list of names says nothing of what it leaves out. So only
// what a list reaches elsewhere in the same stack of layers counts, and most of it is a note: one
// for each list.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/audit/findings/reach.h"
#include "names/model_facts.h"

namespace overmatch {

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
