// SPDX-License-Identifier: Apache-2.0
// Settles findings about modules that a PEFT config saves by accident and that the run has frozen,
// as the remedy `freeze` (peft_advice.h) tells.
#pragma once

#include "analysis/audit/audit.h"
#include "analysis/peft/trainable.h"

namespace overmatch {

// The modules that modules_to_save or the task type selects by accident: those of collisions,
// re-rootings and escapes, and those that a remedy freezes. Notes are left out.
[[nodiscard]] Selection accidents_of(const TreeIndex& index, const Audit& audit);

// Takes the accidents of which the run trains nothing out of the findings about them. A finding
// whose accidents are all frozen becomes a note without remedies. Accidents that have no parameters
// count as frozen if others of the same finding are. `facts` is the comparison with the run.
void settle_frozen(const TrainableFacts& facts, Audit& audit);

}  // namespace overmatch
