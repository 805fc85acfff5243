// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_version.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace overmatch {

namespace {

constexpr int kOldestMinor = 6;
constexpr int kNewestMinor = 21;
constexpr int kLaterMajor = 1'000;  // added for each major version

struct RuleSince {
  PeftRule rule;
  int minor;
};

constexpr RuleSince kRulesSince[] = {
    {PeftRule::layers_without_pattern, 8},   {PeftRule::all_linear, 8},
    {PeftRule::refused_containers, 9},       {PeftRule::bias_of_adapters, 10},
    {PeftRule::layer_replication, 10},       {PeftRule::refused_adapters, 13},
    {PeftRule::all_linear_head, 13},         {PeftRule::exclude_modules, 14},
    {PeftRule::pattern_needs_layers, 14},    {PeftRule::known_task_types, 14},
    {PeftRule::nested_wrappers, 14},         {PeftRule::grouped_keys, 15},
    {PeftRule::all_linear_paths, 15},        {PeftRule::all_linear_anything, 15},
    {PeftRule::trainable_token_indices, 15}, {PeftRule::implicit_heads_guarded, 16},
    {PeftRule::guard_with_boundaries, 16},   {PeftRule::mamba_check, 16},
    {PeftRule::target_parameters, 17},       {PeftRule::prompts_save_modules, 17},
    {PeftRule::refused_adapter_parts, 18},   {PeftRule::ensure_weight_tying, 18},
    {PeftRule::fused_experts, 19},           {PeftRule::first_layer_number, 20},
    {PeftRule::mamba_check_nemotron, 20},    {PeftRule::layers_pattern_at_root, 21},
};

}  // namespace

bool PeftVersion::has(PeftRule rule) const noexcept {
  const auto* const row = std::find_if(std::begin(kRulesSince), std::end(kRulesSince),
                                       [&](const RuleSince& each) { return each.rule == rule; });
  return row != std::end(kRulesSince) && since(row->minor);
}

bool PeftVersion::is_too_new() const noexcept { return minor_ > kNewestMinor; }
bool PeftVersion::is_too_old() const noexcept { return minor_ < kOldestMinor; }

std::string PeftVersion::text() const {
  return std::to_string(minor_ / kLaterMajor) + "." + std::to_string(minor_ % kLaterMajor) + "." +
         std::to_string(patch_);
}

std::optional<PeftVersion> parse_peft_version(std::string_view text) {
  int numbers[3] = {0, 0, 0};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int part = 0; part < 3; ++part) {
    const auto [next, error] = std::from_chars(at, end, numbers[part]);
    const int limit = part == 0 ? kLaterMajor : part == 1 ? kLaterMajor - 1 : 1'000'000;
    if (error != std::errc() || numbers[part] < 0 || numbers[part] > limit) return std::nullopt;
    at = next;
    if (at == end) {
      if (part == 0) return std::nullopt;
      break;
    }
    if (*at != '.' && part < 2) return std::nullopt;
    if (part < 2) ++at;
  }
  return PeftVersion(numbers[0] * kLaterMajor + numbers[1], numbers[2]);
}

}  // namespace overmatch
