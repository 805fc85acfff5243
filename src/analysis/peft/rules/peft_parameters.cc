// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_parameters.h"

#include <algorithm>
#include <array>

#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

bool is_lora(const PeftConfig& config) { return config.type.empty() || config.type == "LORA"; }

// fan_in_fan_out as PEFT has left it in the config: the last Linear or Conv1D that it adapts before
// the parameters has corrected it.
bool is_fan_in_fan_out(const PeftModel& model, const PeftConfig& config, const PeftEffect& effect) {
  for (auto at = effect.adapted.rbegin(); at != effect.adapted.rend(); ++at) {
    const ModuleClass* const known = model.class_at(*at);
    if (known == nullptr) break;
    if (known->is_a("Conv1D")) return true;
    if (known->is_a("Linear")) return false;
  }
  return config.has("fan_in_fan_out");
}

void refuse_for_wrapper(const PeftModel& model, const PeftConfig& config, PeftEffect& effect,
                        const std::vector<const ParameterFacts*>& found) {
  constexpr std::array<std::string_view, 6> unfit = {
      "lora_dropout", "fan_in_fan_out", "lora_bias", "use_dora", "velora_config", "kasa_config"};
  for (const std::string_view member : unfit) {
    const bool zero = config.number(member).value_or(1) == 0;
    const bool set =
        member == "fan_in_fan_out" ? is_fan_in_fan_out(model, config, effect) : config.has(member);
    if (!set || zero) continue;
    effect.refuse({std::string(member),
                   "PEFT cannot give a parameter an adapter with " + std::string(member) +
                       " (here " + effect.adapted_parameters.front() + ")",
                   "leave " + std::string(member) + " out",
                   {}});
  }
  Selection both;
  for (const ParameterFacts* const each : found) {
    const std::size_t dimensions = each->shape.size();
    if (dimensions != 0 && dimensions != 2 && dimensions != 3) {
      effect.refuse({"target_parameters",
                     "PEFT adapts only parameters of 2 or 3 dimensions, and " +
                         model.full_name(*each) + " has " + std::to_string(dimensions),
                     "write longer names",
                     {each->module}});
    }
    if (std::binary_search(effect.adapted.begin(), effect.adapted.end(), each->module))
      both.push_back(each->module);
  }
  sort_modules(both, model.index().size());
  if (!both.empty()) {
    effect.refuse({"target_parameters",
                   "PEFT cannot adapt a parameter of a module that has an adapter itself",
                   "take the module out of target_modules", both});
  }
}

}  // namespace

void adapt_parameters(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (config.target_parameters.empty() || !config.version.has(PeftRule::target_parameters) ||
      !is_lora(config))
    return;
  if (!model.has_parameters()) {
    effect.leave_open({"target_parameters", "it names parameters", "parameter shapes"});
    return;
  }
  std::vector<const ParameterFacts*> found;
  for (const ParameterFacts& each : *model.facts()->parameters) {
    std::string name = model.full_name(each);
    const bool wanted = std::any_of(
        config.target_parameters.begin(), config.target_parameters.end(),
        [&](const std::string& end) {
          return name.ends_with(end) &&
                 (name.size() == end.size() || name[name.size() - end.size() - 1] == kSeparator);
        });
    if (!wanted) continue;
    found.push_back(&each);
    effect.holders.push_back(each.module);
    effect.adapted_parameters.push_back(std::move(name));
  }
  sort_modules(effect.holders, model.index().size());
  if (!found.empty()) refuse_for_wrapper(model, config, effect, found);
}

namespace {

// What is tied to the input embeddings follows them. Asked for names, PEFT takes all modules whose
// path ends with one that `_tied_weights_keys` lists, whether or not they share the weight; this
// attribute names the source as well since transformers 5, and PEFT 0.18 then follows the weight,
// through adapters as well, but not into saved modules.
void follow_ties(const PeftModel& model, const PeftConfig& config, PeftEffect& effect,
                 Selection& asked) {
  const ModelFacts& facts = *model.facts();
  if (model.has_classes() ? facts.tie_word_embeddings != true : facts.tie_word_embeddings == false)
    return;  // PEFT takes a missing member for false
  const bool names_only = std::any_of(facts.declared_ties.begin(), facts.declared_ties.end(),
                                      [](const auto& tie) { return tie.second.empty(); });
  if (!facts.declared_ties.empty() && (names_only || !config.version.since(18))) {
    std::vector<std::string> names;
    for (const auto& [name, source] : facts.declared_ties) names.emplace_back(parent(name));
    const Selection found = model.ending_with(names);
    effect.tokens = united(effect.tokens, found);
    asked = united(asked, found);
    return;
  }
  const Selection input = {model.index().find(facts.input_embeddings)};
  if (shared(input, effect.saved).empty())
    effect.tokens =
        united(effect.tokens, model.ending_like(model.tied_to_embeddings(config.version)));
}

}  // namespace

void train_tokens(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (!config.has("trainable_token_indices") || !is_lora(config) ||
      !config.version.has(PeftRule::trainable_token_indices))
    return;
  constexpr const char* member = "trainable_token_indices";
  std::vector<std::string> names = config.token_modules;
  const ModelFacts* const facts = model.facts();
  const bool known = facts != nullptr && !facts->input_embeddings.empty();
  if (names.empty()) {
    names.push_back(known ? facts->input_embeddings : "embed_tokens");
    if (!known && !model.has_classes()) {
      effect.leave_open({member, "a list is for the input embeddings", "the model itself"});
      return;
    }
  }
  for (const std::string& name : names) {
    const auto& saved = config.modules_to_save;
    if (std::find(saved.begin(), saved.end(), name) != saved.end()) {
      effect.refuse({member,
                     in_quotes(name) + " is in modules_to_save, too",
                     "write it in one of them only",
                     {}});
    }
    Selection found = model.ending_with({name});
    if (const std::string alias = model.alias_ending_with({name}, {}); !alias.empty()) {
      effect.leave_open({member,
                         alias + " is another path of a module, and PEFT looks there as well",
                         "the model itself"});
    } else if (found.empty()) {
      effect.refuse({member,
                     "no module ends with " + in_quotes(name),
                     "name the module of the embeddings",
                     {}});
    }
    effect.tokens = united(effect.tokens, found);
  }
  for (const std::uint32_t module : effect.tokens) {
    const ModuleClass* const each = model.class_at(module);
    if (each == nullptr || each->is_a("Embedding")) continue;
    effect.leave_open(
        {member,
         std::string(model.index().path(module)) + " is no embedding, and may have fewer rows",
         "the model itself"});
  }
  Selection asked = effect.tokens;  // modules that PEFT refuses if they have an adapter
  if (known) {
    const Selection input = {model.index().find(facts->input_embeddings)};
    if (!shared(input, effect.tokens).empty()) follow_ties(model, config, effect, asked);
  }
  if (!known && model.has_classes() && facts->tie_word_embeddings == true &&
      config.version.since(18)) {
    effect.leave_open({member,
                       "PEFT asks the model for its input embeddings, and get_input_embeddings() "
                       "returns none or raises an exception",
                       "the model itself"});
  }
  const Selection adapted = shared(asked, united(effect.adapted, effect.holders));
  if (!adapted.empty()) {
    effect.refuse({member, "PEFT cannot train rows of a module that has an adapter",
                   "take it out of target_modules", adapted});
  }
}

}  // namespace overmatch
