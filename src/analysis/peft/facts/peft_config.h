// SPDX-License-Identifier: Apache-2.0
// PeftConfig holds the members of PEFT's adapter_config.json that choose modules or parameters.
//
// The members are those of all configs in PEFT 0.21.2
// (https://github.com/huggingface/peft/tree/v0.21.2/src/peft/tuners, each config.py); what a tuner
// does not have, its config ignores (peft_tuners.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/peft/facts/peft_version.h"

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
  std::string type;           // peft_type, such as "LORA"; "" if the file has none
  std::string task_type;      // such as "SEQ_CLS"; "" if the file has none
  std::vector<std::string> target_parameters;
  std::vector<std::string> token_modules;  // the keys of trainable_token_indices, if an object
  PeftNames feedforward_modules;           // of IA3
  // layer_replication: the new list of layers, as ranges of old ones {first, behind the last}.
  std::vector<std::pair<std::int64_t, std::int64_t>> layer_replication;
  bool layers_replicated = false;  // whether the tree has these layers already
  // The release whose rules apply: peft_version, or the newest.
  PeftVersion version;
  std::string version_text;  // peft_version as the file has it, "" if it has none
  // The members that are neither null, false, nor an empty list or object, in the file's order, and
  // the numbers and texts among them.
  std::vector<std::string> members;
  std::vector<std::pair<std::string, double>> numbers;
  std::vector<std::pair<std::string, std::string>> texts;

  // Whether the file has a value for a member: an empty list counts for target_modules,
  // layers_to_transform and modules_to_save, as PEFT asks `is None`.
  [[nodiscard]] bool has(std::string_view member) const noexcept;
  [[nodiscard]] std::optional<double> number(std::string_view member) const noexcept;
  [[nodiscard]] std::string_view text(std::string_view member) const noexcept;  // "" for none
};

// Parses a config; `file` is the name for messages. Throws InputError for wrong types, and for an
// object that is no config of PEFT.
[[nodiscard]] PeftConfig parse_peft_config(std::string_view text, const std::string& file);

}  // namespace overmatch
