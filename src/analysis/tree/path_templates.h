// SPDX-License-Identifier: Apache-2.0
// PathTemplates maps each module to its path template: the path with every number written as `#`.
//
// All layers of a model share one template, `model.layers.#`. Templates form a tree.
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
  // `index` must outlive the object. O(modules).
  explicit PathTemplates(const TreeIndex& index);

  // Template 0 is the empty one, the ancestor of all others; a template comes after its parent.
  [[nodiscard]] std::uint32_t of(std::uint32_t module) const noexcept { return of_[module]; }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  // The parent of a template; 0 for template 0.
  [[nodiscard]] std::uint32_t above(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].above;
  }
  // The last segment of a template, "#" for a number.
  [[nodiscard]] std::string_view name(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].name;
  }
  [[nodiscard]] std::size_t depth(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].depth;
  }
  // Whether the template has a `#`: its modules are in a numbered list.
  [[nodiscard]] bool in_list(std::uint32_t path_template) const noexcept {
    return nodes_[path_template].in_list;
  }
  // The whole template: `model.layers.#.mlp`.
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

// The modules of a selection below one path template.
struct SelectionPart {
  std::string root;  // the path template above all of them
  Selection modules;
};

// A selection split where its path templates branch: into vision encoder and language model, or
// into the positions in one block.
struct SelectionParts {
  std::string common;                // the template above all parts, "" for the root
  bool inside_block = false;         // they branch inside a numbered list: one layer has them all
  std::vector<SelectionPart> parts;  // in the tree's order; one if all modules share a template
};
[[nodiscard]] SelectionParts part(const PathTemplates& templates,
                                  std::span<const std::uint32_t> selection);
// Whether it has several parts, without making them.
[[nodiscard]] bool has_parts(const PathTemplates& templates,
                             std::span<const std::uint32_t> selection);

}  // namespace overmatch
