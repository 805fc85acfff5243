// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_rules.h"

#include <algorithm>
#include <array>

#include "analysis/peft/facts/peft_facts.h"
#include "analysis/peft/facts/peft_replication.h"
#include "analysis/peft/rules/peft_classes.h"
#include "analysis/peft/rules/peft_experts.h"
#include "analysis/peft/rules/peft_parameters.h"
#include "analysis/peft/rules/peft_prompts.h"
#include "analysis/peft/rules/peft_refusals.h"
#include "analysis/peft/rules/peft_saved.h"
#include "analysis/peft/rules/peft_sizes.h"
#include "analysis/peft/rules/peft_targets.h"
#include "analysis/peft/rules/peft_ties.h"
#include "names/closest.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// Members that no config of the known releases has, if they are misspelt ones or sound as if they
// trained.
void leave_unknown_members(const PeftConfig& config, PeftEffect& effect) {
  constexpr std::array<std::string_view, 6> telling = {"module", "train",     "target",
                                                       "layer",  "parameter", "token"};
  const auto known = config_members();
  for (const std::string& member : config.members) {
    if (std::find(known.begin(), known.end(), member) != known.end()) continue;
    constexpr const char* why = "no known release of PEFT has this member";
    if (config.version.is_too_new()) {
      effect.leave_open({member, why, "the model itself"});
      continue;
    }
    const std::string_view meant = closest(member, known);
    if (meant.empty() && std::none_of(telling.begin(), telling.end(), [&](std::string_view part) {
          return member.find(part) != std::string::npos;
        }))
      continue;
    effect.leave_open(
        {member, meant.empty() ? why : why + ("; did you mean " + in_quotes(meant) + "?"), ""});
  }
}

// The type may be that of a tuner that the user registered, so it is not refused.
void leave_unknown_type(const PeftConfig& config, PeftEffect& effect) {
  const std::string why = "no known release of PEFT has the type " + quoted_short(config.type);
  if (config.version.is_too_new()) {
    effect.leave_open({"peft_type", why, "the model itself"});
    return;
  }
  std::vector<std::string_view> types;
  for (const PeftTuner& tuner : all_tuners()) types.push_back(tuner.type);
  constexpr std::size_t longest = 64;  // no type is longer
  const std::string_view meant = nearest(std::string_view(config.type).substr(0, longest), types);
  effect.leave_open({"peft_type", why + "; the nearest known one is " + in_quotes(meant), ""});
}

// PEFT and this program know what PEFT inserts by its names, and take these for it.
void leave_inserted_names(const PeftModel& model, const PeftTuner& tuner, PeftEffect& effect) {
  if (!model.has_classes()) return;
  const auto& classes = model.facts()->classes;
  if (std::any_of(classes.begin(), classes.end(),
                  [](const ModuleClass& each) { return each.name.starts_with("peft."); }))
    return;  // the tree of a model that PEFT has wrapped
  constexpr std::array<std::string_view, 4> inserted = {"base_layer", "original_module",
                                                        "modules_to_save", "token_adapter"};
  for (std::uint32_t module = 0; module < model.index().size(); ++module) {
    const std::string_view name = model.name_of(module);
    const bool like_adapter =
        !tuner.prefix.empty() && name.find(tuner.prefix) != std::string_view::npos;
    if (!like_adapter && std::find(inserted.begin(), inserted.end(), name) == inserted.end())
      continue;
    effect.leave_open({"peft_type",
                       std::string(model.index().path(module)) +
                           " has a name like those of what PEFT inserts, so PEFT may train it",
                       "the model itself"});
    return;
  }
}

bool facts_input_is_adapted(const PeftModel& model, const PeftEffect& effect) {
  if (model.facts() == nullptr || model.facts()->input_embeddings.empty()) return false;
  const std::uint32_t input = model.index().find(model.facts()->input_embeddings);
  return std::binary_search(effect.adapted.begin(), effect.adapted.end(), input);
}

// Before 0.16, PEFT looks for adapters in the copies that it saves.
void leave_nested_adapters(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (config.version.has(PeftRule::guard_with_boundaries)) return;
  // Those of the config itself are wrapped when PEFT meets them, the heads of a task at the end.
  const Selection wrapped = model.ending_with(config.modules_to_save);
  for (const std::uint32_t module : effect.adapted) {
    for (std::uint32_t above = model.index().parent_of(module); above != kNoModule;
         above = model.index().parent_of(above)) {
      if (!std::binary_search(effect.saved.begin(), effect.saved.end(), above)) continue;
      if (!config.version.has(PeftRule::nested_wrappers) &&
          std::binary_search(wrapped.begin(), wrapped.end(), above)) {
        effect.refuse({"modules_to_save",
                       "PEFT " + config.version.text() +
                           " cannot adapt modules inside of others that it saves",
                       "name them in one of the two members only",
                       {module}});
        return;
      }
      effect.leave_open({"modules_to_save",
                         "PEFT " + config.version.text() + " adapts modules inside of saved ones",
                         "the model itself"});
      return;
    }
  }
}

// Refuses layers that PEFT does not find, or leaves them open, unless the tree has their copies.
void check_replication(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (config.layers_replicated) {
    if (model.has_classes() && model.facts()->config.empty()) {
      effect.leave_open({"layer_replication",
                         "PEFT counts the layers in the model's config, which is not known here",
                         "the model itself"});
    }
    return;
  }
  const Replication found = replication_of(model.index(), config);
  if (!found.applies) return;
  constexpr const char* member = "layer_replication";
  if (found.list.empty() && model.has_classes()) {
    effect.refuse({member,
                   "PEFT finds no list of layers: `layers`, `encoder.layer` or `h`",
                   "leave it out",
                   {}});
  } else if (!found.list.empty() && !found.in_range) {
    effect.refuse({member,
                   found.list + " has only " + std::to_string(found.layers) + " layers",
                   "write numbers of layers that the model has",
                   {}});
  } else {
    effect.leave_open(
        {member, "it copies layers, which the tree does not have", "the model itself"});
  }
}

void apply_layers(const PeftModel& model, const PeftTuner& tuner, PeftConfig& config,
                  PeftEffect& effect) {
  // The order is that of BaseTuner.inject_adapter.
  convert_experts(model, config, effect);
  const TiedModules tied = tie_embeddings(model, config, effect);
  resolve_targets(model, tuner, config, effect);
  if (!effect.depends_on_classes)
    effect.adapted = united(targets_of(model, config, guarding_names(config)), tied.adapted);
  check_targets(model, tuner, config, effect);
  check_sizes(model, tuner, config, effect);
  if (tuner.kind == TunerKind::tokens && facts_input_is_adapted(model, effect) &&
      (!model.has_classes() || model.facts()->tie_word_embeddings == true))
    effect.adapted =
        united(effect.adapted, model.ending_like(model.tied_to_embeddings(config.version)));
  adapt_parameters(model, config, effect);
  refuse_nothing(tuner, config, effect);
  skip_targets(model, tuner, effect);
  save_modules(model, tuner, config, effect);
  leave_nested_adapters(model, config, effect);
  if (const Selection both = shared(tied.saved, effect.adapted); !both.empty()) {
    effect.refuse({"ensure_weight_tying", "PEFT cannot tie to the embeddings what has an adapter",
                   "take it out of target_modules, or out of modules_to_save", both});
  }
  effect.saved = united(effect.saved, tied.saved);
  std::erase_if(effect.untied, [&](const auto& pair) {
    const std::uint32_t later = model.index().find(parent(pair.first));
    return std::binary_search(tied.saved.begin(), tied.saved.end(), later);
  });
  train_tokens(model, config, effect);
  check_replication(model, config, effect);
}

}  // namespace

PeftEffect apply_peft(const TreeIndex& index, const PeftConfig& original, const ModelFacts* facts) {
  PeftEffect effect;
  PeftConfig config = original;
  const PeftModel model(index, facts);
  if (config.version.is_too_new() || config.version.is_too_old()) {
    effect.notes.push_back("the rules of PEFT " + config.version.text() +
                           " are not known; these are those of the nearest release from 0.6 to " +
                           PeftVersion().text());
  }
  leave_unknown_members(config, effect);
  const PeftTuner* const tuner = find_tuner(config.type);
  if (tuner == nullptr) {
    effect.depends_on_classes = true;
    leave_unknown_type(config, effect);
    return effect;
  }
  refuse_config(*tuner, config, effect);
  leave_inserted_names(model, *tuner, effect);
  if (tuner->kind == TunerKind::other) {
    effect.depends_on_classes = true;
    effect.leave_open(
        {"peft_type", std::string(tuner->type) + " builds modules of its own", "the model itself"});
  } else if (tuner->kind == TunerKind::prompt) {
    refuse_prompt(model, config, effect);
    save_modules(model, *tuner, config, effect);
  } else {
    apply_layers(model, *tuner, config, effect);
  }
  refuse_task(model, config, effect);
  return effect;
}

}  // namespace overmatch
