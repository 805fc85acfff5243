// SPDX-License-Identifier: Apache-2.0
// What a PEFT config selects, by the rule that PEFT 0.21 applies to each member:
//
// - target_modules, exclude_modules: as a list, the path or its last whole segments (`segment`); as
//   a string, re.fullmatch (`regex`).
// - modules_to_save: str.endswith, with no boundary; the modules are trained and saved whole.
// - the guard: what modules_to_save names gets no adapter. The test is re.match of
//   `(^|.*\.)NAME($|\..*)`, with the name neither escaped nor grouped, so it is another rule than
//   that of the saving itself.
// - layers_to_transform: of the modules found by a list (not by their whole path), the first number
//   in the path that has two segments in front of it (or that stands behind layers_pattern) and is
//   not the last segment.
// - rank_pattern, alpha_pattern: re.match of `(.*\.)?(KEY)$`; the first key that matches wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_config.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// What comes out in the end.
struct PeftEffect {
  Selection adapted;                // get an adapter
  Selection saved;                  // wrapped by modules_to_save
  bool depends_on_classes = false;  // target_modules is "all-linear": names alone do not say
};

[[nodiscard]] PeftEffect apply_peft(const TreeIndex& index, const PeftConfig& config);

// The releases from 0.8.0 to 0.19.1 took the last number of a path for its layer.
enum class LayerRule : std::uint8_t { first_number, last_number };

// The number of the layer that a path is in, -1 if PEFT sees none. Throws InputError for a
// layers_pattern with an alternation outside of a group, which PEFT reads as nobody means it.
[[nodiscard]] std::int64_t layer_of(std::string_view path,
                                    const std::vector<std::string>& layers_pattern, LayerRule rule);

// What the modules' names get from rank_pattern or alpha_pattern: for each key the modules of
// `among` that it sets.
struct KeyedSelection {
  Selection matched;  // by the key alone
  Selection set;      // and by no earlier key
};
[[nodiscard]] std::vector<KeyedSelection> apply_keys(const TreeIndex& index,
                                                     const std::vector<std::string>& keys,
                                                     const Selection& among);

// The modules of `among` that the guard keeps from having an adapter.
[[nodiscard]] Selection guarded(const TreeIndex& index,
                                const std::vector<std::string>& modules_to_save,
                                const Selection& among);

}  // namespace overmatch
