// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/product.h"

#include <fmt/format.h>

#include <algorithm>

namespace overmatch {

std::size_t Product::Hash::operator()(Node node) const noexcept {
  auto hash = static_cast<std::uint64_t>(of.nodes_[node].place);
  const LazyDfa::State* const parts = of.parts(node);
  for (std::size_t at = 0; at < of.machines_.size(); ++at)
    hash = (hash ^ parts[at]) * 0x9E3779B97F4A7C15U + (hash >> 29U);
  return hash ^ (hash >> 32U);
}

bool Product::Same::operator()(Node left, Node right) const noexcept {
  return of.nodes_[left].place == of.nodes_[right].place &&
         std::equal(of.parts(left), of.parts(left) + of.machines_.size(), of.parts(right));
}

Product::Product(const std::vector<std::unique_ptr<LazyDfa>>& machines, std::array<Steps, 2> lists,
                 Relation relation, const Alphabet& alphabet, const LetterSet& left_out,
                 std::size_t most_states)
    : machines_(machines),
      lists_(std::move(lists)),
      relation_(relation),
      alphabet_(alphabet),
      left_out_(left_out),
      most_states_(most_states),
      known_(0, Hash{*this}, Same{*this}),
      used_(machines.size()) {
  for (const auto& machine : machines_) parts_.push_back(machine->start());
  (void)settle(0);
  add({});
}

void Product::find_live(std::size_t list, Node node) {
  Steps& live = live_[list];
  live.clear();
  const LazyDfa::State* const states = parts(node);
  for (const Step& step : lists_[list]) {
    const LazyDfa::State state = states[step.machine];
    if (state == kGone) continue;
    // Machines that accept everything are alike.
    live.push_back(state == kAll ? Step{kAll, step.value} : step);
    if (state == kAll) break;
  }
  while (!live.empty() && live.back().value == kNull) live.pop_back();
}

bool Product::settle(Node node) {
  LazyDfa::State* const states = parts(node);
  for (std::size_t at = 0; at < machines_.size(); ++at) {
    if (states[at] >= kAll) continue;
    if (machines_[at]->is_dead(states[at]))
      states[at] = kGone;
    else if (machines_[at]->is_universal(states[at]))
      states[at] = kAll;
  }
  std::fill(used_.begin(), used_.end(), 0);
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    find_live(list, node);
    std::size_t left = live_[list].size();
    for (const Step& step : lists_[list]) {
      const LazyDfa::State state = states[step.machine];
      if (state == kGone) continue;
      // One that accepts everything stays even with null, or a later step would decide.
      if (left > 0 || state == kAll) used_[step.machine] = 1;
      if (state == kAll) break;
      left -= left > 0 ? 1 : 0;
    }
  }
  for (std::size_t at = 0; at < machines_.size(); ++at) {
    if (used_[at] == 0) states[at] = kGone;
  }
  const auto& [first, second] = live_;
  switch (relation_) {
    case Relation::within:
      return first.empty() || first == second ||
             (!second.empty() && second.front().machine == kAll);
    case Relation::disjoint: return first.empty() || second.empty();
    case Relation::same: return first == second;
  }
  return false;
}

Label Product::value(std::size_t list, Node node) const noexcept {
  const LazyDfa::State* const states = parts(node);
  for (const Step& step : lists_[list]) {
    const LazyDfa::State state = states[step.machine];
    if (state == kAll || (state != kGone && machines_[step.machine]->accepts(state)))
      return step.value;
  }
  return kNull;
}

bool Product::refuting(Node node) const noexcept {
  if (nodes_[node].place == Place::after_separator) return false;
  const Label first = value(0, node);
  const Label second = value(1, node);
  switch (relation_) {
    case Relation::within: return first != kNull && second == kNull;
    case Relation::disjoint: return first != kNull && second != kNull;
    case Relation::same: return first != second;
  }
  return false;
}

Product::Node Product::add(State state) {
  const auto node = static_cast<Node>(nodes_.size());
  nodes_.push_back(std::move(state));
  const auto [place, is_new] = known_.insert(node);
  if (!is_new) {
    nodes_.pop_back();
    parts_.resize(parts_.size() - machines_.size());
    return *place;
  }
  if (nodes_.size() > most_states_)
    throw TooLarge(fmt::format("the proof needs more than {} states", most_states_));
  nodes_[node].refutes = refuting(node);
  return node;
}

void Product::expand(Node node) {
  std::vector<Edge> edges;
  for (Letter letter = 0; letter < alphabet_.size(); ++letter) {
    const bool separates = letter == alphabet_.separator();
    if ((separates && nodes_[node].place != Place::in_segment) || left_out_.contains(letter))
      continue;
    const auto next = static_cast<Node>(nodes_.size());
    for (std::size_t at = 0; at < machines_.size(); ++at) {
      const LazyDfa::State from = parts(node)[at];
      parts_.push_back(from >= kAll ? from : machines_[at]->step(from, letter));
    }
    if (settle(next)) {
      parts_.resize(parts_.size() - machines_.size());
      continue;
    }
    State to;
    to.place = separates ? Place::after_separator : Place::in_segment;
    to.from = node;
    to.letter = letter;
    edges.push_back({letter, add(std::move(to))});
  }
  nodes_[node].edges = std::move(edges);
}

std::optional<Product::Node> Product::find_refuted() {
  // States are found in the order of their first words: by length, then in the alphabet's order.
  for (Node seen = 0;; ++next_) {
    for (; seen < nodes_.size(); ++seen) {
      if (nodes_[seen].refutes) return seen;
    }
    if (next_ == nodes_.size()) return std::nullopt;
    expand(next_);
  }
}

void Product::explore() {
  for (; next_ < nodes_.size(); ++next_) expand(next_);
}

std::string Product::word_of(Node node) const {
  std::vector<Letter> letters;
  for (; node != 0; node = nodes_[node].from) letters.push_back(nodes_[node].letter);
  std::string word;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter)
    word += alphabet_.example(*letter);
  return word;
}

}  // namespace overmatch
