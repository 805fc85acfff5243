// SPDX-License-Identifier: Apache-2.0
// Dialect `dtensor` reads the plan of PyTorch's `parallelize_module`: an entry is a glob for each
// segment of the name, and its style is the label. The first entry that matches decides.
//
// The source is `parallelize_module` (https://github.com/pytorch/pytorch,
// torch/distributed/tensor/parallel/api.py), which takes an entry apart at its dots and compares
// the children of each module with `fnmatch`. The library differs in two ways that no plan means: a
// star alone never reaches the root, and one dot at the end of an entry is dropped. It also applies
// every entry that matches; a second style finds its parameters distributed already.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_dtensor(std::string_view entry) {
  return {{Mode::path_glob, std::string(entry)}};
}

}  // namespace overmatch
