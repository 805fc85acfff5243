// SPDX-License-Identifier: Apache-2.0
// Computes what a PEFT config selects, by the rules that PEFT 0.21.2 applies to its members.
//
// `check_target_module_exists` in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/tuners_utils.py reads:
// - target_modules and exclude_modules: a list by the path or its last whole segments (`segment`),
//   a string by re.fullmatch (`regex`).
// - modules_to_save, as a guard: modules that it names get no adapter. The test is re.match of
//   `(^|.*\.)NAME($|\..*)`, with the name neither escaped nor grouped, which differs from the rule
//   for saving below.
// - layers_to_transform: filters the modules that a list selects, except those listed by their
//   whole path, by the layer's number. This is the first segment of digits with two segments in
//   front (or behind a match of layers_pattern) that is not the last segment.
// In https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py:
// - `_set_trainable` reads modules_to_save by str.endswith, without a boundary; it wraps the
//   modules in a ModulesToSaveWrapper, which trains and saves them whole.
// - `get_pattern_key` reads rank_pattern and alpha_pattern by re.match of `(.*\.)?(KEY)$`; the
//   first key that matches wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_config.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// What PEFT does to the modules of a tree.
struct PeftEffect {
  Selection adapted;  // modules with an adapter
  Selection saved;    // modules that modules_to_save wraps
  // target_modules is "all-linear", which `_maybe_include_all_linear_layers` expands by class, so
  // that the names do not determine `adapted`.
  bool depends_on_classes = false;
};

// Applies a config to a tree. Throws InputError for a regex that does not compile.
[[nodiscard]] PeftEffect apply_peft(const TreeIndex& index, const PeftConfig& config);

// Which number of a path is its layer: PEFT 0.8.0 to 0.19.1 take the last one, later releases the
// first one.
enum class LayerRule : std::uint8_t { first_number, last_number };

// The number of the layer that a path is in, as `check_target_module_exists` finds it; -1 if there
// is none. Throws InputError for a layers_pattern with an alternation outside a group: PEFT does
// not group the pattern, so the alternation would split PEFT's own regex.
[[nodiscard]] std::int64_t layer_of(std::string_view path,
                                    const std::vector<std::string>& layers_pattern, LayerRule rule);

// The modules that one key of rank_pattern or alpha_pattern selects.
struct KeyedSelection {
  Selection matched;  // modules that the key matches
  Selection set;      // of these, modules that no earlier key matches
};
// Applies `get_pattern_key` to the modules of `among`; returns one element for each key. Throws
// InputError for a key that does not compile.
[[nodiscard]] std::vector<KeyedSelection> apply_keys(const TreeIndex& index,
                                                     const std::vector<std::string>& keys,
                                                     const Selection& among);

// The modules of `among` that get no adapter because modules_to_save names them (the guard above).
// Throws InputError for a name that does not compile as a regex.
[[nodiscard]] Selection guarded(const TreeIndex& index,
                                const std::vector<std::string>& modules_to_save,
                                const Selection& among);

}  // namespace overmatch
