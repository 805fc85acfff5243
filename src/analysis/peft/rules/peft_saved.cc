// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_saved.h"

#include <algorithm>
#include <array>

#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

bool is_container(const ModuleClass& known) {
  return known.is_a("ModuleList") || known.is_a("ModuleDict") || known.is_a("ParameterList") ||
         known.is_a("ParameterDict");
}

bool is_number(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

// What PEFT's layer of LoRA holds besides base_layer: containers, none of which can be saved.
constexpr std::array<std::string_view, 6> kLoraParts = {
    "lora_dropout",     "lora_A",           "lora_B",
    "lora_embedding_A", "lora_embedding_B", "lora_magnitude_vector"};

class Saving {
 public:
  Saving(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
         PeftEffect& effect)
      : model_(model), tuner_(tuner), config_(config), effect_(effect) {}

  void run() {
    const std::vector<std::string> names = saving_names(config_);
    if (names.empty()) return;
    effect_.saved = model_.ending_with(names);
    if (!effect_.saved.empty() && model_.index().path(effect_.saved.front()).empty())
      effect_.saved.erase(effect_.saved.begin());  // the empty name; the root has no parent
    with_parts_ = effect_.adapted;
    if (config_.version.since(19)) leave_out_grandchildren();
    leave_aliases(names);
    refuse_containers();
    refuse_adapters();
    find_shadowed();
    for (const std::string& name : names) save_parts(name);
    effect_.saved = united(effect_.saved, effect_.rewraps);
    freeze_shared();
  }

 private:
  // PEFT looks at all paths of a module that occurs several times, and saves it at each.
  void leave_aliases(const std::vector<std::string>& names) {
    if (!config_.version.since(15)) return;
    const std::string alias = model_.alias_ending_with(names, {});
    if (alias.empty()) return;
    effect_.leave_open({"modules_to_save",
                        alias + " is another path of a module, and PEFT saves it there as well",
                        "the model itself"});
  }

  void refuse_containers() {
    if (!config_.version.has(PeftRule::refused_containers)) return;
    Selection containers;
    Selection open;
    for (const std::uint32_t module : effect_.saved) {
      if (const ModuleClass* const known = model_.class_at(module)) {
        if (is_container(*known)) containers.push_back(module);
      } else if (model_.has_children(module)) {
        const auto inside = model_.children_of(module);
        if (std::all_of(inside.begin(), inside.end(),
                        [&](std::uint32_t each) { return is_number(model_.name_of(each)); }))
          open.push_back(module);
      }
    }
    if (!containers.empty()) {
      effect_.refuse({"modules_to_save",
                      "PEFT cannot save containers, and these are ModuleLists or the like",
                      "name the modules inside", containers});
    }
    if (!open.empty()) {
      effect_.leave_open({"modules_to_save",
                          std::string(model_.index().path(open.front())) +
                              " may be a ModuleList, which PEFT refuses",
                          "classes"});
    }
  }

  void refuse_adapters() {
    if (!config_.version.has(PeftRule::refused_adapters)) return;
    const Selection both = shared(effect_.saved, united(effect_.adapted, effect_.holders));
    if (both.empty()) return;
    effect_.refuse({"modules_to_save",
                    "PEFT cannot save modules that have an adapter: modules_to_save is read by "
                    "`endswith`, and what keeps adapters away is read with boundaries",
                    tuner_.excludes_in(config_.version)
                        ? "exclude them in exclude_modules, or write target_modules that leave "
                          "them out"
                        : "write target_modules that leave them out",
                    both});
  }

  // _set_trainable takes a module two levels below a wrapper for a part of it.
  void leave_out_grandchildren() {
    std::vector<bool> wrapped(model_.index().size());
    std::erase_if(effect_.saved, [&](std::uint32_t module) {
      const std::uint32_t above = model_.index().parent_of(module);
      const std::uint32_t grand = above == kNoModule ? kNoModule : model_.index().parent_of(above);
      if (grand != kNoModule && wrapped[grand]) return true;
      wrapped[module] = true;
      return false;
    });
    std::erase_if(with_parts_, [&](std::uint32_t module) {
      const std::uint32_t above = model_.index().parent_of(module);
      return above != kNoModule && wrapped[above];
    });
  }

  void find_shadowed() {
    std::vector<bool> inside(model_.index().size());
    std::vector<bool> own(model_.index().size());
    Selection nested;
    for (const std::uint32_t module : effect_.saved) own[module] = true;
    for (std::uint32_t module = 0; module < model_.index().size(); ++module) {
      const std::uint32_t above = model_.index().parent_of(module);
      if (above == kNoModule) continue;
      inside[module] = inside[above] || own[above];
      if (own[module] && own[above]) effect_.shadowed.push_back(module);
      if (own[module] && inside[module]) nested.push_back(module);
    }
    if (nested.empty() || config_.version.has(PeftRule::nested_wrappers)) return;
    effect_.refuse(
        {"modules_to_save",
         "PEFT " + config_.version.text() + " cannot save modules inside of others that it saves",
         "name only the outer or the inner ones", nested});
  }

  // The copy of a module shares nothing, and the original is frozen, under all of its names.
  void freeze_shared() {
    if (model_.facts() == nullptr) return;
    // The saved module that holds a parameter.
    const auto saved_above = [&](const std::string& parameter) {
      std::uint32_t module = model_.index().find(parent(parameter));
      while (module != kNoModule &&
             !std::binary_search(effect_.saved.begin(), effect_.saved.end(), module))
        module = model_.index().parent_of(module);
      return module;
    };
    for (const auto& [later, first] : model_.facts()->tied) {
      const std::uint32_t of_later = saved_above(later);
      const std::uint32_t of_first = saved_above(first);
      if (of_later == of_first) continue;  // not saved, or copied together
      effect_.untied.emplace_back(later, first);
      if (of_first == kNoModule) effect_.frozen.push_back(first);
      if (of_later == kNoModule) effect_.frozen.push_back(later);
    }
  }

  void save_parts(const std::string& name) {
    if (effect_.adapted.empty() || tuner_.kind == TunerKind::other) return;
    // The part's path ends with the name: the name may reach into the module's own path.
    const auto named = [&](std::string_view part, const Selection& among) {
      const std::string whole = "." + std::string(part);
      if (whole.ends_with(name)) return among;
      if (!name.ends_with(whole)) return Selection();
      return shared(among, model_.ending_with({name.substr(0, name.size() - whole.size())}));
    };
    if (tuner_.prefix == "lora_") {
      for (const std::string_view part : kLoraParts) {
        const Selection parts = named(part, with_parts_);
        if (parts.empty()) continue;
        if (!config_.version.has(PeftRule::refused_containers)) {
          effect_.leave_open(
              {"modules_to_save",
               in_quotes(name) + " ends the name of " + std::string(part) + ", which PEFT adds",
               "the model itself"});
          continue;
        }
        effect_.refuse({"modules_to_save",
                        in_quotes(name) + " ends the name of " + std::string(part) +
                            ", a container that PEFT adds to each module with an adapter",
                        "write a longer name", parts});
      }
    }
    if (tuner_.prefix == "lora_") {
      const Selection parts = named("lora_A.default", effect_.adapted);
      if (!parts.empty() && !config_.version.has(PeftRule::refused_adapter_parts)) {
        effect_.leave_open({"modules_to_save",
                            in_quotes(name) + " ends the name of lora_A.default, which PEFT adds",
                            "the model itself"});
      } else if (!parts.empty()) {
        effect_.refuse({"modules_to_save",
                        in_quotes(name) + " ends the name of lora_A.default, which PEFT adds to "
                                          "each module with an adapter",
                        "write a longer name", parts});
      }
    }
    effect_.rewraps = united(effect_.rewraps, named("base_layer", with_parts_));
  }

  const PeftModel& model_;
  const PeftTuner& tuner_;
  const PeftConfig& config_;
  PeftEffect& effect_;
  Selection with_parts_;  // the modules with an adapter whose direct children PEFT does not skip
};

}  // namespace

std::vector<std::string> implicit_heads(const PeftConfig& config) {
  if (config.task_type == "SEQ_CLS" || config.task_type == "TOKEN_CLS")
    return {"classifier", "score"};
  if (config.task_type == "QUESTION_ANS") return {"qa_outputs"};
  return {};
}

std::vector<std::string> guarding_names(const PeftConfig& config) {
  std::vector<std::string> names = config.modules_to_save;
  if (!config.version.has(PeftRule::implicit_heads_guarded)) return names;
  const PeftTuner* const tuner = find_tuner(config.type);
  if (tuner != nullptr && !tuner->has(TunerTrait::saves)) return names;
  // The classes of the other tasks add their heads only after the adapters.
  if (config.task_type != "SEQ_CLS") return names;
  for (std::string& head : implicit_heads(config)) names.push_back(std::move(head));
  return names;
}

std::vector<std::string> saving_names(const PeftConfig& config) {
  const PeftTuner* const tuner = find_tuner(config.type);
  std::vector<std::string> names = config.modules_to_save;
  std::vector<std::string> heads = implicit_heads(config);
  if (tuner != nullptr && !tuner->saves_in(config.version)) {
    // Before 0.15 the model kept the heads by itself.
    names.clear();
    if (config.version.since(15)) heads.clear();
  }
  for (std::string& head : heads) names.push_back(std::move(head));
  return names;
}

void save_modules(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                  PeftEffect& effect) {
  Saving(model, tuner, config, effect).run();
}

}  // namespace overmatch
