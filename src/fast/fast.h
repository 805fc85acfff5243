// SPDX-License-Identifier: Apache-2.0
// Matchers for many patterns at once, as exact as the references and far faster: what the harness
// is shown to prove, and worked examples of a new matcher under test (tests/fast/). A target of its
// own, overmatch::fast, because it needs RE2.
#pragma once

#include <memory>

#include "matchers/matcher.h"

namespace overmatch::fast {

// LiteralIndex for the literal modes, RegexSet for `regex`. Its name is "fast-" and the mode's.
[[nodiscard]] std::unique_ptr<Matcher> make_fast(Mode mode);

}  // namespace overmatch::fast
