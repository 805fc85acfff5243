// SPDX-License-Identifier: Apache-2.0
// Takes from the config of a transformers model what the rules of libraries depend on.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "names/model_facts.h"

namespace overmatch {

// Stores the config, an object, as text, with its model type (unless the facts have one already)
// and whether it ties the word embeddings. A member of another type than transformers writes counts
// as absent.
void read_model_config(const nlohmann::ordered_json& config, ModelFacts& facts);

}  // namespace overmatch
