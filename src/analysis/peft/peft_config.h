// SPDX-License-Identifier: Apache-2.0
// PEFT's adapter_config.json: the members that name modules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

// A list of names, or one regex: PEFT reads the two by different rules.
struct PeftNames {
  std::vector<std::string> list;
  std::optional<std::string> regex;
  [[nodiscard]] bool empty() const noexcept { return list.empty() && !regex; }
};

struct PeftConfig {
  PeftNames target_modules;
  PeftNames exclude_modules;
  std::vector<std::string> modules_to_save;
  std::vector<std::int64_t> layers_to_transform;  // empty: all
  std::vector<std::string> layers_pattern;
  std::vector<std::string>
      rank_pattern;  // the keys, in the file's order: the first that matches wins
  std::vector<std::string> alpha_pattern;
  std::string bias = "none";
  std::string type;  // "LORA"
};

// Parses a config; `file` is what messages call it. Members that name no modules are not looked at.
// Throws InputError for wrong types and for a file that names no modules at all.
[[nodiscard]] PeftConfig parse_peft_config(std::string_view text, const std::string& file);

}  // namespace overmatch
