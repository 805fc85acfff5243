// SPDX-License-Identifier: Apache-2.0
// Folds many paths into few lines with alternatives: `layers.{0..31}.self_attn.{q,v}_proj`, 32 × 2.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// One segment of a folded line: the names that it may have, in the tree's order.
struct FoldedPlace {
  std::vector<std::string_view> names;
  bool numbers = false;  // they are all numbers
};

// The set of paths that have one name of each place. Lines are disjoint.
struct FoldedLine {
  std::vector<FoldedPlace> places;  // empty for the root
  std::size_t count = 1;            // the number of paths: the product of the places' sizes

  // `layers.{0..31}.self_attn.{q,v}_proj`: ranges of numbers, and alternatives with their common
  // prefix and suffix outside the braces, escaped as by printable_path. Shows only the first and
  // last of more than twelve alternatives.
  [[nodiscard]] std::string text() const;
  // "32 × 2"; "" for a single path or a single factor.
  [[nodiscard]] std::string factors() const;
};

// The lines of a selection.
struct Folding {
  std::vector<FoldedLine> lines;
  std::size_t count = 0;  // of all lines, even those beyond `most`
};

// Folds a selection into lines and returns the first `most`. Deterministic. O(segments of the
// selection and of the lines) besides hashing; the lines of a chain of n nested modules have n²
// segments.
[[nodiscard]] Folding fold(const TreeIndex& index, std::span<const std::uint32_t> selection,
                           std::size_t most = static_cast<std::size_t>(-1));

}  // namespace overmatch
