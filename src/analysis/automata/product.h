// SPDX-License-Identifier: Apache-2.0
// The walk of a claim: two machines and the rule of well-formed names in step, breadth first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/automata/language_query.h"
#include "analysis/automata/lazy_dfa.h"

namespace overmatch {

class Product {
 public:
  using Node = std::uint32_t;

  struct Edge {
    Letter letter;
    Node to;
  };

  // Of names without the letters `left_out`. All but the numbers must outlive the product.
  Product(LazyDfa& first, Relation relation, LazyDfa& second, const Alphabet& alphabet,
          const LetterSet& left_out, std::size_t most_states);

  // Walks until a name is found that refutes the claim, the shortest, and of those the first in the
  // alphabet's order; nothing if there is none. Throws TooLarge.
  [[nodiscard]] std::optional<Node> find_refuted();
  // Goes on until every state is known. Throws TooLarge.
  void explore();

  [[nodiscard]] std::string word_of(Node node) const;
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] bool refutes(Node node) const noexcept { return nodes_[node].refutes; }
  // Once explored: where the letters lead. Letters that lead nowhere are left out.
  [[nodiscard]] const std::vector<Edge>& edges(Node node) const noexcept {
    return nodes_[node].edges;
  }

 private:
  // Where a name stands in the grammar of well-formed ones.
  enum class Place : std::uint8_t { start, in_segment, after_separator };

  struct State {
    LazyDfa::State first = 0;
    LazyDfa::State second = 0;
    Place place = Place::start;
    bool refutes = false;
    Node from = 0;
    Letter letter = 0;
    std::vector<Edge> edges;
  };

  [[nodiscard]] bool refuting(const State& state) const noexcept;
  [[nodiscard]] bool hopeless(const State& state) const noexcept;
  Node add(State state);
  void expand(Node node);

  LazyDfa& first_;
  LazyDfa& second_;
  Relation relation_;
  const Alphabet& alphabet_;
  const LetterSet& left_out_;
  std::size_t most_states_;
  std::vector<State> nodes_;
  std::unordered_map<std::uint64_t, Node> known_;
  Node next_ = 0;  // to be expanded
};

}  // namespace overmatch
