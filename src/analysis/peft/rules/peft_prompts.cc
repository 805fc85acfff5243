// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_prompts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "names/path.h"

namespace overmatch {

namespace {

using PlainJson = nlohmann::json;

// Whether PEFT finds a size in the model's config.
void need(const PeftModel& model, const PeftConfig& config, const PlainJson& sizes,
          const char* member, std::initializer_list<const char*> names, PeftEffect& effect) {
  if (config.has(member) || std::any_of(names.begin(), names.end(),
                                        [&](const char* name) { return sizes.contains(name); }))
    return;
  // A config.json leaves out defaults, and a dump may leave out the config of the language model.
  if (!model.has_classes() || !sizes.contains("vocab_size")) {
    effect.leave_open({member, "it is missing here and in the model's config", "the model itself"});
    return;
  }
  effect.refuse(
      {member, "it is missing, and the model's config has no such size either", "write it", {}});
}

// The first submodule that is a model of transformers itself, or the root.
std::uint32_t backbone_of(const PeftModel& model, std::uint32_t root) {
  for (std::uint32_t child = 0; child < model.index().size(); ++child) {
    if (child == root || model.index().parent_of(child) != kNoModule) continue;
    const ModuleClass* const known = model.class_at(child);
    if (known != nullptr && known->is_a("PreTrainedModel")) return child;
  }
  return root;
}

// PEFT takes the first parameter of as many rows as there are words for the `weight` of the word
// embeddings, whatever it is called.
void find_words(const PeftModel& model, const PlainJson& sizes, PeftEffect& effect) {
  const TreeIndex& index = model.index();
  const std::uint32_t root = index.find("");
  const auto words = sizes.find("vocab_size");
  if (root == kNoModule || !model.has_classes() || !model.has_parameters() ||
      index.find("embeddings.word_embeddings") != kNoModule)
    return;
  if (words == sizes.end() && (sizes.contains("hidden_size") || sizes.contains("d_model"))) {
    effect.refuse({"peft_type",
                   "PEFT needs the vocab_size of the model's config, which has none",
                   "adapt layers instead",
                   {}});
  }
  if (words == sizes.end() || !words->is_number_integer()) return;
  const std::uint32_t backbone = backbone_of(model, root);
  for (const ParameterFacts& each : *model.facts()->parameters) {
    if (!in_subtree(index.path(each.module), index.path(backbone))) continue;
    if (!each.shape.empty() && each.shape[0] != words->get<std::int64_t>()) continue;
    if (!each.shape.empty() && each.name == "weight") return;
    effect.refuse({"peft_type",
                   "PEFT takes the first parameter with vocab_size rows for the word embeddings, "
                   "and fails at " +
                       model.full_name(each),
                   "adapt layers instead, or wrap the language model alone",
                   {each.module}});
    return;
  }
}

}  // namespace

void refuse_prompt(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (model.facts() == nullptr) return;
  if (model.facts()->config.empty()) {
    if (model.has_classes()) {
      effect.leave_open({"peft_type",
                         "a prompt needs sizes from the model's config, which is missing",
                         "the model itself"});
    }
    return;
  }
  const PlainJson whole = PlainJson::parse(model.facts()->config, nullptr, false);
  if (!whole.is_object()) return;
  const auto text = whole.find("text_config");
  // Since 0.16, PEFT looks into the config of the language model.
  const bool inner = config.version.since(16) && text != whole.end() && text->is_object();
  const PlainJson& sizes = inner ? *text : whole;
  constexpr std::array<const char*, 3> counts = {"num_hidden_layers", "num_layers", "n_layer"};
  // Since 0.19, PEFT looks into the config of the whole model as well.
  const bool found = config.version.since(19) && whole.contains("num_hidden_layers");
  if (!config.has("num_layers") && !found &&
      std::none_of(counts.begin(), counts.end(),
                   [&](const char* name) { return sizes.contains(name); })) {
    // A config of transformers may have it under another name.
    effect.leave_open({"num_layers", "it is missing here, and in the model's config by this name",
                       "the model itself"});
  }
  need(model, config, sizes, "token_dim", {"hidden_size", "n_embd", "d_model"}, effect);
  need(model, config, sizes, "num_attention_heads",
       {"num_attention_heads", "n_head", "num_heads", "encoder_attention_heads"}, effect);
  find_words(model, sizes, effect);
}

}  // namespace overmatch
