// SPDX-License-Identifier: Apache-2.0
// PathTemplates: paths with every number written as `#`, so that the layers of a model are one
// place and not thirty-two.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

class PathTemplates {
 public:
  // `index` must outlive the stems. O(n).
  explicit PathTemplates(const TreeIndex& index);

  // PathTemplate 0 is the empty one, above all others; a stem stands behind the one above it.
  [[nodiscard]] std::uint32_t of(std::uint32_t module) const noexcept { return of_[module]; }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] std::uint32_t above(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].above;
  }
  [[nodiscard]] std::string_view name(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].name;
  }
  [[nodiscard]] std::size_t depth(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].depth;
  }
  // Whether it has a `#`: it is inside of a numbered list.
  [[nodiscard]] bool in_list(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].in_list;
  }
  // `model.layers.#.mlp`
  [[nodiscard]] std::string text(std::uint32_t path_template) const;

 private:
  struct Node {
    std::uint32_t above = 0;
    std::string_view name;
    std::uint32_t depth = 0;
    bool in_list = false;
  };
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> of_;
};

// Part of a selection that stands in a subtree of its own.
struct SelectionPart {
  std::string root;  // the stem of its top
  Selection modules;
};

// A selection parted where its stems part: the vision tower and the language model, or the kinds of
// place in one block.
struct SelectionParts {
  std::string common;         // the stem above all, "" for the root
  bool inside_block = false;  // they part inside a numbered list: the same layer holds them all
  std::vector<SelectionPart>
      parts;  // in the tree's order; a single one if all modules have one stem
};
[[nodiscard]] SelectionParts part(const TreeIndex& index, const PathTemplates& templates,
                                  std::span<const std::uint32_t> selection);

}  // namespace overmatch
