// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_ties.h"

#include <algorithm>

#include "analysis/peft/rules/rank_alpha_patterns.h"
#include "names/path.h"

namespace overmatch {

namespace {

bool is_embedding(std::string_view name) {
  const std::string_view last = last_segment(name);
  return last == "embed_tokens" || last == "lm_head";
}

bool name_embedding(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(),
                     [](const auto& name) { return is_embedding(name); });
}

// Adds the embeddings to a list and removes the first name that matches the tied module.
void replace(const TreeIndex& index, std::vector<std::string>& names, const std::string& input,
             const Selection& tied) {
  if (std::find(names.begin(), names.end(), input) == names.end()) names.push_back(input);
  for (const std::uint32_t module : tied) {
    const auto match = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return !front_matches(index, "(^|.*\\.)" + name + "($|\\..*)", {module},
                            "ensure_weight_tying")
                  .empty();
    });
    if (match != names.end()) names.erase(match);
  }
}

// Since 0.18, PEFT asks a model with a dict of ties for its input embeddings, whatever the config.
void need_embeddings(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (!config.version.since(18) || !model.has_classes()) return;
  const ModelFacts& facts = *model.facts();
  if (!facts.input_embeddings.empty() || facts.declared_ties.empty() ||
      facts.declared_ties.front().second.empty() ||
      (config.version.since(20) && facts.tie_word_embeddings == false))
    return;
  effect.refuse({"",
                 "the model declares tied weights, so PEFT asks it for its input embeddings, which "
                 "get_input_embeddings() does not return",
                 "give the class of the model a get_input_embeddings() that returns a module",
                 {}});
}

}  // namespace

TiedModules tie_embeddings(const PeftModel& model, PeftConfig& config, PeftEffect& effect) {
  need_embeddings(model, config, effect);
  const bool lora = config.type.empty() || config.type == "LORA";
  if (!lora || !config.has("ensure_weight_tying") ||
      !config.version.has(PeftRule::ensure_weight_tying))
    return {};
  const bool saved = name_embedding(config.modules_to_save);
  const auto& targets = config.target_modules;
  const bool adapted = targets.regex ? [&] {
    const auto hit = full_matches(*targets.regex, {"embed_tokens", "lm_head"}, "target_modules");
    return hit[0] || hit[1];
  }()
                                     : name_embedding(targets.list);
  if (!saved && !adapted) return {};  // PEFT warns
  const ModelFacts* const facts = model.facts();
  if (facts == nullptr || facts->input_embeddings.empty()) {
    effect.leave_open(
        {"ensure_weight_tying", "it depends on which weights are shared", "the model itself"});
    return {};
  }
  const Selection output = model.tied_to_embeddings(config.version);
  if (output.empty()) return {};  // nothing is tied: PEFT warns
  TiedModules tied;
  if (saved) {
    const std::uint32_t input = model.index().find(facts->input_embeddings);
    if (std::binary_search(output.begin(), output.end(), input)) {
      effect.refuse({"ensure_weight_tying",
                     "PEFT cannot tie what it saves to " + facts->input_embeddings +
                         ", which the model ties to another module itself",
                     "leave ensure_weight_tying out",
                     {input}});
    }
    replace(model.index(), config.modules_to_save, facts->input_embeddings, output);
    tied.saved = model.ending_like(output);
  } else if (targets.regex) {
    config.target_modules.regex = "(?:" + *targets.regex + "|" + facts->input_embeddings + ")";
    tied.adapted = output;
  } else {
    replace(model.index(), config.target_modules.list, facts->input_embeddings, output);
    tied.adapted = output;
  }
  return tied;
}

}  // namespace overmatch
