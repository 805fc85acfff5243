// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_classes.h"

#include <algorithm>
#include <array>

#include "analysis/peft/facts/peft_facts.h"
#include "names/path.h"

namespace overmatch {

namespace {

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

// A quantized layer is named after the layer that it replaces. What a model's own code defines,
// such as Gemma4ClippableLinear, is none.
bool may_be_quantized(std::string_view class_name) {
  return class_name.find("Linear") != std::string_view::npos &&
         !class_name.starts_with("transformers.models.");
}

// Members that LoRA's layer for a class refuses (tuners/lora/layer.py).
struct Unfit {
  const char* class_name;
  const char* member;
  int until = 0;  // the first release, 0.UNTIL, that takes it; 0 if none does
};
constexpr Unfit kUnfit[] = {
    {"Embedding", "lora_bias"},
    {"Embedding", "use_dora", 13},
    {"_ConvNd", "use_dora", 11},
    {"MultiheadAttention", "use_dora"},
    {"MultiheadAttention", "velora_config"},
    {"MultiheadAttention", "kasa_config"},
    {"_ConvNd", "velora_config"},
};

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
    if (tuner_.kind == TunerKind::norms) check_norms();
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
                      excluding("exclude them, or write names that leave them out"), wrong_});
    }
    if (!inner_.empty()) {
      effect_.refuse({"target_modules",
                      can + ", and these have modules inside, which no such class has",
                      excluding("exclude them, or name the modules inside"), inner_});
    }
    if (!open_.empty()) {
      effect_.leave_open({"target_modules",
                          can + ": " + named_first(open_) + " may be of another class",
                          model_.is_printed() ? "the model itself" : "classes"});
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
      if (*found == "MultiheadAttention") {
        attentions.push_back(module);
        refuse_uneven(module);
      }
      if (tuner_.type == "GLORA" && known.name != "torch.nn.modules.linear.Linear")
        refuse_subclass(module, known);
      refuse_unfit(module, known);
      return;
    }
    if (may_be_quantized(known.name)) {
      open_.push_back(module);
      return;
    }
    if (wrong_.empty()) class_ = ", such as " + known.name;
    wrong_.push_back(module);
  }

  // An attention with other sizes for keys and values has three parameters in place of one.
  void refuse_uneven(std::uint32_t module) {
    if (!model_.has_parameters() || model_.dimensions_of(module, "in_proj_weight")) return;
    effect_.refuse({"target_modules",
                    "PEFT adapts attentions only if queries, keys and values have one size",
                    excluding("exclude them, or write names that leave them out"),
                    {module}});
  }

  void refuse_subclass(std::uint32_t module, const ModuleClass& known) {
    effect_.refuse({"target_modules",
                    "GLORA adapts only modules of the class Linear itself, and " + known.name +
                        " is another one",
                    "write names that leave these modules out",
                    {module}});
  }

  // LNTuning copies whole modules of any class.
  void check_norms() {
    Selection inside;
    std::vector<bool> whole(model_.index().size());
    for (const std::uint32_t module : effect_.adapted) whole[module] = true;
    for (const std::uint32_t module : effect_.adapted) {
      for (std::uint32_t above = model_.index().parent_of(module); above != kNoModule;
           above = model_.index().parent_of(above)) {
        if (!whole[above]) continue;
        inside.push_back(module);
        break;
      }
    }
    if (!inside.empty()) {
      effect_.refuse({"target_modules", "PEFT cannot adapt modules inside of others that it adapts",
                      excluding("exclude them, or name the outer or the inner ones only"), inside});
    }
    if (!model_.has_classes() || !model_.has_parameters()) return;
    for (const std::uint32_t module : effect_.adapted) {
      const ModuleClass* const known = model_.class_at(module);
      if (config_.version.since(18) && known != nullptr && known->is_a("MultiheadAttention"))
        refuse_uneven(module);
    }
    find_weightless();
  }

  // PEFT looks for a device: before 0.18 in the module's weight, then in any of its parameters.
  void find_weightless() {
    std::vector<bool> has(model_.index().size());
    const bool any = config_.version.since(18);
    for (const ParameterFacts& each : *model_.facts()->parameters) {
      if (any) {
        for (std::uint32_t at = each.module; at != kNoModule && !has[at];
             at = model_.index().parent_of(at))
          has[at] = true;
      } else if (each.name == "weight") {
        has[each.module] = true;
      }
    }
    Selection without;
    Selection open;
    for (const std::uint32_t module : effect_.adapted) {
      if (has[module]) continue;
      const ModuleClass* const known = model_.class_at(module);
      // The weight of a frozen BatchNorm is a buffer.
      const bool certain = known != nullptr && known->name.find("BatchNorm") == std::string::npos;
      (certain ? without : open).push_back(module);
    }
    if (!open.empty()) {
      effect_.leave_open({"target_modules",
                          named_first(open) + " may have no weight, which PEFT refuses",
                          "the model itself"});
    }
    if (without.empty()) return;
    effect_.refuse({"target_modules",
                    any ? "PEFT cannot adapt modules without parameters"
                        : "PEFT cannot adapt modules without a weight",
                    excluding("exclude them, or write names that leave them out"), without});
  }

  void refuse_unfit(std::uint32_t module, const ModuleClass& known) {
    if (tuner_.type != "LORA") return;
    for (const auto& [class_name, member, until] : kUnfit) {
      if (!config_.has(member) || !known.is_a(class_name)) continue;
      if (until != 0 && config_.version.since(until)) continue;
      effect_.refuse({member,
                      "LoRA's layer for " + known.name + " does not take it",
                      "leave it out, or write target_modules that leave these modules out",
                      {module}});
    }
  }

  void by_name(std::uint32_t module) {
    if (model_.has_children(module)) {
      const auto inside = model_.children_of(module);
      const bool attention = inside.size() == 1 && model_.name_of(inside[0]) == "out_proj";
      (attention ? open_ : inner_).push_back(module);
    } else if (const auto dimensions = model_.dimensions_of(module, "weight")) {
      if (*dimensions == 1) wrong_.push_back(module);
    } else if (model_.is_printed() || is_doubtful(model_.name_of(module))) {
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
                      excluding("exclude them, or write names that leave them out"), found});
    } else {
      effect_.leave_open({"target_modules",
                          "PEFT refuses out_proj and conv1d in models of Mamba's type",
                          "model type"});
    }
  }

  // "a.b and 3 more".
  [[nodiscard]] std::string named_first(const Selection& modules) const {
    const std::size_t more = modules.size() - 1;
    return std::string(model_.index().path(modules.front())) +
           (more > 0 ? " and " + std::to_string(more) + " more" : "");
  }

  // The advice for a release, without the part before the comma where nothing can be excluded.
  [[nodiscard]] std::string excluding(std::string_view advice) const {
    constexpr std::string_view exclude = "exclude them, or ";
    if (!tuner_.excludes_in(config_.version)) advice.remove_prefix(exclude.size());
    return std::string(advice);
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

void check_targets(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                   PeftEffect& effect) {
  TargetCheck(model, tuner, config, effect).run();
}

void skip_targets(const PeftModel& model, const PeftTuner& tuner, PeftEffect& effect) {
  if (tuner.type != "OSF" || effect.adapted.empty()) return;
  if (model.has_classes()) {
    effect.adapted = shared(effect.adapted, model.of_classes({"Linear"}));
  } else {
    effect.leave_open({"target_modules", "OSF skips what is no Linear", "classes"});
  }
}

}  // namespace overmatch
