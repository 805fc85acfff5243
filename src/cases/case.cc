// SPDX-License-Identifier: Apache-2.0
#include "cases/case.h"

namespace overmatch {

void Case::clear() noexcept {
  patterns.clear();
  modules.clear();
  intended.reset();
}

}  // namespace overmatch
