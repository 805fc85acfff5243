// SPDX-License-Identifier: Apache-2.0
// Finds entries of a config's lists that lose all modules to other entries.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/configs/formats/config.h"

namespace overmatch {

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
