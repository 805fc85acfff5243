// SPDX-License-Identifier: Apache-2.0
// Which modules PEFT copies, trains and saves whole.
//
// - `_set_trainable` in https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py
//   reads modules_to_save by str.endswith, without a boundary, also the names of modules that PEFT
//   added: "layer" selects the `base_layer` of every module with an adapter. It wraps each in a
//   ModulesToSaveWrapper, whose `check_module` refuses containers and modules with an adapter.
// - A wrapped module inside of another wrapped one: the wrapper freezes what it copies, which is
//   the copy that the outer one runs.
// - The classes for tasks in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/facts/peft_model.py
//   add `classifier` and `score`, or `qa_outputs`, to modules_to_save.
#pragma once

#include <string>
#include <vector>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// The names that a task_type adds to modules_to_save.
[[nodiscard]] std::vector<std::string> implicit_heads(const PeftConfig& config);

// modules_to_save with the heads of the task, as the guard of the targets sees it, and as it is
// saved.
[[nodiscard]] std::vector<std::string> guarding_names(const PeftConfig& config);
[[nodiscard]] std::vector<std::string> saving_names(const PeftConfig& config);

// Fills in `saved`, `rewraps`, `shadowed` and `frozen`; `adapted` must be known.
void save_modules(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                  PeftEffect& effect);

}  // namespace overmatch
