// SPDX-License-Identifier: Apache-2.0
// Dialect `gptqmodel` reads `dynamic`: `-:P` is the regex P of mode `match` and gives null, `+:P`
// and P are the regex P of mode `match` and give their label. One sign is removed. The first entry
// that matches decides.
//
// The source is `_resolve_dynamic_override` (https://github.com/ModelCloud/GPTQModel,
// quantization/config.py of 7.7.0). Regexes there are those of PCRE2: the portable core is read
// alike (5,000 random lists with Python's `re` in their place), but for a name that ends with a
// newline: `^P$` with a literal P is compared as text.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_gptqmodel(std::string_view entry) {
  return {{Mode::match, std::string(without_sign(Mode::gptqmodel, entry))}};
}

}  // namespace overmatch
