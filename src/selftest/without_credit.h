// SPDX-License-Identifier: Apache-2.0
// Nobody is credited by accident: a planted matcher as the selftest asks it.
#pragma once

#include <memory>

#include "planted/planted.h"

namespace overmatch {

// The planted matcher, but right wherever the pattern list has an empty pattern: that tells almost
// any two matchers apart. A bug whose own witness has an empty pattern is asked as it is.
[[nodiscard]] std::unique_ptr<Matcher> make_without_credit(const Planted& planted);

}  // namespace overmatch
