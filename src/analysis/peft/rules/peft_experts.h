// SPDX-License-Identifier: Apache-2.0
// Experts that transformers 5 fuses: targets of before become parameters.
//
// `_convert_peft_config_moe` in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/transformers_weight_conversion.py
// rewrites the config for the types of models in its tables (peft_facts.h): `gate_proj` and
// `up_proj` become the parameter `gate_up_proj` of the experts, also for a shared expert or a dense
// layer that has modules of these names, which then get no adapter.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Rewrites target_modules and target_parameters as PEFT does. Refuses a part of what is fused, and
// leaves open what a list of the names before the fusion does not tell.
void convert_experts(const PeftModel& model, PeftConfig& config, PeftEffect& effect);

// Whether a module stands in a numbered list of experts: `….experts.3.up_proj`.
[[nodiscard]] bool is_in_experts(std::string_view path) noexcept;

}  // namespace overmatch
