// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_targets.h"

#include <algorithm>

#include "analysis/peft/facts/peft_facts.h"
#include "analysis/peft/rules/peft_layers.h"
#include "analysis/peft/rules/rank_alpha_patterns.h"

namespace overmatch {

namespace {

// The output layer that "all-linear" leaves out; kNoModule if there is none.
std::uint32_t output_of(const PeftModel& model, const PeftConfig& config) {
  const TreeIndex& index = model.index();
  if (!model.facts()->output_embeddings.empty())
    return index.find(model.facts()->output_embeddings);
  if (config.task_type != "SEQ_CLS" || !config.version.has(PeftRule::all_linear_head) ||
      model.model_type().empty())
    return kNoModule;
  for (const char* const head : {"score", "classifier"}) {
    const std::uint32_t found = index.find(head);
    if (found != kNoModule) return found;
  }
  return kNoModule;
}

void expand_all_linear(const PeftModel& model, PeftConfig& config, PeftEffect& effect) {
  const TreeIndex& index = model.index();
  if (!model.has_classes()) {
    effect.depends_on_classes = true;
    effect.leave_open({"target_modules",
                       model.is_printed() ? "\"all-linear\" leaves out the output layer, which "
                                            "print(model) does not tell"
                                          : "\"all-linear\" selects modules by class",
                       model.is_printed() ? "the model itself" : "classes"});
    return;
  }
  const std::uint32_t root = index.find("");
  const ModuleClass* const known = root == kNoModule ? nullptr : model.class_at(root);
  if (known != nullptr && !known->is_a("PreTrainedModel") &&
      !config.version.has(PeftRule::all_linear_anything)) {
    effect.refuse(
        {"target_modules",
         "PEFT " + config.version.text() + " takes \"all-linear\" only for models of transformers",
         "list the modules in target_modules",
         {}});
  }
  PeftNames names;
  const std::uint32_t output = output_of(model, config);
  const bool paths = config.version.has(PeftRule::all_linear_paths);
  for (const std::uint32_t module : model.of_classes({"Linear", "Conv1D"})) {
    if (paths && module == output) continue;
    const std::string_view name = paths ? index.path(module) : model.name_of(module);
    if (!paths && output != kNoModule && name == index.path(output)) continue;
    if (paths || std::find(names.list.begin(), names.list.end(), name) == names.list.end())
      names.list.emplace_back(name);
  }
  config.target_modules = std::move(names);
}

// What target_modules is for a tuner that looks for the embeddings.
PeftNames embeddings(const PeftModel& model) {
  const bool known = model.facts() != nullptr && !model.facts()->input_embeddings.empty();
  return {{known ? model.facts()->input_embeddings : "embed_tokens"}, std::nullopt};
}

void take_defaults(const PeftModel& model, const PeftTuner& tuner, PeftConfig& config,
                   PeftEffect& effect) {
  if (tuner.kind == TunerKind::tokens) {
    if (!model.has_classes() &&
        (model.facts() == nullptr || model.facts()->input_embeddings.empty()))
      effect.leave_open({"target_modules", "it is missing and stands for the input embeddings",
                         "the model itself"});
    config.target_modules = embeddings(model);
    return;
  }
  const std::string_view type = model.model_type();
  const bool custom = type.empty() && model.has_classes();  // not from transformers
  if (type.empty() && !custom) {
    effect.depends_on_classes = true;
    effect.leave_open(
        {"target_modules", "it is missing, and PEFT's default depends on the model", "model type"});
    return;
  }
  if (auto names = default_names(tuner.type, custom ? "custom" : type, config.version)) {
    config.target_modules = *std::move(names);
  } else if (tuner.type == "OSF") {
    config.target_modules.regex = "all-linear";
  } else if (config.target_parameters.empty() || !config.version.has(PeftRule::target_parameters)) {
    effect.refuse({"target_modules",
                   "it is missing, and PEFT " + config.version.text() + " has no default for " +
                       (custom ? std::string("a model without a type") : std::string(type)),
                   "list the modules in target_modules",
                   {}});
    effect.depends_on_classes = true;
  }
}

// `feedforward_modules` of IA3, which is not otherwise needed, has defaults likewise.
void need_feedforward(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (config.has("feedforward_modules")) return;
  const std::string_view type = model.model_type();
  if (type.empty() && !model.has_classes()) {
    effect.leave_open({"feedforward_modules",
                       "it is missing, and PEFT's default depends on the model", "model type"});
  } else if (!default_names("IA3_FEEDFORWARD", type, config.version)) {
    effect.refuse({"feedforward_modules",
                   "it is missing, and PEFT has no default for this type of model",
                   "list the modules, or []",
                   {}});
  }
}

}  // namespace

bool is_all_linear(const PeftNames& names) {
  if (!names.regex || names.regex->size() != 10) return false;
  return std::equal(names.regex->begin(), names.regex->end(), "all-linear",
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

void resolve_targets(const PeftModel& model, const PeftTuner& tuner, PeftConfig& config,
                     PeftEffect& effect) {
  if (!config.has("target_modules") && config.target_modules.empty())
    take_defaults(model, tuner, config, effect);
  if (tuner.type == "IA3") need_feedforward(model, config, effect);
  if (is_all_linear(config.target_modules) && config.version.has(PeftRule::all_linear))
    expand_all_linear(model, config, effect);
}

Selection targets_of(const PeftModel& model, const PeftConfig& config,
                     const std::vector<std::string>& to_save) {
  const PeftTuner* const tuner = find_tuner(config.type);
  const auto may = [&](TunerTrait trait) { return tuner == nullptr || tuner->has(trait); };
  Selection targets = model.select(config.target_modules, "target_modules");
  // PEFT skips the root.
  if (!targets.empty() && model.index().path(targets.front()).empty())
    targets.erase(targets.begin());
  if (!config.exclude_modules.empty() && may(TunerTrait::excludes) &&
      config.version.has(PeftRule::exclude_modules)) {
    targets = without(targets, model.select(config.exclude_modules, "exclude_modules"));
  }
  if (may(TunerTrait::saves)) {
    targets = without(targets, config.version.has(PeftRule::guard_with_boundaries)
                                   ? guarded(model.index(), to_save, targets)
                                   : model.ending_with(to_save));
  }
  if (config.layers_to_transform.empty() || config.target_modules.regex || !may(TunerTrait::layers))
    return targets;
  const LayerRule rule = layer_rule(config.version);
  std::erase_if(targets, [&](std::uint32_t module) {
    const std::string_view path = model.index().path(module);
    const auto& names = config.target_modules.list;
    if (rule != LayerRule::known_names &&
        std::find(names.begin(), names.end(), path) != names.end())
      return false;  // listed by its whole path: layers_to_transform does not apply
    const std::int64_t layer = layer_of(path, config.layers_pattern, rule);
    const auto& wanted = config.layers_to_transform;
    return layer < 0 || std::find(wanted.begin(), wanted.end(), layer) == wanted.end();
  });
  return targets;
}

Selection guarded(const TreeIndex& index, const std::vector<std::string>& modules_to_save,
                  const Selection& among) {
  Selection all;
  for (const std::string& name : modules_to_save) {
    const Selection selected =
        front_matches(index, "(^|.*\\.)" + name + "($|\\..*)", among, "modules_to_save");
    all.insert(all.end(), selected.begin(), selected.end());
  }
  sort_modules(all, index.size());
  return all;
}

}  // namespace overmatch
