// SPDX-License-Identifier: Apache-2.0
// What layer_replication does to a model: its list of layers becomes another one, of copies that
// share the weights.
//
// LoraModel._prepare_model in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/lora/model.py and
// replicate_layers in src/peft/tuners/tuners_utils.py.
#pragma once

#include <optional>
#include <string>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/tree/tree_index.h"
#include "names/readers/read_tree.h"

namespace overmatch {

// The model with the layers of the config; nothing if it has no layer_replication that applies, or
// PEFT finds no layers. Throws InputError for more than 10,000 layers. O(modules and parameters).
[[nodiscard]] std::optional<Model> replicated(const Model& model, const PeftConfig& config);

// What layer_replication meets in a model.
struct Replication {
  bool applies = false;  // whether the config has one, for LoRA and in a release that knows it
  std::string list;      // the path of the list of layers that PEFT finds; "" if there is none
  std::size_t layers = 0;
  bool in_range = false;  // whether the list has all layers that the config names
};
[[nodiscard]] Replication replication_of(const TreeIndex& index, const PeftConfig& config);

}  // namespace overmatch
