// SPDX-License-Identifier: Apache-2.0
// A module tree: the distinct module paths of one model, in model order.
#pragma once

#include <string>

#include "names/names.h"

namespace overmatch {

struct ModuleTree {
  std::string
      name;       // where it comes from, for messages: a file's name without its folder and endings
  Names modules;  // distinct, well-formed, every ancestor of a path before it; the root only if it
                  // was listed
};

}  // namespace overmatch
