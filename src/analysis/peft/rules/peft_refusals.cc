// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_refusals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::array<std::string_view, 6> kTasks = {
    "SEQ_CLS", "SEQ_2_SEQ_LM", "CAUSAL_LM", "TOKEN_CLS", "QUESTION_ANS", "FEATURE_EXTRACTION"};

// Numbers that update_layer of a tuner's layer.py, or its config, wants to be positive.
constexpr std::pair<std::string_view, const char*> kPositive[] = {
    {"BONE", "r"},
    {"C3A", "block_size"},
    {"DEFT", "r"},
    {"DELORA", "r"},
    {"FOURIERFT", "n_frequency"},
    {"GRALORA", "gralora_k"},
    {"GRALORA", "r"},
    {"HIRA", "r"},
    {"HRA", "r"},
    {"LILY", "r"},
    {"LOHA", "r"},
    {"LOKR", "r"},
    {"LORA", "r"},
    {"MISS", "r"},
    {"PEANUT", "r"},
    {"PSOFT", "r"},
    {"PVERA", "r"},
    {"RANDLORA", "r"},
    {"ROAD", "group_size"},
    {"SHIRA", "r"},
    {"TINYLORA", "r"},
    {"UNILORA", "r"},
    {"VBLORA", "r"},
    {"VBLORA", "topk"},
    {"VERA", "r"},
    {"WAVEFT", "n_frequency"},
};

bool is_task(const std::string& task) {
  return std::find(kTasks.begin(), kTasks.end(), task) != kTasks.end();
}

void refuse_layers(const PeftTuner& tuner, const PeftConfig& config, PeftEffect& effect) {
  const bool regex = config.target_modules.regex.has_value();
  if (tuner.has(TunerTrait::regex_has_no_layers) && regex && config.has("layers_to_transform")) {
    effect.refuse({"layers_to_transform",
                   "PEFT takes no layers beside a regex in target_modules",
                   "write the layers into the regex, or list names",
                   {}});
  }
  if (tuner.has(TunerTrait::regex_has_no_pattern) && regex && config.has("layers_pattern")) {
    effect.refuse({"layers_pattern",
                   "PEFT takes no layers_pattern beside a regex in target_modules",
                   "write the layers into the regex, or list names",
                   {}});
  }
  if (tuner.has(TunerTrait::pattern_needs_layers) &&
      config.version.has(PeftRule::pattern_needs_layers) && config.has("layers_pattern") &&
      !config.has("layers_to_transform")) {
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
  for (const auto& [type, member] : kPositive) {
    if (type != tuner.type || value(member, 1) > 0) continue;
    effect.refuse({member, "PEFT needs a positive number here", "write one", {}});
  }
  if (tuner.type == "GRALORA" && value("gralora_k", 2) > 0 &&
      std::fmod(value("r", 32), value("gralora_k", 2)) != 0)
    refuse("r", "GraLoRA needs a multiple of gralora_k", "write one");
  if (tuner.type == "ROAD" && std::fmod(value("group_size", 64), 2) != 0)
    refuse("group_size", "RoAd needs an even number", "write one");
  if (tuner.type == "LORA" && config.has("use_dora") && config.has("megatron_config"))
    refuse("use_dora", "PEFT takes no DoRA beside megatron_config", "leave one of them out");
  if (tuner.type == "LORA") {
    const std::string_view init = config.text("init_lora_weights");
    if (config.has("lora_bias") && config.has("use_dora"))
      refuse("lora_bias", "PEFT takes no lora_bias beside use_dora", "leave one of them out");
    if (config.has("lora_bias") && !init.empty())
      refuse("lora_bias", "PEFT takes lora_bias only if init_lora_weights is true or false",
             "leave one of them out");
    if (init == "loftq" && !config.has("loftq_config"))
      refuse("init_lora_weights", "\"loftq\" needs a loftq_config", "write both, or neither");
  }
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
  if (!tuner.is_in(config.version)) {
    effect.refuse({"peft_type",
                   "PEFT " + config.version.text() + " has no " + std::string(tuner.type),
                   "use a release that has it, or another type",
                   {}});
  }
  if (!config.task_type.empty() && !is_task(config.task_type) &&
      config.version.has(PeftRule::known_task_types)) {
    effect.refuse({"task_type",
                   "PEFT has no task " + in_quotes(config.task_type),
                   "write SEQ_CLS, SEQ_2_SEQ_LM, CAUSAL_LM, TOKEN_CLS, QUESTION_ANS or "
                   "FEATURE_EXTRACTION",
                   {}});
  }
  if (config.has("exclude_modules") && !config.version.has(PeftRule::exclude_modules)) {
    effect.refuse({"exclude_modules",
                   "PEFT " + config.version.text() + " has no such member",
                   "write target_modules that leave the modules out",
                   {}});
  }
  refuse_layers(tuner, config, effect);
  refuse_numbers(tuner, config, effect);
  // PeftModelForTokenClassification and …ForQuestionAnswering go through the missing list.
  if (config.version.since(16) && !tuner.saves_in(config.version) &&
      (config.task_type == "TOKEN_CLS" || config.task_type == "QUESTION_ANS")) {
    effect.refuse({"task_type",
                   "PEFT has no " + config.task_type + " with " + std::string(tuner.type) +
                       ", whose config lacks modules_to_save",
                   "write no task_type",
                   {}});
  }
  if (tuner.type == "CPT" && config.task_type != "CAUSAL_LM")
    effect.refuse({"task_type", "CPT is only for CAUSAL_LM", "write \"CAUSAL_LM\"", {}});
  if (tuner.kind == TunerKind::prompt && !is_task(config.task_type)) {
    effect.refuse({"task_type",
                   std::string(tuner.type) + " needs a task",
                   "add task_type, such as \"CAUSAL_LM\"",
                   {}});
  }
  if (!config.version.since(18) && config.bias.ends_with("_only") && tuner.has(TunerTrait::bias)) {
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
  if (known == nullptr || known->is_a("GenerationMixin")) return;
  // A class of transformers can generate text only by GenerationMixin, but for some …ForMaskedLM
  // before transformers 5; other classes may do so themselves.
  const bool masked =
      known->name.ends_with("ForMaskedLM") &&
      model.facts()->config.find(R"("transformers_version":"5.)") == std::string::npos;
  if (masked || !known->name.starts_with("transformers.") || !known->is_a("PreTrainedModel")) {
    effect.leave_open({"task_type",
                       config.task_type + " needs prepare_inputs_for_generation, which " +
                           known->name + " may lack",
                       "the model itself"});
    return;
  }
  effect.refuse({"task_type",
                 known->name + " cannot generate text, which " + config.task_type + " needs",
                 "write another task_type, or none",
                 {}});
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
