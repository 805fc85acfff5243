// SPDX-License-Identifier: Apache-2.0
// Says what the entries of a list with labels decide on a tree: what each has matched, what it has
// won, and which earlier entries beat it.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "cases/entry_labels.h"

namespace overmatch {

// Stores in each pattern of the audit its label and what it decides. `entries` are the patterns as
// given. In `mode` or in `labels` there must be an order.
void decide_entries(Mode mode, const std::vector<std::string>& entries, const EntryLabels& labels,
                    Audit& audit);

// Appends a warning for each pattern that matches modules and decides none.
void find_dead(Audit& audit);

}  // namespace overmatch
