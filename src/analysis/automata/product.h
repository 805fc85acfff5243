// SPDX-License-Identifier: Apache-2.0
// Product explores the product of two automata and of the grammar of well-formed names, breadth
// first, for a counterexample to a statement.
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

  // Considers only names without the letters in `left_out`. All references must outlive the
  // product.
  Product(LazyDfa& first, Relation relation, LazyDfa& second, const Alphabet& alphabet,
          const LetterSet& left_out, std::size_t most_states);

  // Explores until it finds the shortest counterexample, the first one in the alphabet's order;
  // returns nothing if there is none. Throws TooLarge.
  [[nodiscard]] std::optional<Node> find_refuted();
  // Explores all remaining states. Throws TooLarge.
  void explore();

  // The shortest name that leads to a state.
  [[nodiscard]] std::string word_of(Node node) const;
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] bool refutes(Node node) const noexcept { return nodes_[node].refutes; }
  // The transitions of an explored state, without those to dead states.
  [[nodiscard]] const std::vector<Edge>& edges(Node node) const noexcept {
    return nodes_[node].edges;
  }

 private:
  // The state in the grammar of well-formed names.
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
  Node next_ = 0;  // the next to expand
};

// Measures how far a refuted statement is from true (counts_by_length.cc). `product` must have
// found `witness`, its first counterexample. Explores the rest of it; if that is too large, the
// result is not measured and says why.
[[nodiscard]] CountsByLength measure(Product& product, const Alphabet& alphabet,
                                     const std::string& witness, const ProofOptions& options);

}  // namespace overmatch
