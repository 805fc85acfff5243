// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_tuners.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace overmatch {

namespace {

constexpr std::string_view kAnyLayer =
    "Embedding Conv2d Conv3d@14 Conv1d@15 MultiheadAttention@15 Linear Conv1D";
constexpr TunerKind kPrompt = TunerKind::prompt;
constexpr TunerKind kLayers = TunerKind::layers;

constexpr PeftTuner kTuners[] = {
    {"LORA", "lora_", kLayers, kAnyLayer, "sxlbrpn"},
    {"ADALORA", "lora_", kLayers, "Linear Conv1D Conv2d@20", "sxlbrn"},
    {"ADAMSS", "adamss_", kLayers, "Linear", "slz"},
    {"ADAPTION_PROMPT", "adaption_", TunerKind::other, "", ""},
    {"BEFT", "beft_", kLayers, "Linear", "s"},
    {"BOFT", "boft_", kLayers, "Linear Conv2d", "sxlbnz"},
    {"BONE", "bone_", kLayers, "Linear", "sxlbrp"},
    {"C3A", "c3a_", kLayers, "Linear", "slbrpz"},
    {"CARTRIDGE", "", kPrompt, "", "s"},
    {"CPT", "", kPrompt, "", "s"},
    {"DEFT", "deft_", kLayers, "Linear Conv1D", "sxlbrpn"},
    {"DELORA", "delora_", kLayers, "Linear", "sxlbrn"},
    {"FOURIERFT", "fourierft_", kLayers, "Linear Conv1D", "sxlbrpnz"},
    {"FROD", "frod_", kLayers, "Linear Conv1D", "slbnz"},
    {"GLORA", "glora_", kLayers, "Linear", "sb"},
    {"GRALORA", "gralora_", kLayers, "Linear Conv1D", "slbz"},
    {"HIRA", "hira_", kLayers, "Embedding Conv2d Conv3d Conv1d Linear Conv1D", "sxlrp"},
    {"HRA", "hra_", kLayers, "Linear Conv2d", "sxlbrpn"},
    {"IA3", "ia3_", kLayers, "Linear Conv1D Conv2d Conv3d@14", "sx"},
    {"LILY", "lily_", kLayers, "Linear", "sxln"},
    {"LN_TUNING", "ln_tuning_", TunerKind::norms, "*", "sx"},
    {"LOHA", "hada_", kLayers, "Conv2d Conv1d@18 Linear", "sxln"},
    {"LOKR", "lokr_", kLayers, "Conv2d Conv1d@18 Linear", "sxln"},
    {"MISS", "miss_", kLayers, "Linear", "sxlbrp"},
    {"MULTITASK_PROMPT_TUNING", "", kPrompt, "", "s"},
    {"OFT", "oft_", kLayers, "Linear Conv2d Embedding@21", "sxlbn"},
    {"OSF", "osf_", kLayers, "*", "s"},
    {"P_TUNING", "", kPrompt, "", "s"},
    {"PEANUT", "peanut_", kLayers, "Linear", "sxln"},
    {"POLY", "poly_", kLayers, "Linear", "sx"},
    {"PREFIX_TUNING", "", kPrompt, "", "s"},
    {"PROMPT_TUNING", "", kPrompt, "", "s"},
    {"PSOFT", "psoft_", kLayers, "Linear", "sxlrpnz"},
    {"PVERA", "pvera_lambda_", kLayers, "Linear Conv1D", "slbn"},
    {"RANDLORA", "randlora_", kLayers, "Linear Conv1D", "slb"},
    {"ROAD", "road_", kLayers, "Linear", "sz"},
    {"SHADOW", "shadow_", TunerKind::other, "", "sxlrpn"},
    {"SHIRA", "shira_", kLayers, "Linear", "sz"},
    {"SUPERTUNING", "supertuning_", kLayers, "Linear", "s"},
    {"TINYLORA", "tinylora_", kLayers, "Linear Conv1D Embedding", "slbn"},
    {"TRAINABLE_TOKENS", "trainable_tokens_", TunerKind::tokens, "*", ""},
    {"UNILORA", "unilora_", kLayers, "Linear Conv1D", "slbrp"},
    {"VBLORA", "vblora_", kLayers, "Linear Conv1D", "sxlbnz"},
    {"VERA", "vera_lambda_", kLayers, "Linear Conv1D", "slbn"},
    {"WAVEFT", "waveft_", kLayers, "Linear Conv1D", "sxlbrpnz"},
    {"XLORA", "xlora_", TunerKind::other, "", ""},
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

const PeftTuner* find_tuner(std::string_view type) noexcept {
  if (type.empty()) type = "LORA";
  const auto* const found = std::find_if(std::begin(kTuners), std::end(kTuners),
                                         [&](const auto& each) { return each.type == type; });
  return found == std::end(kTuners) ? nullptr : found;
}

std::span<const PeftTuner> all_tuners() noexcept { return kTuners; }

}  // namespace overmatch
