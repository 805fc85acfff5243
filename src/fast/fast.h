// SPDX-License-Identifier: Apache-2.0
// Makes fast matchers for many patterns at once, which answer exactly as the references do.
//
// They are worked examples of new matchers under test (tests/fast/). The target overmatch::fast is
// separate because it needs RE2 (https://github.com/google/re2).
#pragma once

#include <memory>

#include "matchers/matcher.h"

namespace overmatch::fast {

// Makes a LiteralIndex for a mode of text, else a RegexSet. Its name is "fast-" and the
// mode's name.
[[nodiscard]] std::unique_ptr<Matcher> make_fast(Mode mode);

}  // namespace overmatch::fast
