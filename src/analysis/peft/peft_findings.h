// SPDX-License-Identifier: Apache-2.0
// Finds faults of a PEFT config in members that have no pattern of their own, and in the keys of
// rank_pattern and alpha_pattern.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

struct PeftFacts {
  const TreeIndex& index;
  const PeftConfig& config;
  const PeftEffect& effect;
  const ModelFacts* facts = nullptr;  // may be null
};

// The modules that hold these parameters.
[[nodiscard]] Selection holders_of(const TreeIndex& index,
                                   const std::vector<std::string>& parameters);

// Adds the keys of a member as patterns, and the findings about keys that set nothing.
void add_keys(const PeftFacts& peft, const char* member, const std::vector<std::string>& keys,
              Audit& audit);

// Appends a warning for weights that PEFT unties, and a note for an adapter on tied ones.
void find_untied(const PeftFacts& peft, Audit& audit);

// Appends the findings about layers_to_transform: what it does not reach, and the parameters that
// it does not hold back.
void find_layers(const PeftFacts& peft, Audit& audit);

}  // namespace overmatch
