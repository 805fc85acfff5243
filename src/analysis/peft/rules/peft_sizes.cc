// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_sizes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace overmatch {

namespace {

using enum SizeNeed;

constexpr SizeRule kSizeRules[] = {
    {"BOFT", "boft_block_size", 4, divides_inputs},
    {"BOFT", "boft_block_num", 0, divides_inputs},
    {"BOFT", "boft_block_size", 4, nothing_with_groups, 21},
    {"BONE", "r", 64, divides_both, 0, "", "bat"},
    {"C3A", "block_size", 256, divides_both, 0, "block_size_pattern"},
    {"FOURIERFT", "n_frequency", 1'000, at_most_product, 0, "n_frequency_pattern"},
    {"GRALORA", "gralora_k", 2, divides_both},
    {"HIRA", "r", 32, nothing_with_groups},
    {"HRA", "r", 8, nothing_with_groups, 21},
    {"LORA", "r", 8, multiple_of_groups, 16, "rank_pattern"},
    {"MISS", "r", 64, at_most_inputs, 21},
    {"MISS", "r", 64, divides_both, 0, "", "bat"},
    {"MISS", "mini_r", 1, divides_outputs, 0, "", "mini"},
    {"PSOFT", "r", 32, at_most_both},
    {"ROAD", "group_size", 64, divides_outputs},
    {"SHIRA", "r", 32, sums_in_product},
    {"VBLORA", "vector_length", 256, divides_both},
    {"WAVEFT", "n_frequency", 2'592, at_most_product, 0, "n_frequency_pattern"},
};

struct NeedText {
  SizeNeed need;
  std::string_view must;  // what the number must do
};
constexpr std::array<NeedText, 9> kTexts = {{
    {divides_inputs, "must divide the number of inputs of each layer"},
    {divides_outputs, "must divide the number of outputs of each layer"},
    {divides_both, "must divide the sizes of all layers"},
    {at_most_inputs, "must not exceed the number of inputs of a layer"},
    {at_most_both, "must exceed neither the inputs nor the outputs of a layer"},
    {at_most_product, "must not exceed the number of weights of a layer"},
    {sums_in_product, "must not need more weights than a layer has"},
    {multiple_of_groups, "must be a multiple of the groups of each convolution"},
    {nothing_with_groups, "is for convolutions without groups"},
}};

std::string_view text_of(SizeNeed need) {
  return std::find_if(kTexts.begin(), kTexts.end(),
                      [&](const NeedText& each) { return each.need == need; })
      ->must;
}

bool asks_groups(SizeNeed need) {
  return need == multiple_of_groups || need == nothing_with_groups;
}

bool fits(SizeNeed need, std::int64_t number, std::int64_t inputs, std::int64_t outputs) {
  switch (need) {
    case divides_inputs: return inputs % number == 0;
    case divides_outputs: return outputs % number == 0;
    case divides_both: return inputs % number == 0 && outputs % number == 0;
    case at_most_inputs: return number <= inputs;
    case at_most_both: return number <= std::min(inputs, outputs);
    case at_most_product: return number <= inputs * outputs;
    // n (i + o) <= i o, without products that overflow for a huge n
    case sums_in_product: return number <= inputs * outputs / (inputs + outputs);
    case multiple_of_groups:
    case nothing_with_groups: break;
  }
  return true;
}

// The inputs and outputs of a layer; nothing for other shapes.
std::optional<std::pair<std::int64_t, std::int64_t>> sizes_of(const PeftModel& model,
                                                              const ParameterFacts& weight) {
  const Shape& shape = weight.shape;
  if (shape.size() == 4) return std::pair(shape[1] * shape[2] * shape[2], shape[0]);
  if (shape.size() != 2 || shape[0] <= 0 || shape[1] <= 0) return std::nullopt;
  const ModuleClass* const known = model.class_at(weight.module);
  if (known != nullptr && known->is_a("Conv1D")) return std::pair(shape[0], shape[1]);
  return std::pair(shape[1], shape[0]);
}

Selection unfit_by_size(const PeftModel& model, const PeftEffect& effect, SizeNeed need,
                        std::int64_t number) {
  Selection unfit;
  for (const ParameterFacts& each : *model.facts()->parameters) {
    if (each.name != "weight" ||
        !std::binary_search(effect.adapted.begin(), effect.adapted.end(), each.module))
      continue;
    const auto sizes = sizes_of(model, each);
    if (sizes && !fits(need, number, sizes->first, sizes->second)) unfit.push_back(each.module);
  }
  return unfit;
}

Selection unfit_by_groups(const PeftModel& model, const PeftEffect& effect, SizeNeed need,
                          std::int64_t number) {
  Selection unfit;
  for (const ConvolutionGroups& each : model.facts()->groups) {
    if (!std::binary_search(effect.adapted.begin(), effect.adapted.end(), each.module)) continue;
    if (need == nothing_with_groups || number % each.groups != 0) unfit.push_back(each.module);
  }
  return unfit;
}

void check_size(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                const SizeRule& rule, PeftEffect& effect) {
  constexpr double kMost = 1e15;  // exact as a double, and more than any layer has
  const double given = config.number(rule.member).value_or(rule.otherwise);
  const auto number = static_cast<std::int64_t>(std::min(given, kMost));
  if (!(given > 0)) return;  // refused elsewhere, or a choice of another member
  const std::string member(rule.member);
  const std::string must(text_of(rule.need));
  const bool groups = asks_groups(rule.need);
  if (groups ? !model.has_classes() : !model.has_parameters()) {
    // What has no classes may have convolutions, but hardly any that are adapted have groups.
    if (!groups) effect.leave_open({member, "it " + must, "parameter shapes"});
    return;
  }
  const Selection unfit = groups ? unfit_by_groups(model, effect, rule.need, number)
                                 : unfit_by_size(model, effect, rule.need, number);
  if (!rule.pattern.empty() && config.has(rule.pattern) && !(groups && unfit.empty())) {
    effect.leave_open({std::string(rule.pattern),
                       "it sets " + member + " for some layers, of which it " + must,
                       "the model itself"});
  } else if (!unfit.empty()) {
    effect.refuse({member, "PEFT refuses " + std::to_string(number) + ": it " + must,
                   tuner.excludes_in(config.version)
                       ? "write a number that fits, or exclude these layers"
                       : "write a number that fits, or other target_modules",
                   unfit});
  }
}

}  // namespace

std::span<const SizeRule> size_rules() noexcept { return kSizeRules; }

void check_sizes(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                 PeftEffect& effect) {
  if (effect.adapted.empty()) return;
  for (const SizeRule& rule : kSizeRules) {
    if (rule.tuner == tuner.type && config.version.since(rule.since) &&
        (rule.init.empty() || config.text("init_weights") == rule.init))
      check_size(model, tuner, config, rule, effect);
  }
  if (tuner.type == "BOFT" && config.number("boft_n_butterfly_factor").value_or(1) > 1) {
    effect.leave_open({"boft_n_butterfly_factor", "it counts only where PEFT can compile for CUDA",
                       "the model itself"});
  }
}

}  // namespace overmatch
