// SPDX-License-Identifier: Apache-2.0
// Which parameters would be trainable, and what a real run says of it: a dump of `name ->
// requires_grad`.
//
// The names of a dump are those of the running model, so wrappers stand in them that the tree does
// not have: DDP's `module`, torch.compile's `_orig_mod`, PEFT's `base_model.model` in front; PEFT's
// `base_layer`, `original_module`, `modules_to_save.ADAPTER` and `lora_A.ADAPTER` inside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/audit/audit_finding.h"
#include "analysis/peft/peft_config.h"
#include "analysis/peft/peft_rules.h"
#include "analysis/tree/tree_index.h"
#include "names/names.h"

namespace overmatch {

struct DumpedParameter {
  std::string name;
  bool requires_grad = false;
};

// Parses {"name": true, ...}. Throws InputError.
[[nodiscard]] std::vector<DumpedParameter> parse_trainable(std::string_view text,
                                                           const std::string& file);

// What is meant to be trained.
struct TrainingPlan {
  Selection whole;    // modules trained with all that is below
  Selection adapted;  // modules that get an adapter: only its parameters train
  bool peft = false;
  std::string bias = "none";
};
[[nodiscard]] TrainingPlan plan_of(const Selection& selected);
[[nodiscard]] TrainingPlan plan_of(const PeftEffect& effect, const PeftConfig& config);

// Whether the plan trains the parameter; nothing if it belongs to no module of the tree.
[[nodiscard]] std::optional<bool> would_train(const TreeIndex& index, const TrainingPlan& plan,
                                              std::string_view parameter);

struct TrainableFacts {
  std::size_t parameters = 0;
  std::size_t planned = 0;    // would be trainable
  std::size_t trainable = 0;  // are, by the dump
  std::vector<std::string> planned_names;
};

// How many of a model's own parameters the plan trains.
[[nodiscard]] TrainableFacts count_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                             const Names& parameters);

// Compares a dump with the plan: frozen parts that train (escape), parts of the plan that are
// frozen or have no adapter (unmatched), names that belong to no module. Appends to `findings`.
[[nodiscard]] TrainableFacts compare_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                               const std::vector<DumpedParameter>& dump,
                                               std::vector<AuditFinding>& findings);

}  // namespace overmatch
