// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/trainable.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/trained_parameter.h"
#include "names/path.h"

namespace overmatch {

namespace {

bool is_adapter(const TrainingPlan& plan, std::string_view segment) noexcept {
  const auto begins = [&](std::string_view front) {
    return !front.empty() && segment.starts_with(front);
  };
  if (!plan.prefixes.empty())
    return std::any_of(plan.prefixes.begin(), plan.prefixes.end(), begins);
  const auto tuners = all_tuners();
  return std::any_of(tuners.begin(), tuners.end(),
                     [&](const PeftTuner& tuner) { return begins(tuner.prefix); });
}

std::uint32_t find_without(const TreeIndex& index, const std::vector<std::string_view>& segments,
                           bool wrappers) {
  std::string path;
  for (const std::string_view segment : segments) {
    if (wrappers && is_dump_wrapper(segment)) continue;
    if (!path.empty()) path += kSeparator;
    path += segment;
  }
  return index.find(path);
}

// The module of a path of the running model. PEFT puts `base_model.model` in front, for prompts
// only `base_model`.
std::uint32_t find_module(const TreeIndex& index, const std::vector<std::string_view>& segments) {
  const auto base = std::find(segments.begin(), segments.end(), "base_model");
  std::vector<std::vector<std::string_view>> fronts = {segments};
  if (base != segments.end()) {
    if (base + 1 != segments.end() && base[1] == "model")
      fronts.emplace_back(base + 2, segments.end());
    fronts.emplace_back(base + 1, segments.end());
  }
  for (const auto& front : fronts) {
    for (const bool wrappers : {false, true}) {
      const std::uint32_t found = find_without(index, front, wrappers);
      if (found != kNoModule) return found;
    }
  }
  return kNoModule;
}

// Removes what PEFT inserts from a path, and tells what that says of its parameters. The modules
// of an adapter belong to the module that it adapts, even if the tree is that of the wrapped model.
ParameterRole strip(const TrainingPlan& plan, std::vector<std::string_view>& segments) {
  ParameterRole role = ParameterRole::own;
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at < segments.size(); ++at) {
    const std::string_view segment = segments[at];
    if (segment == "modules_to_save" && at + 1 < segments.size()) {
      if (role != ParameterRole::original) role = ParameterRole::saved;
      ++at;
    } else if (segment == "original_module") {
      role = ParameterRole::original;
    } else if (segment == "token_adapter") {
      if (role == ParameterRole::own) role = ParameterRole::token_rows;
    } else if (segment == "base_layer") {
      if (role == ParameterRole::token_rows) role = ParameterRole::original;
    } else if (is_adapter(plan, segment)) {
      if (role != ParameterRole::token_rows && role != ParameterRole::original)
        role = ParameterRole::adapter;
      break;
    } else {
      kept.push_back(segment);
    }
  }
  segments = std::move(kept);
  return role;
}

bool is_below(const TreeIndex& index, const Selection& tops, std::uint32_t module) {
  for (; module != kNoModule; module = index.parent_of(module)) {
    if (std::binary_search(tops.begin(), tops.end(), module)) return true;
  }
  // The root is above all modules, but not their parent_of.
  return !tops.empty() && index.path(tops[0]).empty();
}

bool is_frozen(const TreeIndex& index, const TrainingPlan& plan, const TrainedParameter& parameter,
               std::string_view name) {
  if (plan.frozen.empty()) return false;
  std::string whole(index.path(parameter.module));
  if (!whole.empty()) whole += kSeparator;
  whole += last_segment(name);
  return std::find(plan.frozen.begin(), plan.frozen.end(), whole) != plan.frozen.end();
}

}  // namespace

bool is_dump_wrapper(std::string_view segment) noexcept {
  constexpr std::array<std::string_view, 4> wrappers = {
      "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"};
  return std::find(wrappers.begin(), wrappers.end(), segment) != wrappers.end();
}

TrainedParameter resolve(const TreeIndex& index, const TrainingPlan& plan, std::string_view name) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : Segments(parent(name))) segments.push_back(segment);
  // A model may have a module of this name, as SAM has.
  if (plan.peft && !segments.empty() && segments[0] == "prompt_encoder" &&
      index.find("prompt_encoder") == kNoModule)
    return {ParameterRole::added, kNoModule};
  TrainedParameter parameter;
  parameter.role = strip(plan, segments);
  // A parameter may belong to an adapter directly: `lora_embedding_A.default`.
  if (parameter.role == ParameterRole::own && is_adapter(plan, last_segment(name)))
    parameter.role = ParameterRole::adapter;
  parameter.module = find_module(index, segments);
  if (parameter.role == ParameterRole::adapter && parameter.module == kNoModule && plan.peft &&
      (segments.empty() || segments.back() == "base_model"))
    parameter.role =
        ParameterRole::added;  // what all adapters share: `base_model.tinylora_v.default`
  return parameter;
}

bool trains(const TreeIndex& index, const TrainingPlan& plan, const TrainedParameter& parameter,
            std::string_view name) {
  switch (parameter.role) {
    case ParameterRole::adapter:
      return plan.any_adapter ||
             std::binary_search(plan.adapted.begin(), plan.adapted.end(), parameter.module) ||
             std::binary_search(plan.tokens.begin(), plan.tokens.end(), parameter.module);
    case ParameterRole::added: return true;
    case ParameterRole::token_rows:
      return std::binary_search(plan.tokens.begin(), plan.tokens.end(), parameter.module);
    case ParameterRole::saved: return is_below(index, plan.whole, parameter.module);
    case ParameterRole::original: return false;
    case ParameterRole::own: break;
  }
  if (is_below(index, plan.whole, parameter.module)) return true;
  if (plan.own_of_root && index.path(parameter.module).empty()) return true;
  if (!plan.peft || is_frozen(index, plan, parameter, name)) return false;
  if (plan.bias == "all" && plan.bias_by_part && name.find("bias") != std::string_view::npos)
    return true;
  if (last_segment(name) != "bias") return false;
  if (plan.bias == "all") return true;
  return plan.bias.ends_with("_only") &&
         (std::binary_search(plan.adapted.begin(), plan.adapted.end(), parameter.module) ||
          std::binary_search(plan.holders.begin(), plan.holders.end(), parameter.module));
}

TrainingPlan plan_of(const Selection& selected) {
  TrainingPlan plan;
  plan.whole = selected;
  return plan;
}

TrainingPlan plan_of(const PeftEffect& effect, const PeftConfig& config) {
  const PeftTuner* const tuner = find_tuner(config.type);
  TrainingPlan plan;
  plan.whole = effect.saved;
  plan.adapted = effect.adapted;
  plan.holders = effect.holders;
  plan.tokens = effect.tokens;
  plan.peft = true;
  if (tuner != nullptr && !tuner->prefix.empty()) plan.prefixes.emplace_back(tuner->prefix);
  plan.any_adapter = effect.depends_on_classes || !effect.adapted_parameters.empty();
  plan.bias_by_part = !config.version.since(21);
  if (tuner == nullptr || tuner->has(TunerTrait::bias)) plan.bias = config.bias;
  // The adapters of 0.6 are Linears themselves.
  if (config.version.since(7) && !config.version.has(PeftRule::bias_of_adapters) &&
      plan.bias != "all")
    plan.bias = "none";
  plan.frozen = effect.frozen;
  for (const auto& [later, first] : effect.untied) plan.untied.push_back(later);
  plan.own_of_root = tuner != nullptr && tuner->kind == TunerKind::prompt;
  return plan;
}

std::optional<bool> would_train(const TreeIndex& index, const TrainingPlan& plan,
                                std::string_view parameter) {
  const TrainedParameter resolved = resolve(index, plan, parameter);
  if (!resolved.is_found()) return std::nullopt;
  return trains(index, plan, resolved, parameter);
}

TrainableFacts count_trainable(const TreeIndex& index, const TrainingPlan& plan,
                               const Names& parameters) {
  TrainableFacts facts;
  const auto add = [&](std::string_view name) {
    ++facts.parameters;
    if (!would_train(index, plan, name).value_or(false)) return;
    ++facts.planned;
    facts.planned_names.emplace_back(name);
  };
  std::vector<std::string> untied = plan.untied;
  for (const std::string_view name : parameters) {
    add(name);
    std::erase(untied, name);
  }
  for (const std::string& name : untied) add(name);
  return facts;
}

}  // namespace overmatch
