// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/product.h"

#include <fmt/format.h>

namespace overmatch {

Product::Product(LazyDfa& first, Relation relation, LazyDfa& second, const Alphabet& alphabet,
                 const LetterSet& left_out, std::size_t most_states)
    : first_(first),
      second_(second),
      relation_(relation),
      alphabet_(alphabet),
      left_out_(left_out),
      most_states_(most_states) {
  State start;
  start.first = first_.start();
  start.second = second_.start();
  add(std::move(start));
}

bool Product::refuting(const State& state) const noexcept {
  if (state.place == Place::after_separator) return false;
  const bool in_first = first_.accepts(state.first);
  const bool in_second = second_.accepts(state.second);
  switch (relation_) {
    case Relation::within: return in_first && !in_second;
    case Relation::disjoint: return in_first && in_second;
    case Relation::same: return in_first != in_second;
  }
  return false;
}

// Whether no continuation of a name in this state is a counterexample.
bool Product::hopeless(const State& state) const noexcept {
  const bool first = first_.is_dead(state.first);
  const bool second = second_.is_dead(state.second);
  switch (relation_) {
    case Relation::within: return first;
    case Relation::disjoint: return first || second;
    case Relation::same: return first && second;
  }
  return false;
}

Product::Node Product::add(State state) {
  // The memory limit keeps automata far below 2^31 states.
  const std::uint64_t key = (std::uint64_t{state.first} << 33U) |
                            (std::uint64_t{state.second} << 2U) |
                            static_cast<std::uint64_t>(state.place);
  const auto [place, is_new] = known_.emplace(key, static_cast<Node>(nodes_.size()));
  if (!is_new) return place->second;
  if (nodes_.size() == most_states_)
    throw TooLarge(fmt::format("the proof needs more than {} states", most_states_));
  state.refutes = refuting(state);
  nodes_.push_back(std::move(state));
  return place->second;
}

void Product::expand(Node node) {
  std::vector<Edge> edges;
  for (Letter letter = 0; letter < alphabet_.size(); ++letter) {
    const bool separates = letter == alphabet_.separator();
    if ((separates && nodes_[node].place != Place::in_segment) || left_out_.contains(letter))
      continue;
    State to;
    to.first = first_.step(nodes_[node].first, letter);
    to.second = second_.step(nodes_[node].second, letter);
    to.place = separates ? Place::after_separator : Place::in_segment;
    to.from = node;
    to.letter = letter;
    if (!hopeless(to)) edges.push_back({letter, add(std::move(to))});
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
