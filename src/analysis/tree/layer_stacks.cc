// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/layer_stacks.h"

#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kFewestLayers = 3;
// The most ranges that layers_in_short writes.
constexpr std::size_t kMostRanges = 10;

}  // namespace

LayerStacks::LayerStacks(const TreeIndex& index) : place_of_(index.size(), kNoStack) {
  std::vector<std::uint8_t> is_numbered(index.names().size());
  for (std::size_t name = 0; name < is_numbered.size(); ++name)
    is_numbered[name] = is_number(index.names()[name]) ? 1 : 0;
  const auto is_layer = [&](std::uint32_t module) {
    return is_numbered[index.name_of(module)] != 0 && index.has_children(module) &&
           index.parent_of(module) != kNoModule;
  };
  std::vector<std::uint32_t> count(index.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (is_layer(module)) ++count[index.parent_of(module)];
  }
  std::vector<std::uint32_t> stack_at(index.size(), kNoStack);
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::uint32_t above = index.parent_of(module);
    if (above == kNoModule) continue;
    if (place_of_[above] != kNoStack) {
      place_of_[module] = place_of_[above];
      continue;
    }
    if (count[above] < kFewestLayers || !is_layer(module)) continue;
    if (stack_at[above] == kNoStack) {
      stack_at[above] = static_cast<std::uint32_t>(stacks_.size());
      stacks_.push_back({above, {}});
    }
    std::vector<std::uint32_t>& layers = stacks_[stack_at[above]].layers;
    place_of_[module] = static_cast<std::uint32_t>(places_.size());
    places_.push_back({stack_at[above], static_cast<std::uint32_t>(layers.size())});
    layers.push_back(module);
  }
}

std::string layers_in_short(const TreeIndex& index, const LayerStack& stack,
                            std::span<const std::uint32_t> places) {
  std::string text;
  std::size_t ranges = 0;
  for (std::size_t at = 0; at < places.size(); ++ranges) {
    std::size_t last = at;
    while (last + 1 < places.size() && places[last + 1] == places[last] + 1) ++last;
    if (ranges == kMostRanges) return text + ", …";
    if (!text.empty()) text += ", ";
    text += last_segment(index.path(stack.layers[places[at]]));
    if (last > at) {
      text += last == at + 1 ? ", " : "-";
      text += last_segment(index.path(stack.layers[places[last]]));
    }
    at = last + 1;
  }
  return text;
}

}  // namespace overmatch
