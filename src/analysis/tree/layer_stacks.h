// SPDX-License-Identifier: Apache-2.0
// LayerStacks finds the numbered lists of a tree, such as `model.layers.0` to `.31`, and the layer
// that each module is in.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// The numbered children of one module that have children of their own; three at least.
struct LayerStack {
  std::uint32_t holder = 0;           // `model.layers`
  std::vector<std::uint32_t> layers;  // in the tree's order
};

inline constexpr std::uint32_t kNoStack = static_cast<std::uint32_t>(-1);

class LayerStacks {
 public:
  // The outermost list counts: an expert of a layer is in that layer. O(modules).
  explicit LayerStacks(const TreeIndex& index);

  [[nodiscard]] std::span<const LayerStack> stacks() const noexcept { return stacks_; }
  // The stack of a module, kNoStack if it is in no layer.
  [[nodiscard]] std::uint32_t stack_of(std::uint32_t module) const noexcept {
    return place_of_[module] == kNoStack ? kNoStack : places_[place_of_[module]].stack;
  }
  // The place of its layer in LayerStack::layers. The module must be in a layer.
  [[nodiscard]] std::uint32_t layer_of(std::uint32_t module) const noexcept {
    return places_[place_of_[module]].layer;
  }

 private:
  struct Place {
    std::uint32_t stack;
    std::uint32_t layer;
  };
  std::vector<LayerStack> stacks_;
  std::vector<Place> places_;            // of all layers
  std::vector<std::uint32_t> place_of_;  // by module: its layer in places_, or kNoStack
};

// Places of layers in short: "0-4, 6, 12". `places` is ascending.
[[nodiscard]] std::string layers_in_short(const TreeIndex& index, const LayerStack& stack,
                                          std::span<const std::uint32_t> places);

}  // namespace overmatch
