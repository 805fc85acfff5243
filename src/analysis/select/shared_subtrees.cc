// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/shared_subtrees.h"

#include <algorithm>
#include <unordered_map>

#include "names/path.h"
#include "names/tree.h"

namespace overmatch {
namespace {

constexpr std::uint32_t kNoLink = static_cast<std::uint32_t>(-1);
// Selecting recurses by segment.
constexpr std::uint32_t kMostSegments = 500;

}  // namespace

// The tree before it is folded: the modules, the ancestors that are missing, and the root.
struct SharedSubtrees::Links {
  std::vector<std::uint32_t> names;
  std::vector<std::uint32_t> first;  // by place in the list: the first child, or kNoLink
  std::vector<std::uint32_t> next;   // the next child of the same parent
  std::uint32_t root = 0;
  std::uint32_t modules = 0;
};

SharedSubtrees::SharedSubtrees(std::span<const std::string_view> paths,
                               std::span<const std::uint32_t> parents,
                               std::span<const std::string_view> names,
                               std::span<const std::uint32_t> of)
    : names_(names.begin(), names.end()) {
  Links links;
  links.names.assign(of.begin(), of.end());
  supported_ = link(paths, parents, links);
  if (supported_) fold(links);
}

bool SharedSubtrees::link(std::span<const std::string_view> paths,
                          std::span<const std::uint32_t> given, Links& links) {
  links.modules = static_cast<std::uint32_t>(paths.size());
  std::vector<std::uint32_t> parents(given.begin(), given.end());
  // The places of all paths and of added ancestors; filled if an ancestor is missing.
  std::unordered_map<std::string_view, std::uint32_t> places;
  const auto root = std::find(paths.begin(), paths.end(), std::string_view());
  links.root = static_cast<std::uint32_t>(root - paths.begin());
  if (root == paths.end()) {
    parents.push_back(kNoLink);
    links.names.push_back(kNoLink);
  }
  const auto add_ancestors = [&](std::string_view path) {
    const auto first = static_cast<std::uint32_t>(parents.size());
    std::uint32_t child = kNoLink;
    for (std::string_view above = path;; above = parent(above)) {
      const auto [place, fresh] = places.emplace(above, static_cast<std::uint32_t>(parents.size()));
      if (child != kNoLink) parents[child] = place->second;
      if (!fresh) return child == kNoLink ? place->second : first;
      child = place->second;
      parents.push_back(kNoLink);
      names_.push_back(last_segment(above));
      links.names.push_back(static_cast<std::uint32_t>(names_.size() - 1));
    }
  };
  for (std::uint32_t at = 0; at < links.modules; ++at) {
    if (at == links.root) continue;
    const std::string_view name = names_[links.names[at]];
    if (parents[at] != kNoModule) {
      if (paths[at].size() != paths[parents[at]].size() + 1 + name.size()) return false;
      continue;
    }
    if (paths[at].size() == name.size()) {
      if (name.empty()) return false;  // the root again
      parents[at] = links.root;
      continue;
    }
    if (places.empty()) {
      for (std::uint32_t other = 0; other < links.modules; ++other)
        places.emplace(paths[other], other);
      places.emplace("", links.root);
    }
    const std::string_view above = parent(paths[at]);
    if (above.empty()) return false;  // the first segment is empty
    const std::uint32_t place = add_ancestors(above);
    parents[at] = place;
  }
  links.first.assign(parents.size(), kNoLink);
  links.next.assign(parents.size(), kNoLink);
  // From the last one on, so that children are in the order of the list.
  for (std::uint32_t at = static_cast<std::uint32_t>(parents.size()); at-- > 0;) {
    if (at == links.root) continue;
    links.next[at] = links.first[parents[at]];
    links.first[parents[at]] = at;
  }
  return true;
}

void SharedSubtrees::fold(const Links& links) {
  const std::size_t count = links.first.size();
  // Depth-first order.
  std::vector<std::uint32_t> order;
  order.reserve(count);
  module_at_.reserve(count);
  struct Open {
    std::uint32_t at;
    std::uint32_t depth;
  };
  std::vector<Open> open = {{links.root, 0}};
  std::uint32_t last = 0;
  while (!open.empty()) {
    const auto [at, depth] = open.back();
    open.pop_back();
    depth_ = std::max(depth_, depth);
    const bool is_module = at < links.modules;
    in_order_ = in_order_ && (!is_module || at >= last);
    if (is_module) last = at;
    order.push_back(at);
    module_at_.push_back(is_module ? at : kNoModule);
    if (depth > 0 && links.next[at] != kNoLink) open.push_back({links.next[at], depth});
    if (links.first[at] != kNoLink) open.push_back({links.first[at], depth + 1});
  }
  supported_ = order.size() == count && depth_ <= kMostSegments;
  if (!supported_) return;

  begins_ = {0, 0};
  sizes_ = {1};
  std::vector<std::uint64_t> hashes = {0};
  std::vector<std::uint32_t> node_of(count, kLeaf);
  std::vector<std::uint32_t> table(64, kNoLink);
  const auto slot_of = [&](std::uint64_t hash, std::size_t begin, std::size_t end) {
    std::size_t slot = hash & (table.size() - 1);
    for (; table[slot] != kNoLink; slot = (slot + 1) & (table.size() - 1)) {
      const std::uint32_t known = table[slot];
      const auto alike = [](const Edge& left, const Edge& right) {
        return left.name == right.name && left.below == right.below;
      };
      if (hashes[known] == hash &&
          std::equal(edges_.begin() + begins_[known], edges_.begin() + begins_[known + 1],
                     edges_.begin() + static_cast<std::ptrdiff_t>(begin),
                     edges_.begin() + static_cast<std::ptrdiff_t>(end), alike))
        break;
    }
    return slot;
  };
  for (std::size_t place = count; place-- > 0;) {
    const std::uint32_t at = order[place];
    if (links.first[at] == kNoLink) continue;
    const std::size_t begin = edges_.size();
    std::uint64_t hash = 1;
    std::uint32_t size = 1;
    for (std::uint32_t child = links.first[at]; child != kNoLink; child = links.next[child]) {
      const std::uint32_t below = node_of[child];
      edges_.push_back({links.names[child], below, size});
      size += sizes_[below];
      hash = (hash ^ (std::uint64_t{links.names[child]} << 32U | below)) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 31U;
    }
    const std::size_t slot = slot_of(hash, begin, edges_.size());
    if (table[slot] != kNoLink) {
      node_of[at] = table[slot];
      edges_.resize(begin);
      continue;
    }
    const std::uint32_t node = nodes();
    node_of[at] = table[slot] = node;
    begins_.push_back(static_cast<std::uint32_t>(edges_.size()));
    sizes_.push_back(size);
    hashes.push_back(hash);
    if (2 * std::size_t{node} > table.size()) {
      table.assign(2 * table.size(), kNoLink);
      for (std::uint32_t known = 1; known <= node; ++known)
        table[slot_of(hashes[known], begins_[known], begins_[known + 1])] = known;
    }
  }
  root_ = node_of[links.root];
}

}  // namespace overmatch
