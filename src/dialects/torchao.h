// SPDX-License-Identifier: Apache-2.0
// Dialect `torchao` reads FqnToConfig: `re:P` is the regex P of mode `regex`, and any other entry
// is a whole name. Names are asked before regexes, both as given; `_default` is what the rest gets.
// The first entry that matches decides, with None (null) too.
//
// The source is the module part of `_fqn_to_config_handler` and `fqn_matches_fqn_config`
// (https://github.com/pytorch/ao, quantization/quant_api.py of 0.18.0). The library reads a
// dictionary, so that no entry repeats, applies `_default` to linear layers only, and asks for the
// names of parameters too; these are the business of an adapter. It also takes `_default` and a
// regex with its marker for the name of a module that is called so. 20,000 other random lists
// agree.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_torchao(std::string_view entry) {
  if (entry == traits_of(Mode::torchao).dialect.rest) return {{Mode::search, ""}};
  return read_marked(Mode::torchao, entry);
}

}  // namespace overmatch
