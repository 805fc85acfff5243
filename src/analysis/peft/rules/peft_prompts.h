// SPDX-License-Identifier: Apache-2.0
// Why PEFT refuses a prompt: it finds no sizes for it, or stumbles over the model's parameters.
//
// `_prepare_prompt_learning_config` in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py and
// PeftModel._setup_prompt_encoder in src/peft/peft_model.py.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Refuses a prompt, or leaves it open, by the config and the parameters of a model of transformers.
void refuse_prompt(const PeftModel& model, const PeftConfig& config, PeftEffect& effect);

}  // namespace overmatch
