// SPDX-License-Identifier: Apache-2.0
// What ensure_weight_tying does: an output layer that shares the weight of the input embeddings is
// adapted or saved together with them.
//
// BaseTuner._check_tied_modules in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py and
// LoraModel._add_modules_to_save_to_tie and _add_targets_to_tie in src/peft/tuners/lora/model.py.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// The modules that PEFT ties: they are adapted or saved because the embeddings are.
struct TiedModules {
  Selection adapted;
  Selection saved;
};

// Rewrites target_modules or modules_to_save as PEFT does before it selects modules.
[[nodiscard]] TiedModules tie_embeddings(const PeftModel& model, PeftConfig& config,
                                         PeftEffect& effect);

}  // namespace overmatch
