// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_targets.h"

#include <algorithm>
#include <array>

#include "analysis/peft/facts/peft_facts.h"
#include "analysis/peft/rules/peft_keys.h"
#include "analysis/peft/rules/peft_layers.h"
#include "names/path.h"

namespace overmatch {

namespace {

Selection of_classes(const PeftModel& model, const std::vector<std::string>& names) {
  // Asks each class once.
  const std::vector<ModuleClass>& classes = model.facts()->classes;
  std::vector<bool> wanted(classes.size());
  for (std::size_t at = 0; at < classes.size(); ++at) {
    wanted[at] = std::any_of(names.begin(), names.end(),
                             [&](const std::string& name) { return classes[at].is_a(name); });
  }
  Selection all;
  for (std::uint32_t module = 0; module < model.index().size(); ++module) {
    const std::uint32_t each = model.facts()->class_of[module];
    if (each != kNoClass && wanted[each]) all.push_back(module);
  }
  return all;
}

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
    effect.leave_open({"target_modules", "\"all-linear\" selects modules by class", "classes"});
    return;
  }
  PeftNames names;
  const std::uint32_t output = output_of(model, config);
  const bool paths = config.version.has(PeftRule::all_linear_paths);
  for (const std::uint32_t module : of_classes(model, {"Linear", "Conv1D"})) {
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

// Whether the last segment of a leaf does not tell its class: a norm has a weight, too.
bool is_doubtful(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  constexpr std::array<std::string_view, 7> parts = {"norm",    "drop",   "act_fn", "activation",
                                                     "softmax", "rotary", "pool"};
  constexpr std::array<std::string_view, 7> names = {"ln",   "ln_1", "ln_2", "ln_f",
                                                     "gelu", "act",  "relu"};
  return std::find(names.begin(), names.end(), lower) != names.end() ||
         std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string in_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : &name == &names.back() ? " and " : ", ") + name;
  return text;
}

class TargetCheck {
 public:
  TargetCheck(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
              PeftEffect& effect)
      : model_(model),
        tuner_(tuner),
        config_(config),
        effect_(effect),
        supported_(tuner.supported(config.version)) {}

  void run() {
    check_mamba();
    if (tuner_.type == "OSF" && model_.has_classes()) {
      // Skips all else without a word.
      effect_.adapted = shared(effect_.adapted, of_classes(model_, {"Linear"}));
    }
    if (tuner_.classes == "*") return;
    Selection attentions;
    for (const std::uint32_t module : effect_.adapted) {
      const ModuleClass* const known = model_.class_at(module);
      if (known != nullptr) {
        by_class(module, *known, attentions);
      } else {
        by_name(module);
      }
    }
    const std::string can = std::string(tuner_.type) + " adapts only " + in_list(supported_);
    if (!wrong_.empty()) {
      effect_.refuse({"target_modules", can + ", and these are of another class" + class_,
                      "exclude them, or write names that leave them out", wrong_});
    }
    if (!inner_.empty()) {
      effect_.refuse({"target_modules",
                      can + ", and these have modules inside, which no such class has",
                      "exclude them, or name the modules inside", inner_});
    }
    if (!open_.empty()) {
      effect_.leave_open(
          {"target_modules",
           can + ": " + std::string(model_.index().path(open_.front())) +
               (open_.size() > 1 ? " and " + std::to_string(open_.size() - 1) + " more" : "") +
               " may be of another class",
           "classes"});
    }
    // PEFT adapts the projection inside of an attention as well.
    for (const std::uint32_t module : attentions) {
      for (const std::uint32_t child : model_.children_of(module)) {
        if (model_.name_of(child) == "out_proj") effect_.adapted.push_back(child);
      }
    }
    sort_modules(effect_.adapted, model_.index().size());
  }

 private:
  void by_class(std::uint32_t module, const ModuleClass& known, Selection& attentions) {
    const auto found = std::find_if(supported_.begin(), supported_.end(),
                                    [&](const std::string& name) { return known.is_a(name); });
    if (found != supported_.end()) {
      if (*found == "MultiheadAttention") attentions.push_back(module);
      return;
    }
    // A quantized layer is named after the layer that it replaces.
    if (known.name.find("Linear") != std::string::npos) {
      open_.push_back(module);
      return;
    }
    if (wrong_.empty()) class_ = ", such as " + known.name;
    wrong_.push_back(module);
  }

  void by_name(std::uint32_t module) {
    if (model_.has_children(module)) {
      const auto inside = model_.children_of(module);
      const bool attention = inside.size() == 1 && model_.name_of(inside[0]) == "out_proj";
      (attention ? open_ : inner_).push_back(module);
    } else if (const auto dimensions = model_.dimensions_of(module, "weight")) {
      if (*dimensions == 1) wrong_.push_back(module);
    } else if (is_doubtful(model_.name_of(module))) {
      open_.push_back(module);
    }
  }

  void check_mamba() {
    constexpr std::string_view tuners = "LORA ADALORA XLORA RANDLORA";
    constexpr std::string_view types = "falcon_h1 mamba mamba2 falcon_mamba";
    if (!config_.version.has(PeftRule::mamba_check) || !lists(tuners, tuner_.type)) return;
    const std::string_view type = model_.model_type();
    const bool mamba = lists(types, type) || (type == "nemotron_h" &&
                                              config_.version.has(PeftRule::mamba_check_nemotron));
    if (!mamba && (!type.empty() || model_.has_classes())) return;
    Selection found;
    for (const std::uint32_t module : effect_.adapted) {
      const std::string_view name = model_.name_of(module);
      if (name == "conv1d" || (name == "out_proj" && (mamba || is_beside_conv(module))))
        found.push_back(module);
    }
    if (found.empty()) return;
    if (mamba) {
      effect_.refuse({"target_modules",
                      "PEFT refuses out_proj and conv1d in a model of type " + std::string(type),
                      "exclude them", found});
    } else {
      effect_.leave_open({"target_modules",
                          "PEFT refuses out_proj and conv1d in models of Mamba's type",
                          "model type"});
    }
  }

  [[nodiscard]] bool is_beside_conv(std::uint32_t module) const {
    const std::string beside = std::string(parent(model_.index().path(module))) + ".conv1d";
    return model_.index().find(beside) != kNoModule;
  }

  const PeftModel& model_;
  const PeftTuner& tuner_;
  const PeftConfig& config_;
  PeftEffect& effect_;
  std::vector<std::string> supported_;
  Selection wrong_;
  Selection inner_;
  Selection open_;
  std::string class_;
};

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
  const auto may = [&](char trait) { return tuner == nullptr || tuner->has(trait); };
  Selection targets = model.select(config.target_modules, "target_modules");
  // PEFT skips the root.
  if (!targets.empty() && model.index().path(targets.front()).empty())
    targets.erase(targets.begin());
  if (!config.exclude_modules.empty() && may('x') &&
      config.version.has(PeftRule::exclude_modules)) {
    targets = without(targets, model.select(config.exclude_modules, "exclude_modules"));
  }
  if (may('s')) {
    targets = without(targets, config.version.has(PeftRule::guard_with_boundaries)
                                   ? guarded(model.index(), to_save, targets)
                                   : model.ending_with(to_save));
  }
  if (config.layers_to_transform.empty() || config.target_modules.regex || !may('l'))
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

void check_targets(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                   PeftEffect& effect) {
  TargetCheck(model, tuner, config, effect).run();
}

void check_sizes(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                 PeftEffect& effect) {
  const char* const member = tuner.type == "VBLORA" ? "vector_length" : "block_size";
  if (tuner.type != "VBLORA" && tuner.type != "C3A") return;
  const auto size = static_cast<std::int64_t>(config.number(member).value_or(256));
  if (size <= 0 || effect.adapted.empty()) return;
  if (!model.has_parameters()) {
    effect.leave_open({member, "it must divide the sizes of all layers", "parameter shapes"});
    return;
  }
  Selection odd;
  for (const ParameterFacts& each : *model.facts()->parameters) {
    if (each.name != "weight" || each.shape.size() != 2 ||
        !std::binary_search(effect.adapted.begin(), effect.adapted.end(), each.module))
      continue;
    if (each.shape[0] % size != 0 || each.shape[1] % size != 0) odd.push_back(each.module);
  }
  if (odd.empty()) return;
  effect.refuse({member, std::to_string(size) + " does not divide the sizes of all layers",
                 "write a common divisor, or exclude them", odd});
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
