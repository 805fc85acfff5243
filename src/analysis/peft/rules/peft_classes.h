// SPDX-License-Identifier: Apache-2.0
// Which targets a tuner refuses or skips for their class.
//
// Each tuner's `_create_new_module` in
// https://github.com/huggingface/peft/tree/v0.21.2/src/peft/tuners (model.py), and
// _check_lora_target_modules_mamba in tuners_utils.py.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Refuses targets that the tuner cannot adapt, by class, or by what names and shapes tell.
void check_targets(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                   PeftEffect& effect);

// Takes out the targets that a tuner skips without a word: OSF all that are no Linear.
void skip_targets(const PeftModel& model, const PeftTuner& tuner, PeftEffect& effect);

}  // namespace overmatch
