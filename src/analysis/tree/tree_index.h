// SPDX-License-Identifier: Apache-2.0
// A tree prepared for many questions: who stands where, and what ends with what.
//
// A reference asks every pattern of every module. Here the modules are sorted once by their
// reversed text, so that all modules that end with a text are neighbours, and literal patterns cost
// what they select. What each mode means is said by the references: tests compare the two on every
// tree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/tree/backwards_order.h"
#include "analysis/tree/selection.h"
#include "matchers/mode.h"
#include "names/tree.h"
#include "names/tree_shape.h"

namespace overmatch {

class TreeIndex {
 public:
  // `tree` must outlive the index. O(n log depth) besides sorting its distinct names.
  explicit TreeIndex(const ModuleTree& tree);
  // The same, where the reader of the tree has told its shape.
  TreeIndex(const ModuleTree& tree, TreeShape shape);

  [[nodiscard]] const ModuleTree& tree() const noexcept { return tree_; }
  [[nodiscard]] std::size_t size() const noexcept { return tree_.modules.size(); }
  [[nodiscard]] std::string_view path(std::uint32_t module) const noexcept {
    return tree_.modules[module];
  }
  // kNoModule if there is none. O(log n).
  [[nodiscard]] std::uint32_t find(std::string_view path) const noexcept;
  // The module above, kNoModule for a top-level one and for the root.
  [[nodiscard]] std::uint32_t parent_of(std::uint32_t module) const noexcept {
    return parents_[module];
  }
  // The number of segments.
  [[nodiscard]] std::size_t depth_of(std::uint32_t module) const noexcept {
    return depths_[module];
  }
  // The last name of a module by number: equal numbers are equal names.
  [[nodiscard]] std::uint32_t name_of(std::uint32_t module) const noexcept {
    return names_.of[module];
  }
  // Every name by its number, in the order in which the tree comes to them.
  [[nodiscard]] std::span<const std::string_view> names() const noexcept { return names_.names; }
  // Modules sorted by their text read backwards: what ends with a text is one run, the text itself
  // first.
  [[nodiscard]] std::span<const std::uint32_t> backwards() const noexcept { return backwards_; }
  // The run of modules that end with `text`, as places in backwards().
  [[nodiscard]] std::pair<std::size_t, std::size_t> ending_with(
      std::string_view text) const noexcept;
  // How many modules at least one of `patterns` selects, in `endswith` or `segment`. O(patterns log
  // n).
  [[nodiscard]] std::size_t count(Mode mode, std::span<const std::string> patterns) const;

  // What a pattern selects in a mode. Nothing, with the reason, if the pattern is rejected.
  [[nodiscard]] std::optional<Selection> select(Mode mode, std::string_view pattern,
                                                std::string* why = nullptr) const;
  // The module and everything below it.
  [[nodiscard]] Selection subtree(std::string_view root) const;

 private:
  void prepare(bool complete);

  const ModuleTree& tree_;
  LastNames names_;
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> depths_;
  std::vector<std::uint32_t> backwards_;
};

}  // namespace overmatch
