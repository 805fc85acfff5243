// SPDX-License-Identifier: Apache-2.0
#include "matchers/need_mode.h"

#include "names/input_error.h"

namespace overmatch {

Mode need_mode(const std::string& name) {
  const auto mode = parse_mode(name);
  if (!mode)
    throw InputError("unknown mode \"" + name +
                     "\": it is one of endswith, segment, exact, subtree, regex");
  return *mode;
}

}  // namespace overmatch
