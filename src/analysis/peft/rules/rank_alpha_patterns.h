// SPDX-License-Identifier: Apache-2.0
// What the keys of rank_pattern and alpha_pattern select: `get_pattern_key` of
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py reads them by re.match
// of `(.*\.)?(KEY)$`, before 0.15 of `.*\.KEY$`; the first key that matches wins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/peft/facts/peft_version.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// The modules that one key of rank_pattern or alpha_pattern selects.
struct KeyedSelection {
  Selection matched;  // modules that the key matches
  Selection set;      // of these, modules that no earlier key matches
};
// Applies the keys to the modules of `among`; returns one element for each key. Throws InputError
// for a key that does not compile.
[[nodiscard]] std::vector<KeyedSelection> apply_keys(const TreeIndex& index,
                                                     const std::vector<std::string>& keys,
                                                     const Selection& among,
                                                     const PeftVersion& version = {});

// The names that each key sets, likewise: PEFT asks for parameters with an adapter by their full
// names.
[[nodiscard]] std::vector<std::vector<std::string>> apply_keys(const std::vector<std::string>& keys,
                                                               std::vector<std::string> names,
                                                               const PeftVersion& version = {});

// The modules of `among` whose path re.match(regex, path) matches. Throws InputError naming
// `member` for a wrong regex.
[[nodiscard]] Selection front_matches(const TreeIndex& index, const std::string& regex,
                                      const Selection& among, const std::string& member);

}  // namespace overmatch
