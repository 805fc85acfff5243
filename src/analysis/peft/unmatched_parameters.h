// SPDX-License-Identifier: Apache-2.0
// Finds entries of target_parameters that name no parameter, which PEFT passes over in silence.
#pragma once

#include "analysis/audit/audit.h"
#include "analysis/peft/facts/peft_config.h"

namespace overmatch {

// `config` is the one that was given, before PEFT rewrites it. Where nothing at all is adapted,
// PEFT says so itself.
void find_unmatched_parameters(const TreeIndex& index, const PeftConfig& config,
                               const ModelFacts* facts, Audit& audit);

}  // namespace overmatch
