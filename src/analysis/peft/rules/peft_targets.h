// SPDX-License-Identifier: Apache-2.0
// Which modules get an adapter.
//
// BaseTuner.inject_adapter, check_target_module_exists and _maybe_include_all_linear_layers in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py read:
// - target_modules and exclude_modules: a list by the path or its last whole segments (`segment`),
//   a string by re.fullmatch (`regex`).
// - modules_to_save, as a guard: modules that it names get no adapter. The test is re.match of
//   `(^|.*\.)NAME($|\..*)`, with the name neither escaped nor grouped, which differs from the rule
//   for saving (peft_saved.h). Before 0.16 it was the rule for saving.
// - layers_to_transform: filters the modules that a list selects, except those listed by their
//   whole path, by the layer's number (peft_layers.h).
// - "all-linear": all modules of the classes Linear and Conv1D but the output layer.
// Then the tuner refuses classes that it does not know (peft_classes.h).
#pragma once

#include <string>
#include <vector>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// Whether target_modules is "all-linear" in any case.
[[nodiscard]] bool is_all_linear(const PeftNames& names);

// Replaces a missing target_modules by PEFT's defaults for the type of the model, and "all-linear"
// by the paths that it means. Refuses or leaves open what cannot be replaced.
void resolve_targets(const PeftModel& model, const PeftTuner& tuner, PeftConfig& config,
                     PeftEffect& effect);

// The modules that the members select for an adapter; `to_save` is modules_to_save with the heads
// of the task (peft_saved.h). Throws InputError for a regex that does not compile.
[[nodiscard]] Selection targets_of(const PeftModel& model, const PeftConfig& config,
                                   const std::vector<std::string>& to_save);

// The modules of `among` that get no adapter because modules_to_save names them. Throws InputError
// for a name that does not compile as a regex.
[[nodiscard]] Selection guarded(const TreeIndex& index,
                                const std::vector<std::string>& modules_to_save,
                                const Selection& among);

}  // namespace overmatch
