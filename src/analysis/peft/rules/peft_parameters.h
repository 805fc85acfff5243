// SPDX-License-Identifier: Apache-2.0
// Which parameters get an adapter of their own, and of which embeddings some rows train.
//
// - BaseTuner._inject_parameters in
//   https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py reads
//   target_parameters: a parameter by its full name or its last whole segments.
// - lora.ParamWrapper in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/lora/layer.py
//   refuses lora_dropout and more.
// - set_additional_trainable_modules in
//   https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py reads
//   trainable_token_indices: a list is for the input embeddings, an object names modules by
//   str.endswith.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Fills in `adapted_parameters`.
void adapt_parameters(const PeftModel& model, const PeftConfig& config, PeftEffect& effect);

// Fills in `tokens`; `adapted` and `saved` must be known.
void train_tokens(const PeftModel& model, const PeftConfig& config, PeftEffect& effect);

}  // namespace overmatch
