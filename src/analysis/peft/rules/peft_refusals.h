// SPDX-License-Identifier: Apache-2.0
// What PEFT refuses whatever the targets select: config errors, and tasks that the model lacks.
//
// The configs' `__post_init__` (https://github.com/huggingface/peft/tree/v0.21.2/src/peft/tuners,
// each config.py, and src/peft/config.py), get_peft_model in src/peft/mapping_func.py, and
// PeftModelForCausalLM and PeftModelForSeq2SeqLM in src/peft/facts/peft_model.py.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Refuses by what the config alone says.
void refuse_config(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect);

// Refuses a task whose methods the model does not have.
void refuse_task(const PeftModel& model, const PeftConfig& config, PeftEffect& effect);

// Refuses a config with which no module at all gets an adapter.
void refuse_nothing(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect);

}  // namespace overmatch
