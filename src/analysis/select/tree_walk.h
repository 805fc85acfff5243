// SPDX-License-Identifier: Apache-2.0
// Runs an automaton down a tree and collects the modules that it accepts.
//
// A visit is a node of SharedSubtrees entered in a state. It is made once, and keeps the edges
// below which something is selected; from these the places are collected.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/select/path_dfa.h"
#include "analysis/select/selection.h"
#include "analysis/select/shared_subtrees.h"
#include "names/tree.h"

namespace overmatch {

// Indices of paths in the list, ascending: a Selection (tree/selection.h).
using Selected = std::vector<std::uint32_t>;

// A tree whose names are spelled in letters.
struct TreeText {
  const SharedSubtrees& subtrees;
  std::span<const TreeLetter> text;
  std::span<const std::uint32_t> begins;  // by name, and the end
  TreeLetter separator = 0;

  [[nodiscard]] std::span<const TreeLetter> name(std::uint32_t number) const noexcept {
    return text.subspan(begins[number], begins[number + 1] - begins[number]);
  }
};

template <typename Machine>
class TreeWalk {
 public:
  TreeWalk(const TreeText& tree, Machine& machine)
      : tree_(tree), machine_(machine), last_(tree.subtrees.nodes(), kNone) {}

  Selected select() {
    const typename Machine::State start = machine_.start();
    const std::uint32_t top = visit(tree_.subtrees.root(), start, true);
    collect(top, 0);
    if (!tree_.subtrees.in_order()) std::sort(selected_.begin(), selected_.end());
    return std::move(selected_);
  }

 private:
  using State = typename Machine::State;

  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);
  // What stands for a visit: of a leaf that is selected, and of a subtree that is, all of it.
  static constexpr std::uint32_t kLeafVisit = kNone - 1;
  static constexpr std::uint32_t kAllVisit = kNone - 2;

  struct Live {
    std::uint32_t visit;
    std::uint32_t offset;
    std::uint32_t size;
  };
  struct Visit {
    State state;
    std::uint32_t before;  // another visit of the same node
    std::uint32_t begin;   // in live_
    std::uint32_t end;
    bool accepted;
  };

  State run(State state, std::span<const TreeLetter> text) {
    for (const TreeLetter letter : text) {
      if (machine_.is_dead(state)) break;
      state = machine_.step(state, letter);
    }
    return state;
  }

  // Returns the visit of a node, kNone if it selects nothing.
  std::uint32_t visit(std::uint32_t node, State state, bool top) {
    if (machine_.is_dead(state)) return kNone;
    if (node == SharedSubtrees::kLeaf) return machine_.accepts(state) ? kLeafVisit : kNone;
    if (machine_.is_universal(state)) return kAllVisit;
    for (std::uint32_t known = last_[node]; known != kNone; known = visits_[known].before) {
      if (visits_[known].state == state) return is_live(known) ? known : kNone;
    }
    const std::size_t base = open_.size();
    const State inside = top ? state : machine_.step(state, tree_.separator);
    if (!machine_.is_dead(inside)) {
      for (const SharedSubtrees::Edge& edge : tree_.subtrees.edges(node)) {
        const std::uint32_t below = visit(edge.below, run(inside, tree_.name(edge.name)), false);
        if (below != kNone) open_.push_back({below, edge.offset, tree_.subtrees.size(edge.below)});
      }
    }
    const auto fresh = static_cast<std::uint32_t>(visits_.size());
    const auto begin = static_cast<std::uint32_t>(live_.size());
    live_.insert(live_.end(), open_.begin() + static_cast<std::ptrdiff_t>(base), open_.end());
    open_.resize(base);
    visits_.push_back({state, last_[node], begin, static_cast<std::uint32_t>(live_.size()),
                       machine_.accepts(state)});
    last_[node] = fresh;
    return is_live(fresh) ? fresh : kNone;
  }

  [[nodiscard]] bool is_live(std::uint32_t visit) const noexcept {
    return visits_[visit].accepted || visits_[visit].begin != visits_[visit].end;
  }

  void take(std::uint32_t place) {
    const std::uint32_t module = tree_.subtrees.module_at(place);
    if (module != kNoModule) selected_.push_back(module);
  }

  void collect(std::uint32_t number, std::uint32_t place) {
    if (number == kNone) return;
    if (number == kLeafVisit) return take(place);
    if (number == kAllVisit) return take_all(place, tree_.subtrees.size(tree_.subtrees.root()));
    const Visit& visit = visits_[number];
    if (visit.accepted) take(place);
    for (std::uint32_t at = visit.begin; at < visit.end; ++at) {
      const Live& one = live_[at];
      if (one.visit == kAllVisit) {
        take_all(place + one.offset, one.size);
      } else {
        collect(one.visit, place + one.offset);
      }
    }
  }

  void take_all(std::uint32_t place, std::uint32_t size) {
    for (const std::uint32_t end = place + size; place < end; ++place) take(place);
  }

  const TreeText& tree_;
  Machine& machine_;
  std::vector<std::uint32_t> last_;  // by node: the last visit
  std::vector<Visit> visits_;
  std::vector<Live> live_;
  std::vector<Live> open_;  // of the visits that are not made yet
  Selected selected_;
};

// The modules whose paths a machine accepts.
template <typename Machine>
[[nodiscard]] Selected walk_tree(const TreeText& tree, Machine& machine) {
  return TreeWalk<Machine>(tree, machine).select();
}

}  // namespace overmatch
