// SPDX-License-Identifier: Apache-2.0
// Advises what to write in a PEFT config instead of patterns with findings.
//
// There is one value for each member, or one for each subtree if a pattern selects several. A list
// stays a list of names; only target_modules and exclude_modules may become one regex, which PEFT
// accepts there (peft_rules.h).
//
// Each value is written into the config and audited. The audit must have fewer faults and no new
// findings, and select the same modules except those that the findings are about. Where no entry of
// modules_to_save helps, the finding gets remedies (peft_remedies.h).
#pragma once

#include "analysis/peft/peft_trial.h"

namespace overmatch {

// Adds advice and remedies to `told`, the audit of `config`.
void advise_on_peft(const PeftAuditContext& context, const PeftConfig& config, PeftAudit& told);

}  // namespace overmatch
