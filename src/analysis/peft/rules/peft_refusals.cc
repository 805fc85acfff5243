// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_refusals.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::array<std::string_view, 6> kTasks = {
    "SEQ_CLS", "SEQ_2_SEQ_LM", "CAUSAL_LM", "TOKEN_CLS", "QUESTION_ANS", "FEATURE_EXTRACTION"};

bool is_task(const std::string& task) {
  return std::find(kTasks.begin(), kTasks.end(), task) != kTasks.end();
}

void refuse_layers(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect) {
  const bool regex = config.target_modules.regex.has_value();
  if (tuner.has('r') && regex && config.has("layers_to_transform")) {
    effect.refuse({"layers_to_transform",
                   "PEFT takes no layers beside a regex in target_modules",
                   "write the layers into the regex, or list names",
                   {}});
  }
  if (tuner.has('p') && regex && config.has("layers_pattern")) {
    effect.refuse({"layers_pattern",
                   "PEFT takes no layers_pattern beside a regex in target_modules",
                   "write the layers into the regex, or list names",
                   {}});
  }
  if (tuner.has('n') && config.version.has(PeftRule::pattern_needs_layers) &&
      config.has("layers_pattern") && !config.has("layers_to_transform")) {
    effect.refuse({"layers_pattern",
                   "PEFT needs layers_to_transform beside layers_pattern",
                   "add layers_to_transform, or leave layers_pattern out",
                   {}});
  }
}

void refuse_numbers(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect) {
  const auto value = [&](const char* member, double otherwise) {
    return config.number(member).value_or(otherwise);
  };
  const auto refuse = [&](const char* member, const char* why, const char* what) {
    effect.refuse({member, why, what, {}});
  };
  if ((tuner.type == "LORA" || tuner.type == "DELORA" || tuner.type == "UNILORA" ||
       tuner.type == "PEANUT" || tuner.type == "PSOFT" || tuner.type == "TINYLORA") &&
      value("r", 8) <= 0)
    refuse("r", "PEFT needs a positive rank", "write a positive r");
  if (tuner.type == "LORA" && config.has("use_dora") && config.has("megatron_config"))
    refuse("use_dora", "PEFT takes no DoRA beside megatron_config", "leave one of them out");
  if (tuner.type == "ADALORA") {
    if (config.has("use_dora")) refuse("use_dora", "AdaLoRA takes no DoRA", "leave it out");
    if (config.has("loftq_config"))
      refuse("loftq_config", "AdaLoRA takes no LoftQ", "leave it out");
    if (config.version.since(14) && value("total_step", 0) <= 0)
      refuse("total_step", "AdaLoRA needs a positive total_step", "write the number of steps");
    if (config.version.since(14) &&
        value("tinit", 0) >= value("total_step", 0) - value("tfinal", 0))
      refuse("tinit", "AdaLoRA needs steps between tinit and total_step - tfinal",
             "write a smaller tinit or tfinal");
  }
  if (tuner.type == "OFT" && config.version.since(14) &&
      (value("r", config.version.since(16) ? 0 : 8) != 0) ==
          (value("oft_block_size", config.version.since(16) ? 32 : 0) != 0))
    refuse("oft_block_size", "OFT takes either r or oft_block_size, and the other 0",
           "set one of them to 0");
  if (tuner.type == "BOFT" &&
      (value("boft_block_size", 4) != 0) == (value("boft_block_num", 0) != 0))
    refuse("boft_block_size",
           "BOFT takes either boft_block_size or boft_block_num, and the other 0",
           "set one of them to 0");
  if (tuner.type == "IA3" && !config.feedforward_modules.regex && !config.target_modules.regex &&
      config.has("target_modules")) {
    const auto& targets = config.target_modules.list;
    for (const std::string& name : config.feedforward_modules.list) {
      if (std::find(targets.begin(), targets.end(), name) != targets.end()) continue;
      effect.refuse({"feedforward_modules",
                     in_quotes(name) + " is not in target_modules",
                     "list it there, too",
                     {}});
    }
  }
}

}  // namespace

void refuse_config(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect) {
  if (!config.task_type.empty() && !is_task(config.task_type) &&
      config.version.has(PeftRule::known_task_types)) {
    effect.refuse({"task_type",
                   "PEFT has no task " + in_quotes(config.task_type),
                   "write SEQ_CLS, SEQ_2_SEQ_LM, CAUSAL_LM, TOKEN_CLS, QUESTION_ANS or "
                   "FEATURE_EXTRACTION",
                   {}});
  }
  refuse_layers(tuner, config, effect);
  refuse_numbers(tuner, config, effect);
  if (tuner.type == "CPT" && config.task_type != "CAUSAL_LM")
    effect.refuse({"task_type", "CPT is only for CAUSAL_LM", "write \"CAUSAL_LM\"", {}});
  if (tuner.kind == TunerKind::prompt && !is_task(config.task_type)) {
    effect.refuse({"task_type",
                   std::string(tuner.type) + " needs a task",
                   "add task_type, such as \"CAUSAL_LM\"",
                   {}});
  }
  if (!config.version.since(18) && config.bias.ends_with("_only") && tuner.has('b')) {
    std::string own(tuner.type);
    for (char& c : own) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    own = (own == "adalora" || own == "fourierft" ? "lora" : own) + "_only";
    if (config.bias != own) {
      effect.refuse({"bias",
                     "PEFT " + config.version.text() + " knows only " + in_quotes(own) +
                         " besides \"none\" and \"all\"",
                     "write it",
                     {}});
    }
  }
}

void refuse_task(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  const bool causal = config.task_type == "CAUSAL_LM";
  if (!causal && config.task_type != "SEQ_2_SEQ_LM") return;
  const std::uint32_t root = model.index().find("");
  const ModuleClass* const known = root == kNoModule ? nullptr : model.class_at(root);
  // A class of transformers can generate text only by GenerationMixin.
  if (known == nullptr || !known->name.starts_with("transformers.") ||
      !known->is_a("PreTrainedModel") || known->is_a("GenerationMixin"))
    return;
  effect.refuse({"task_type",
                 known->name + " cannot generate text, which " + config.task_type + " needs",
                 "write another task_type, or none",
                 {}});
}

void refuse_prompt(const PeftModel& model, const PeftConfig& config, PeftEffect& effect) {
  if (model.facts() == nullptr || model.facts()->config.empty()) return;
  const auto whole = nlohmann::json::parse(model.facts()->config, nullptr, false);
  if (!whole.is_object()) return;
  const auto text = whole.find("text_config");
  const nlohmann::json& sizes = text != whole.end() && text->is_object() ? *text : whole;
  const auto need = [&](const char* member, std::initializer_list<const char*> names) {
    if (config.has(member) || std::any_of(names.begin(), names.end(),
                                          [&](const char* name) { return sizes.contains(name); }))
      return;
    if (!model.has_classes()) {  // a config.json leaves out defaults
      effect.leave_open(
          {member, "it is missing here and in the model's config", "the model itself"});
      return;
    }
    effect.refuse(
        {member, "it is missing, and the model's config has no such size either", "write it", {}});
  };
  need("token_dim", {"hidden_size", "n_embd", "d_model"});
  need("num_attention_heads",
       {"num_attention_heads", "n_head", "num_heads", "encoder_attention_heads"});
}

void refuse_nothing(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect) {
  if (tuner.kind == TunerKind::prompt || tuner.kind == TunerKind::other ||
      effect.depends_on_classes || !effect.adapted.empty() || !effect.adapted_parameters.empty() ||
      config.target_modules.regex == "dummy-target-modules")
    return;
  const bool open =
      std::any_of(effect.not_judged.begin(), effect.not_judged.end(), [](const NotJudged& each) {
        return each.member == "target_parameters" || each.member == "target_modules";
      });
  if (open) return;
  effect.refuse({"target_modules",
                 "no module at all gets an adapter: PEFT refuses to go on",
                 "write names that the model has",
                 {}});
}

}  // namespace overmatch
