// SPDX-License-Identifier: Apache-2.0
#include "names/readers/model_config.h"

#include <nlohmann/json.hpp>

namespace overmatch {

void read_model_config(const nlohmann::ordered_json& config, ModelFacts& facts) {
  facts.config = config.dump();
  const auto type = config.find("model_type");
  if (facts.model_type.empty() && type != config.end() && type->is_string())
    facts.model_type = type->get<std::string>();
  const auto tie = config.find("tie_word_embeddings");
  if (tie != config.end() && tie->is_boolean()) facts.tie_word_embeddings = tie->get<bool>();
}

}  // namespace overmatch
