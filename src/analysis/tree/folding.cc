// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/folding.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "names/ascii.h"
#include "names/text_table.h"

namespace overmatch {

namespace {

bool is_index(std::string_view name) noexcept {
  return is_number(name) && name.size() < 10 && (name.size() == 1 || name[0] != '0');
}

// Maps a module to its node, 0 for none: an array for a large part of the tree, else a hash map.
class KnownTable {
 public:
  explicit KnownTable(std::size_t modules) : nodes_(modules) {}
  [[nodiscard]] std::uint32_t node(std::uint32_t module) const noexcept { return nodes_[module]; }
  void set(std::uint32_t module, std::uint32_t node) noexcept { nodes_[module] = node; }

 private:
  std::vector<std::uint32_t> nodes_;
};
class KnownMap {
 public:
  [[nodiscard]] std::uint32_t node(std::uint32_t module) const {
    const auto found = nodes_.find(module);
    return found == nodes_.end() ? 0 : found->second;
  }
  void set(std::uint32_t module, std::uint32_t node) { nodes_.emplace(module, node); }

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> nodes_;
};

struct SignatureHash {
  std::size_t operator()(const std::vector<std::uint64_t>& signature) const noexcept {
    return hash_text({reinterpret_cast<const char*>(signature.data()),
                      signature.size() * sizeof(std::uint64_t)});
  }
};

class Folder {
 public:
  Folder(const TreeIndex& index, std::span<const std::uint32_t> selection) : index_(index) {
    if (selection.size() > index.size() / 32) {
      grow(selection, KnownTable(index.size()));
    } else {
      grow(selection, KnownMap());
    }
  }

  Folding fold(std::size_t most) {
    Folding folding;
    if (root_selected_) {
      ++folding.count;
      if (most > 0) folding.lines.emplace_back();
    }
    FoldedLine line;
    emit(0, line, folding, most);
    return folding;
  }

 private:
  // A module that is selected or an ancestor of a selected one; node 0 is the ancestor of all.
  // Children are a linked list, because most nodes have none.
  struct Node {
    std::uint32_t name = 0;  // TreeIndex::name_of
    std::uint32_t first_child = 0;
    std::uint32_t last_child = 0;
    std::uint32_t next = 0;  // the next child of the same node
    bool selected = false;
    std::uint32_t shape = 0;  // equal for nodes with the same selection below
  };

  // The shape of nodes with one child, cached because lists repeat it.
  struct Single {
    std::uint64_t child = 0;
    std::uint32_t shape = 0;  // 0 for none yet
    bool selected = false;
  };

  std::uint32_t add_node(std::uint32_t name) {
    if (size_ == nodes_.size()) nodes_.resize(2 * size_);
    nodes_[size_].name = name;
    return static_cast<std::uint32_t>(size_++);
  }

  // Makes the nodes of the selection and its ancestors.
  template <typename Known>
  void grow(std::span<const std::uint32_t> selection, Known known) {
    nodes_.resize(2 * selection.size() + 8);  // often each module has a parent of its own
    add_node(0);
    std::vector<std::uint32_t> way;
    for (const std::uint32_t module : selection) {
      if (index_.depth_of(module) == 0) {
        root_selected_ = true;
        continue;
      }
      way.clear();
      std::uint32_t node = known.node(module);
      for (std::uint32_t at = module; node == 0;) {
        way.push_back(at);
        at = index_.parent_of(at);
        if (at == kNoModule) break;
        node = known.node(at);
      }
      for (std::size_t step = way.size(); step-- > 0;) {
        const std::uint32_t fresh = add_node(index_.name_of(way[step]));
        known.set(way[step], fresh);
        Node& above = nodes_[node];
        (above.first_child == 0 ? above.first_child : nodes_[above.last_child].next) = fresh;
        above.last_child = fresh;
        node = fresh;
      }
      nodes_[node].selected = true;
    }
    nodes_.resize(size_);
    find_shapes();
  }

  void find_shapes() {
    std::unordered_map<std::vector<std::uint64_t>, std::uint32_t, SignatureHash> shapes;
    std::vector<std::uint64_t> signature;
    Single single;
    const auto word_of = [&](std::uint32_t child) {
      return std::uint64_t{nodes_[child].name} << 32U | nodes_[child].shape;
    };
    // A child comes after its parent.
    for (std::size_t at = nodes_.size(); at-- > 0;) {
      Node& node = nodes_[at];
      if (node.first_child == 0)
        continue;  // selected, with nothing below: shape 0, by far the most frequent
      const bool one = node.first_child == node.last_child;
      if (one && single.shape != 0 && single.selected == node.selected &&
          single.child == word_of(node.first_child)) {
        node.shape = single.shape;
        continue;
      }
      signature.assign(1, node.selected ? 1 : 0);
      for (std::uint32_t child = node.first_child; child != 0; child = nodes_[child].next)
        signature.push_back(word_of(child));
      // Children may come in any order. An order mostly repeats, so each is cached besides the
      // sorted one.
      const auto fresh = static_cast<std::uint32_t>(shapes.size() + 1);
      std::uint32_t& as_met = shapes.try_emplace(signature, fresh).first->second;
      if (as_met == fresh && !one) {
        std::sort(signature.begin() + 1, signature.end());
        as_met = shapes.try_emplace(signature, fresh).first->second;
      }
      node.shape = as_met;
      if (one) single = {signature[1], node.shape, node.selected};
    }
  }

  // Appends the lines of the selection below `node`, which `line` leads to. Uses a stack of its
  // own, because a path of many thousand segments would overflow the call stack.
  void emit(std::uint32_t start, FoldedLine& prefix, Folding& folding, std::size_t most) {
    struct Step {
      std::uint32_t node;
      std::size_t depth;
      FoldedPlace place;
    };
    std::vector<Step> steps;
    const auto plan = [&](std::uint32_t node, std::size_t depth) {
      // Children of the same shape share a place, numbers only with numbers.
      std::vector<std::pair<std::uint32_t, FoldedPlace>> groups;
      std::map<std::pair<std::uint32_t, bool>, std::size_t> by_shape;
      for (std::uint32_t child = nodes_[node].first_child; child != 0; child = nodes_[child].next) {
        const std::string_view name = index_.names()[nodes_[child].name];
        const bool number = is_index(name);
        const auto [entry, fresh] =
            by_shape.try_emplace({nodes_[child].shape, number}, groups.size());
        if (fresh) groups.push_back({child, {{}, number}});
        groups[entry->second].second.names.push_back(name);
      }
      for (std::size_t at = groups.size(); at-- > 0;)
        steps.push_back({groups[at].first, depth, std::move(groups[at].second)});
    };
    plan(start, 0);
    while (!steps.empty()) {
      Step step = std::move(steps.back());
      steps.pop_back();
      while (prefix.places.size() > step.depth) prefix.places.pop_back();
      prefix.places.push_back(std::move(step.place));
      if (nodes_[step.node].selected && folding.count++ < most) {
        folding.lines.push_back(prefix);
        for (const FoldedPlace& place : prefix.places)
          folding.lines.back().count *= place.names.size();
      }
      plan(step.node, step.depth + 1);
    }
  }

  const TreeIndex& index_;
  std::vector<Node> nodes_;
  std::size_t size_ = 0;  // the number of nodes in use
  bool root_selected_ = false;
};

}  // namespace

Folding fold(const TreeIndex& index, std::span<const std::uint32_t> selection, std::size_t most) {
  return Folder(index, selection).fold(most);
}

}  // namespace overmatch
