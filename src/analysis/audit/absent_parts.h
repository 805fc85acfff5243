// SPDX-License-Identifier: Apache-2.0
// Recognises entries of a recipe for several families that this model has no part for.
//
// A list that excludes is often written once for many models: `re:.*mlp.gate$` is the router of
// models with experts, `re:.*linear_attn.*` a part of Qwen3.5. On a dense model such an entry
// selects nothing, and nobody would change it. The names are those of the recipes in
// https://github.com/vllm-project/llm-compressor/tree/main/examples and of the trees in the corpus.
#pragma once

#include "analysis/audit/audit.h"

namespace overmatch {

// Turns warnings about regexes that select nothing into notes, without advice, where the list
// excludes modules and
//   - each name in the regex is one that some family uses, of which the tree lacks one, and the
//     regex is open at the start, so that no other root is meant; or
//   - what the regex would select if it were open is selected by other entries of the list.
// Those of the first kind become one note for each list.
void settle_absent_parts(const TreeIndex& index, Audit& audit);

}  // namespace overmatch
