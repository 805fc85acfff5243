// SPDX-License-Identifier: Apache-2.0
// Compares which parameters a config should train with a dump of `requires_grad` from a real run.
//
// The dump has the names of the running model, with wrappers that the tree lacks: in front,
// `module` of DistributedDataParallel, `_orig_mod` of torch.compile and `base_model.model` of PEFT;
// inside, PEFT's `base_layer` (BaseTunerLayer), `original_module` and `modules_to_save.ADAPTER`
// (ModulesToSaveWrapper), `token_adapter` (TrainableTokensWrapper) and the adapters, which each
// tuner gives a prefix of its own (peft_tuners.h), all as in PEFT 0.21.2
// (https://github.com/huggingface/peft/tree/v0.21.2/src/peft).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/findings/audit_finding.h"
#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_effect.h"
#include "analysis/tree/tree_index.h"
#include "names/names.h"

namespace overmatch {

// What a parameter of a wrapped model is.
enum class ParameterRole : std::uint8_t {
  own,         // of a module of the base model
  adapter,     // of the adapter of a module
  saved,       // of the copy of a module that modules_to_save trains
  token_rows,  // of the trained rows of an embedding
  original,    // of what such a copy or such rows replace
  added,       // of PEFT outside of the base model: a prompt, a bank of vectors
};
[[nodiscard]] std::optional<ParameterRole> parse_role(std::string_view name) noexcept;

// One parameter of a dump.
struct DumpedParameter {
  std::string name;
  bool requires_grad = false;
  // What it is and the module of the base model that it belongs to, where the running model tells;
  // otherwise the name does.
  std::optional<ParameterRole> role = std::nullopt;
  std::string module = {};
  // Names of one tensor have the same number; 0 if it has one name.
  std::uint64_t tensor = 0;
};

// Parses {"name": true, ...}. Throws InputError for anything else.
[[nodiscard]] std::vector<DumpedParameter> parse_trainable(std::string_view text,
                                                           const std::string& file);

// What should be trained.
struct TrainingPlan {
  Selection whole;  // modules trained with everything below
  // Of these, modules that nobody meant (frozen_accidents.h): they may be frozen.
  Selection accidents = {};
  Selection adapted;  // modules of which only the adapter is trained
  Selection holders;  // modules of which a parameter has an adapter
  bool peft = false;
  // Which biases PEFT trains besides: see BaseTuner._mark_only_adapters_as_trainable of PEFT
  // 0.21.2.
  std::string bias = "none";
  bool bias_by_part = false;        // names that contain "bias" are biases, too: so before 0.21
  std::vector<std::string> frozen;  // parameters of the tree that no bias trains
  // Full names of tied parameters that are parameters of their own once PEFT has untied them.
  std::vector<std::string> untied;
  // Whether the parameters of the root itself train: for a prompt, PEFT freezes those of its
  // children only (PeftModel._setup_prompt_encoder).
  bool own_of_root = false;
  Selection tokens;  // embeddings of which some rows are trained
  // What the names of adapters begin with; empty for the prefixes of all known tuners. Callers that
  // have PEFT at hand add what its PEFT_TYPE_TO_PREFIX_MAPPING says.
  std::vector<std::string> prefixes;
  // Whether `adapted` is not known, so that any adapter may train.
  bool any_adapter = false;
};
// The plan that trains the selected modules whole, or what a PEFT config says.
[[nodiscard]] TrainingPlan plan_of(const Selection& selected);
[[nodiscard]] TrainingPlan plan_of(const PeftEffect& effect, const PeftConfig& config);

// Whether the plan trains a parameter; nothing if the parameter belongs to no module of the tree.
[[nodiscard]] std::optional<bool> would_train(const TreeIndex& index, const TrainingPlan& plan,
                                              std::string_view parameter);

struct TrainableFacts {
  std::size_t parameters = 0;
  std::size_t planned = 0;    // parameters that the plan trains
  std::size_t trainable = 0;  // parameters that are trainable by the dump
  std::vector<std::string> planned_names;
  // Of the accidents in the plan that have parameters in the dump, those of which none trains, and
  // the others. What an intended module trains as well does not count.
  Selection frozen_accidents;
  Selection training_accidents;
};

// Counts the parameters of a model that the plan trains.
[[nodiscard]] TrainableFacts count_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                             const Names& parameters);

// Compares a dump with the plan. Appends findings for parameters that train against the plan
// (escape), for parameters and modules of the plan that are frozen or have no adapter (unmatched),
// and for names that belong to no module. What only an accident of the plan trains may be frozen.
//
// An adapter is frozen if all of its parameters are: some tuners train only a part (AdaLoRA's
// `ranknum` is a count), and the adapters that are not active are frozen. The same holds for the
// copies of a saved module and for what PEFT adds. A parameter below a module that has a
// `base_layer` is one of its adapter, whatever the tuner calls it. O(parameters log modules).
[[nodiscard]] TrainableFacts compare_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                               const std::vector<DumpedParameter>& dump,
                                               std::vector<AuditFinding>& findings);

}  // namespace overmatch
