// SPDX-License-Identifier: Apache-2.0
// Measures how far a refuted statement is from true: counts the counterexamples by length and lists
// the shortest.
#pragma once

#include "analysis/automata/product.h"

namespace overmatch {

// `product` must have found `witness`, its first counterexample. Explores the rest of it; if that
// is too large, the result is not measured and says why.
[[nodiscard]] CountsByLength measure(Product& product, const Alphabet& alphabet,
                                     const std::string& witness, const ProofOptions& options);

}  // namespace overmatch
