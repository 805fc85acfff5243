// SPDX-License-Identifier: Apache-2.0
// Says what findings about a list of a config are called, and what its entries lose to others.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/configs/config.h"

namespace overmatch {

// Shows the patterns of an audit and its advice as entries of the list.
void write_entries_of(const ConfigList& list, Audit& audit);

// Adds what entries mean otherwise than they look to the findings about them, or as notes.
void add_remarks_of(const ConfigList& list, Audit& audit);

// An entry of a list that excludes, and what it selects.
struct ExcludingEntry {
  std::string shown;  // `ignore "re:.*gate"`
  const Selection* selected = nullptr;
};

// Appends a warning of kind `dead` for each entry that selects modules of which the excluding
// entries leave none, and for each that a later group of the config has, too, so that it counts
// there alone.
void find_taken_entries(const ConfigList& list, const std::vector<ExcludingEntry>& excluding,
                        Audit& audit);

}  // namespace overmatch
