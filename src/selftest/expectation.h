// SPDX-License-Identifier: Apache-2.0
// Which properties should see a planted bug, worked out from its hand-given witness and from what
// the properties say in words; neither the properties' code nor what they find today is asked. A
// property is expected when the witness, or a question that the property makes of it at once, is
// one on which the property's sentence is untrue of the bug.
//
// agreement is expected of every bug that answers wrongly, and left out here: what counts is who
// sees it besides.
#pragma once

#include <cstdint>

#include "planted/planted.h"

namespace overmatch {

// Asks the bug its witness, so call it where that may crash. Bit i: the i-th of all_properties(). 0
// where agreement alone can know: the bug is a right matcher of other semantics.
[[nodiscard]] std::uint32_t expected_properties(const Planted& planted);

}  // namespace overmatch
