// SPDX-License-Identifier: Apache-2.0
// ModuleTree holds the distinct module paths of one model, in the order of the file.
#pragma once

#include <string>

#include "names/names.h"

namespace overmatch {

struct ModuleTree {
  // The model's name for messages: the file name without folder and extensions.
  std::string name;
  // Distinct, well-formed paths; every ancestor comes before its descendants. The root is included
  // only if the file listed it.
  Names modules;
};

}  // namespace overmatch
