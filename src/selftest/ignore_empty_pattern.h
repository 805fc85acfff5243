// SPDX-License-Identifier: Apache-2.0
// A planted matcher as the selftest asks it: no property gets credit for a bug that only the empty
// pattern reveals.
#pragma once

#include <memory>

#include "planted/planted.h"

namespace overmatch {

// The planted matcher, with the reference's answer to each question that has an empty pattern: that
// pattern reveals almost any bug. A bug whose witness has an empty pattern is unchanged.
[[nodiscard]] std::unique_ptr<Matcher> ignore_empty_pattern(const Planted& planted);

}  // namespace overmatch
