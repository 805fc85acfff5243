// SPDX-License-Identifier: Apache-2.0
// SharedSubtrees folds a tree of modules into a graph in which equal subtrees are one node.
//
// A model repeats its layers, and a layer its experts: DeepSeek-V3 has 75,396 modules and 20 nodes
// with some 400 edges. What an automaton selects below a node depends on the node and the state
// only, so it is found once. Missing ancestors are added, which are no modules.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace overmatch {

class SharedSubtrees {
 public:
  struct Edge {
    std::uint32_t name = 0;   // an index into names()
    std::uint32_t below = 0;  // the node of the child
    std::uint32_t offset =
        0;  // how many places the child comes after its parent, in depth-first order
  };

  // A node without edges, of which a tree has one.
  static constexpr std::uint32_t kLeaf = 0;

  // `parents` has kNoModule where there is none in the list; `names` are the last segments of
  // `paths`, and `of` which of them each path has. All views must outlive the object. O(modules).
  SharedSubtrees(std::span<const std::string_view> paths, std::span<const std::uint32_t> parents,
                 std::span<const std::string_view> names, std::span<const std::uint32_t> of);

  // False if the paths are not those of a tree, or too deep.
  [[nodiscard]] bool supported() const noexcept { return supported_; }
  [[nodiscard]] std::span<const std::string_view> names() const noexcept { return names_; }
  [[nodiscard]] std::uint32_t root() const noexcept { return root_; }
  [[nodiscard]] std::span<const Edge> edges(std::uint32_t node) const noexcept {
    return {edges_.data() + begins_[node], begins_[node + 1] - begins_[node]};
  }
  // The number of places of a subtree.
  [[nodiscard]] std::uint32_t size(std::uint32_t node) const noexcept { return sizes_[node]; }
  [[nodiscard]] std::uint32_t nodes() const noexcept {
    return static_cast<std::uint32_t>(sizes_.size());
  }
  // The module at a place in depth-first order, kNoModule for an added ancestor.
  [[nodiscard]] std::uint32_t module_at(std::uint32_t place) const noexcept {
    return module_at_[place];
  }
  // Whether modules have ascending numbers in depth-first order.
  [[nodiscard]] bool in_order() const noexcept { return in_order_; }
  [[nodiscard]] std::uint32_t depth() const noexcept { return depth_; }

 private:
  struct Links;

  [[nodiscard]] bool link(std::span<const std::string_view> paths,
                          std::span<const std::uint32_t> parents, Links& links);
  void fold(const Links& links);

  bool supported_ = false;
  bool in_order_ = true;
  std::uint32_t depth_ = 0;  // the most segments of a path
  std::uint32_t root_ = 0;
  std::vector<std::string_view> names_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> begins_;  // by node, and the end
  std::vector<std::uint32_t> sizes_;
  std::vector<std::uint32_t> module_at_;
};

}  // namespace overmatch
