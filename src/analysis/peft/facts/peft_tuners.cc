// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_tuners.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace overmatch {

namespace {

constexpr std::string_view kAnyLayer =
    "Embedding Conv2d Conv3d@14 Conv1d@15 MultiheadAttention@15 Linear Conv1D";
using enum TunerTrait;
constexpr TunerTrait kRegexAlone = regex_has_no_layers | regex_has_no_pattern;
constexpr TunerTrait kLikeLora =
    saves | excludes | layers | bias | kRegexAlone | pattern_needs_layers;

constexpr PeftTuner kTuners[] = {
    {"LORA", "lora_", TunerKind::layers, kAnyLayer, kLikeLora, 0},
    {"ADALORA", "lora_", TunerKind::layers, "Linear Conv1D Conv2d@20",
     saves | excludes | layers | bias | regex_has_no_layers | pattern_needs_layers, 0},
    {"ADAMSS", "adamss_", TunerKind::layers, "Linear", saves | layers, 19},
    {"ADAPTION_PROMPT", "adaption_", TunerKind::other, "", none, 0},
    {"BEFT", "beft_", TunerKind::layers, "Linear", saves, 20},
    {"BOFT", "boft_", TunerKind::layers, "Linear Conv2d",
     saves | excludes | layers | bias | pattern_needs_layers, 11},
    {"BONE", "bone_", TunerKind::layers, "Linear", saves | excludes | layers | bias | kRegexAlone,
     14, 19},
    {"C3A", "c3a_", TunerKind::layers, "Linear", saves | layers | bias | kRegexAlone, 16},
    {"CARTRIDGE", "", TunerKind::prompt, "", saves, 19},
    {"CPT", "", TunerKind::prompt, "", saves, 14},
    {"DEFT", "deft_", TunerKind::layers, "Linear Conv1D", kLikeLora, 20},
    {"DELORA", "delora_", TunerKind::layers, "Linear",
     saves | excludes | layers | bias | regex_has_no_layers | pattern_needs_layers, 18},
    {"FOURIERFT", "fourierft_", TunerKind::layers, "Linear Conv1D", kLikeLora, 12},
    {"FROD", "frod_", TunerKind::layers, "Linear Conv1D",
     saves | layers | bias | pattern_needs_layers, 20},
    {"GLORA", "glora_", TunerKind::layers, "Linear", saves | bias, 20},
    {"GRALORA", "gralora_", TunerKind::layers, "Linear Conv1D", saves | layers | bias, 19},
    {"HIRA", "hira_", TunerKind::layers, "Embedding Conv2d Conv3d Conv1d Linear Conv1D",
     saves | excludes | layers | kRegexAlone, 20},
    {"HRA", "hra_", TunerKind::layers, "Linear Conv2d", kLikeLora, 12},
    {"IA3", "ia3_", TunerKind::layers, "Linear Conv1D Conv2d Conv3d@14", saves | excludes, 0},
    {"LILY", "lily_", TunerKind::layers, "Linear", saves | excludes | layers | pattern_needs_layers,
     19},
    {"LN_TUNING", "ln_tuning_", TunerKind::norms, "*", saves | excludes, 11},
    {"LOHA", "hada_", TunerKind::layers, "Conv2d Conv1d@18 Linear",
     saves | excludes | layers | pattern_needs_layers, 0},
    {"LOKR", "lokr_", TunerKind::layers, "Conv2d Conv1d@18 Linear",
     saves | excludes | layers | pattern_needs_layers, 0},
    {"MISS", "miss_", TunerKind::layers, "Linear", saves | excludes | layers | bias | kRegexAlone,
     17},
    {"MULTITASK_PROMPT_TUNING", "", TunerKind::prompt, "", saves, 0},
    {"OFT", "oft_", TunerKind::layers, "Linear Conv2d Embedding@21",
     saves | excludes | layers | bias | pattern_needs_layers, 7},
    {"OSF", "osf_", TunerKind::layers, "*", saves, 18},
    {"P_TUNING", "", TunerKind::prompt, "", saves, 0},
    {"PEANUT", "peanut_", TunerKind::layers, "Linear",
     saves | excludes | layers | pattern_needs_layers, 19},
    {"POLY", "poly_", TunerKind::layers, "Linear", saves | excludes, 8},
    {"PREFIX_TUNING", "", TunerKind::prompt, "", saves, 0},
    {"PROMPT_TUNING", "", TunerKind::prompt, "", saves, 0},
    {"PSOFT", "psoft_", TunerKind::layers, "Linear",
     saves | excludes | layers | kRegexAlone | pattern_needs_layers, 19},
    {"PVERA", "pvera_lambda_", TunerKind::layers, "Linear Conv1D",
     saves | layers | bias | pattern_needs_layers, 19},
    {"RANDLORA", "randlora_", TunerKind::layers, "Linear Conv1D", saves | layers | bias, 16},
    {"ROAD", "road_", TunerKind::layers, "Linear", saves, 18},
    {"SHADOW", "shadow_", TunerKind::other, "",
     saves | excludes | layers | kRegexAlone | pattern_needs_layers, 21},
    {"SHIRA", "shira_", TunerKind::layers, "Linear", saves, 17},
    {"SUPERTUNING", "supertuning_", TunerKind::layers, "Linear", saves, 21},
    {"TINYLORA", "tinylora_", TunerKind::layers, "Linear Conv1D Embedding",
     saves | layers | bias | pattern_needs_layers, 19},
    {"TRAINABLE_TOKENS", "trainable_tokens_", TunerKind::tokens, "*", none, 15},
    {"UNILORA", "unilora_", TunerKind::layers, "Linear Conv1D", saves | layers | bias | kRegexAlone,
     20},
    {"VBLORA", "vblora_", TunerKind::layers, "Linear Conv1D",
     saves | excludes | layers | bias | pattern_needs_layers, 13},
    {"VERA", "vera_lambda_", TunerKind::layers, "Linear Conv1D",
     saves | layers | bias | pattern_needs_layers, 11},
    {"WAVEFT", "waveft_", TunerKind::layers, "Linear Conv1D", kLikeLora, 18},
    {"XLORA", "xlora_", TunerKind::other, "", none, 12},
};

}  // namespace

std::vector<std::string> PeftTuner::supported(const PeftVersion& version) const {
  std::vector<std::string> names;
  std::string_view left = classes;
  while (!left.empty()) {
    std::string_view name = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), name.size() + 1));
    const std::size_t at = name.find('@');
    if (at != std::string_view::npos) {
      int minor = 0;
      std::from_chars(name.data() + at + 1, name.data() + name.size(), minor);
      if (!version.since(minor)) continue;
      name = name.substr(0, at);
    }
    names.emplace_back(name);
  }
  return names;
}

bool PeftTuner::is_in(const PeftVersion& version) const noexcept {
  return version.since(since) && (until == 0 || !version.since(until));
}

const PeftTuner* find_tuner(std::string_view type) noexcept {
  if (type.empty()) type = "LORA";
  const auto* const found = std::find_if(std::begin(kTuners), std::end(kTuners),
                                         [&](const auto& each) { return each.type == type; });
  return found == std::end(kTuners) ? nullptr : found;
}

std::span<const PeftTuner> all_tuners() noexcept { return kTuners; }

}  // namespace overmatch
