// SPDX-License-Identifier: Apache-2.0
// Many paths as a few lines that people can take in: `layers.{0..31}.self_attn.{q,v}_proj`, 32 × 2.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// One place of a folded path: the names that may stand there, in the tree's order.
struct FoldedPlace {
  std::vector<std::string_view> names;
  bool numbers = false;  // they are all numbers
};

// All paths that are made by taking one name at each place are selected; no path is in two lines.
struct FoldedLine {
  std::vector<FoldedPlace> places;  // none for the root
  std::size_t count = 1;            // the product of the places' numbers of names

  // `layers.{0..31}.self_attn.{q,v}_proj`: ranges of numbers, alternatives with what they share
  // outside; escaped as printable_path does. Of more than twelve alternatives the first and the
  // last are shown.
  [[nodiscard]] std::string text() const;
  // "32 × 2", "" for a single path or a single factor.
  [[nodiscard]] std::string factors() const;
};

struct Folding {
  std::vector<FoldedLine> lines;
  std::size_t count = 0;  // of all lines, made or not
};

// Folds a selection into its first `most` lines. Deterministic; O(segments of the selection and of
// the lines) besides hashing: the lines of a chain of n modules, each in the next, have n²
// segments.
[[nodiscard]] Folding fold(const TreeIndex& index, std::span<const std::uint32_t> selection,
                           std::size_t most = static_cast<std::size_t>(-1));

}  // namespace overmatch
