// SPDX-License-Identifier: Apache-2.0
// TreeIndex is an index of a module tree that answers literal patterns without trying every module.
//
// It sorts the modules by their reversed text, so that all modules that end with a text are
// neighbours (a suffix array of paths), and a text that is the end of paths costs what it selects.
// In other modes TreeSelector runs an automaton down the tree, or the reference tries every module.
// The references (matchers/) define the modes; the tests compare the two.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/select/backwards_order.h"
#include "analysis/select/selection.h"
#include "analysis/select/tree_selector.h"
#include "matchers/mode.h"
#include "names/tree.h"

namespace overmatch {

class PathTemplates;

class TreeIndex {
 public:
  // `tree` must outlive the index. O(n log depth) besides sorting the distinct segments.
  explicit TreeIndex(const ModuleTree& tree);
  // Uses the shape that the tree's reader computed.
  TreeIndex(const ModuleTree& tree, TreeShape shape);

  [[nodiscard]] const ModuleTree& tree() const noexcept { return tree_; }
  [[nodiscard]] std::size_t size() const noexcept { return tree_.modules.size(); }
  [[nodiscard]] std::string_view path(std::uint32_t module) const noexcept {
    return tree_.modules[module];
  }
  // The index of the module with this path, or kNoModule. O(log n).
  [[nodiscard]] std::uint32_t find(std::string_view path) const noexcept;
  // The parent of a module, kNoModule for a top-level module and for the root.
  [[nodiscard]] std::uint32_t parent_of(std::uint32_t module) const noexcept {
    return parents_[module];
  }
  // Whether the ancestors of all modules are modules, too.
  [[nodiscard]] bool is_complete() const noexcept { return complete_; }
  // Whether modules stand right below a module.
  [[nodiscard]] bool has_children(std::uint32_t module) const;
  // The number of segments of a module's path.
  [[nodiscard]] std::size_t depth_of(std::uint32_t module) const noexcept {
    return depths_[module];
  }
  // The number of a module's last segment; equal segments have equal numbers.
  [[nodiscard]] std::uint32_t name_of(std::uint32_t module) const noexcept {
    return names_.of[module];
  }
  // The distinct last segments by number, in the order of first occurrence.
  [[nodiscard]] std::span<const std::string_view> names() const noexcept { return names_.names; }
  // The modules sorted by reversed text: those that end with a text are one run, in which the
  // module with exactly that path comes first.
  [[nodiscard]] std::span<const std::uint32_t> backwards() const noexcept { return backwards_; }
  // The run [first, second) in backwards() of the modules that end with `text`. O(log n).
  [[nodiscard]] std::pair<std::size_t, std::size_t> ending_with(
      std::string_view text) const noexcept;
  // The number of modules that at least one of `patterns` selects. `mode` must be `endswith` or
  // `segment`. O(patterns log n).
  [[nodiscard]] std::size_t count(Mode mode, std::span<const std::string> patterns) const;

  // What a pattern selects in a mode. Returns nothing if the pattern is rejected, with the reason
  // in `why` unless that is null. Caches; call from one thread at a time.
  [[nodiscard]] std::optional<Selection> select(Mode mode, std::string_view pattern,
                                                std::string* why = nullptr) const;
  // What a regex that selects something selects by matches that begin and end at boundaries where
  // the mode is open; nothing if only the reference can tell. Caches, too.
  [[nodiscard]] std::optional<Selection> select_at_boundaries(Mode mode,
                                                              std::string_view regex) const;
  // The templates of the paths (path_templates.h). Caches, too.
  [[nodiscard]] const PathTemplates& templates() const;
  // Whether any path contains this byte.
  [[nodiscard]] bool has(char byte) const;
  // The module with this path and all modules below it.
  [[nodiscard]] Selection subtree(std::string_view root) const;
  // These modules and all below them. O(modules).
  [[nodiscard]] Selection with_all_below(const Selection& tops) const;

 private:
  void prepare(bool complete);
  [[nodiscard]] TreeSelector& selector() const;

  const ModuleTree& tree_;
  LastNames names_;
  bool complete_ = true;
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> depths_;
  std::vector<std::uint32_t> backwards_;
  // What an automaton selected, of the last questions: an audit asks each entry several times.
  struct Recent {
    Mode mode;
    std::string pattern;
    Selection selected;
  };
  mutable std::vector<Recent> recent_;
  mutable std::size_t oldest_ = 0;  // of recent_, the next to be replaced
  // Made when they are first needed.
  mutable std::unique_ptr<TreeSelector> selector_;
  mutable std::shared_ptr<const PathTemplates> templates_;
  mutable std::vector<std::uint8_t> has_children_;  // by module
  mutable std::optional<std::bitset<256>> bytes_;
};

}  // namespace overmatch
