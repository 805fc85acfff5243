// SPDX-License-Identifier: Apache-2.0
// What to write in a PEFT config instead: one answer for each member (where a pattern hits several
// towers, one for each tower), in the form that PEFT reads there. A list stays a list of names;
// only target_modules and exclude_modules, which take one regex in place of a list, may become one.
//
// Every answer is written into the config, and the audit is run on that: it must have fewer faults,
// nothing new, and select what it selected before, except for the modules that the findings are
// about. Where no entry of modules_to_save helps, the finding says what does (peft_remedies.h).
#pragma once

#include "analysis/peft/peft_trial.h"

namespace overmatch {

void advise_on_peft(const PeftGround& ground, const PeftConfig& config, PeftAudit& told);

}  // namespace overmatch
