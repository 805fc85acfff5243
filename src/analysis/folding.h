// Many paths as a few lines that people can take in: `layers.{0..31}.self_attn.{q,v}_proj`, 32 × 2.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/tree_index.h"

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

  // `layers.{0..31}.self_attn.{q,v}_proj`: ranges of numbers, alternatives with what they share outside; escaped as
  // printable_path does. Of more than twelve alternatives the first and the last are shown.
  [[nodiscard]] std::string text() const;
  // "32 × 2", "" for a single path or a single factor.
  [[nodiscard]] std::string factors() const;
};

// Folds a selection. Deterministic; O(total segments) besides hashing.
[[nodiscard]] std::vector<FoldedLine> fold(const TreeIndex& index, std::span<const std::uint32_t> selection);

}  // namespace overmatch
