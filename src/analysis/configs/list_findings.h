// SPDX-License-Identifier: Apache-2.0
// Finds entries of a config's lists that do less, or more, than they look like: what a list
// excludes is asked for each module alone, and not for those below it.
#pragma once

#include <string>

#include "analysis/audit/audit.h"
#include "analysis/configs/formats/config.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// The modules that a list of exclusions is about.
struct Excludable {
  // What is taken unless it is excluded; of a tree without classes, all modules without children.
  Selection taken;
  bool by_class = false;  // they are linear layers
  Selection excluded;     // by all lists of the scope
};

// Appends a warning for each entry that excludes only modules with children, of which some are
// taken: `visual` keeps `model.visual`, and its layers are converted. Advises an entry that
// excludes those, too.
void find_kept_containers(const TreeIndex& index, const ConfigList& list, const Excludable& about,
                          Audit& audit);

// Appends a warning for each entry of a `transformers-skip` list that excludes layers only as the
// end of longer names, in the middle of a segment: `proj` keeps each `q_proj`.
void find_glued_entries(const TreeIndex& index, const ConfigList& list, const Excludable& about,
                        Audit& audit);

// Appends an error: a list, or all that a library takes, comes to nothing. `why` says how.
void tell_nothing_done(const std::string& result, const std::string& why, std::size_t pattern,
                       Audit& audit);

// The modules without children.
[[nodiscard]] Selection leaves_of(const TreeIndex& index);

}  // namespace overmatch
