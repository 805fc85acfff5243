// SPDX-License-Identifier: Apache-2.0
// The expectation of a planted bug says which properties should detect it, derived from its
// hand-written witness and from what the properties say.
//
// It uses neither the code of the properties nor their results. A property is expected if the bug
// violates its statement on the witness, or on a question that the property derives from it
// directly. Agreement is expected for every bug that answers wrongly, so it is left out: what
// counts is which other property detects the bug.
#pragma once

#include <cstdint>

#include "planted/planted.h"

namespace overmatch {

// Bit i: the i-th of all_properties() is expected. 0 if only agreement can detect the bug: it is a
// correct matcher of other semantics. Asks the bug its witness, which may crash the process.
[[nodiscard]] std::uint32_t expected_properties(const Planted& planted);

}  // namespace overmatch
