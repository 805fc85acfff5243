// SPDX-License-Identifier: Apache-2.0
// Applies a PEFT config to a model: what get_peft_model does, by the rules of the config's release.
//
// The rules stand in files of their own: peft_targets.h (adapters), peft_classes.h and peft_sizes.h
// (targets that PEFT refuses), peft_layers.h (layers_to_transform), peft_experts.h (fused experts),
// peft_saved.h (modules_to_save and heads), peft_ties.h (tied embeddings), peft_parameters.h
// (single parameters and rows), peft_refusals.h (what PEFT refuses), rank_alpha_patterns.h (ranks);
// peft_version.h says since when.
#pragma once

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_effect.h"
#include "analysis/peft/rules/peft_layers.h"
#include "analysis/peft/rules/rank_alpha_patterns.h"
#include "analysis/tree/tree_index.h"
#include "names/model_facts.h"

namespace overmatch {

// `facts` may be null: then names decide what they can, and the effect says what they cannot.
// Throws InputError for a regex that does not compile.
[[nodiscard]] PeftEffect apply_peft(const TreeIndex& index, const PeftConfig& config,
                                    const ModelFacts* facts = nullptr);

}  // namespace overmatch
