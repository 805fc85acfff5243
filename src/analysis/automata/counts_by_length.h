// SPDX-License-Identifier: Apache-2.0
// How far a refuted claim is from true: names counted by length, and the shortest of them.
#pragma once

#include "analysis/automata/product.h"

namespace overmatch {

// `product` has been walked to `witness`, its first refuting name. Not measured, with the reason,
// where the whole of it is too large.
[[nodiscard]] CountsByLength measure(Product& product, const Alphabet& alphabet,
                                     const std::string& witness, const ProofOptions& options);

}  // namespace overmatch
