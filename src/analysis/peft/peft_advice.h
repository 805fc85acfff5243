// SPDX-License-Identifier: Apache-2.0
// Advises what to write in a PEFT config instead of patterns with findings.
//
// There is one value for each member. A list stays a list of names; only target_modules and
// exclude_modules may become one regex, which PEFT accepts there (peft_rules.h). A config that
// adapts vision or audio beside language is advised to keep language only, with exclude_modules if
// possible, which leaves the rest of the config as it is.
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

#include <optional>
#include <string>
#include <vector>

#include "analysis/peft/peft_trial.h"

namespace overmatch {

// Adds advice and remedies to `told`, the audit of `config`.
void advise_on_peft(const PeftAuditContext& context, const PeftConfig& config, PeftAudit& told);

// A changed config with its audit.
struct TriedConfig {
  PeftConfig config;
  PeftAudit after;
  std::string member;   // the member that differs
  std::string purpose;  // the towers that it keeps; "" if no tower is left out
};
// Takes the towers of vision and audio that are not meant (split_by_tower) out of target_modules or
// modules_to_save and keeps every other module: by exclude_modules, by longer entries, or by one
// regex (peft_towers.cc). Nothing if PEFT has no such value.
[[nodiscard]] std::optional<TriedConfig> keeping_language(PeftTrials& trials,
                                                          const PeftConfig& config,
                                                          const PeftAudit& now,
                                                          const std::string& member);
// Changes exclude_modules so that it excludes what is below the modules that it names, if it names
// modules that hold adapted ones. `written` is the config as its author wrote it.
[[nodiscard]] std::optional<TriedConfig> excluding_below(PeftTrials& trials,
                                                         const PeftConfig& written,
                                                         const PeftConfig& config,
                                                         const PeftAudit& now);

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
//   remove   removes the entry, if nothing else helps. An adapter for the wanted modules is no
//            substitute: PEFT does not save the weights below it, and those of a new head are
//            nowhere else
[[nodiscard]] std::vector<Remedy> remedies_for(PeftTrials& trials, const PeftConfig& config,
                                               const PeftAudit& now, const FaultyEntry& entry);

}  // namespace overmatch
