// SPDX-License-Identifier: Apache-2.0
// Advises what to write in a PEFT config instead of patterns with findings.
//
// There is one value for each member, or one for each subtree if a pattern selects several. A list
// stays a list of names; only target_modules and exclude_modules may become one regex, which PEFT
// accepts there (peft_rules.h).
//
// Each value is written into the config and audited. The audit must have fewer faults and no new
// findings, and select the same modules except those that the findings are about. Where no entry of
// modules_to_save helps, the finding gets remedies.
//
// PEFT 0.21.2 compares only the end of a path (`_set_trainable` in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py), so no entry selects a
// module without those whose paths end with its path. Each remedy is tried as far as names can
// tell.
#pragma once

#include <string>
#include <vector>

#include "analysis/peft/peft_trial.h"

namespace overmatch {

// Adds advice and remedies to `told`, the audit of `config`.
void advise_on_peft(const PeftAuditContext& context, const PeftConfig& config, PeftAudit& told);

// An entry of modules_to_save that selects too much.
struct FaultyEntry {
  std::string text;
  Selection wanted;
  Selection accidents;
};

// The remedies that apply, in this order:
//   freeze   freezes the other modules by name after PEFT has wrapped them, unless a wanted module
//            or an adapter is inside one of them
//   rename   renames the segment with which the entry begins in the other paths, if it is the same
//            in all of them
//   remove   removes the entry, and gives the wanted modules an adapter instead where that works
[[nodiscard]] std::vector<Remedy> remedies_for(PeftTrials& trials, const PeftConfig& config,
                                               const PeftAudit& now, const FaultyEntry& entry);

}  // namespace overmatch
