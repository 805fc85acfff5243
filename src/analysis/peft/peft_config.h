// SPDX-License-Identifier: Apache-2.0
// PeftConfig holds the members of PEFT's adapter_config.json that name modules.
//
// The members are those of LoraConfig in PEFT 0.21.2
// (https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/lora/config.py); other methods
// share most of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

// A list of names, or one regex: PEFT reads a JSON array and a string by different rules.
struct PeftNames {
  std::vector<std::string> list;
  std::optional<std::string> regex;
  [[nodiscard]] bool empty() const noexcept { return list.empty() && !regex; }
};

struct PeftConfig {
  PeftNames target_modules;
  PeftNames exclude_modules;
  std::vector<std::string> modules_to_save;
  std::vector<std::int64_t> layers_to_transform;  // empty for all layers
  std::vector<std::string> layers_pattern;
  // The keys of rank_pattern and alpha_pattern in the file's order: the first that matches wins.
  std::vector<std::string> rank_pattern;
  std::vector<std::string> alpha_pattern;
  std::string bias = "none";  // "none", "all" or "METHOD_only"
  std::string type;           // peft_type, such as "LORA"
};

// Parses a config; `file` is the name for messages. Ignores members that name no modules. Throws
// InputError for wrong types, and for a config without target_modules and modules_to_save.
[[nodiscard]] PeftConfig parse_peft_config(std::string_view text, const std::string& file);

}  // namespace overmatch
