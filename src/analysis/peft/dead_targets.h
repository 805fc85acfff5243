// SPDX-License-Identifier: Apache-2.0
// Finds entries of target_modules of which other members of the config leave nothing.
#pragma once

#include "analysis/peft/peft_audit.h"

namespace overmatch {

// Appends a warning of kind `dead` for each entry of target_modules that selects modules of which
// none gets an adapter, because exclude_modules or layers_to_transform takes them away.
void find_dead_targets(const TreeIndex& index, const PeftConfig& config, const ModelFacts* facts,
                       PeftAudit& result);

}  // namespace overmatch
