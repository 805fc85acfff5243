// SPDX-License-Identifier: Apache-2.0
// TrainedParameter is what the name of a parameter of a running model tells: its role and module.
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/peft/trainable.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

struct TrainedParameter {
  ParameterRole role = ParameterRole::own;
  std::uint32_t module = kNoModule;  // of the base model; kNoModule if there is none
  [[nodiscard]] bool is_found() const noexcept {
    return module != kNoModule || role == ParameterRole::added;
  }
};

// Reads the name of a parameter of a run, with what PEFT and wrappers insert.
[[nodiscard]] TrainedParameter resolve(const TreeIndex& index, const TrainingPlan& plan,
                                       std::string_view name);

// Whether the plan trains a parameter that was found.
[[nodiscard]] bool trains(const TreeIndex& index, const TrainingPlan& plan,
                          const TrainedParameter& parameter, std::string_view name);

// Whether a segment of a name is what another wrapper than PEFT's inserts.
[[nodiscard]] bool is_dump_wrapper(std::string_view segment) noexcept;

}  // namespace overmatch
