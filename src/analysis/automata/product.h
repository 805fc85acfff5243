// SPDX-License-Identifier: Apache-2.0
// Product explores the product of automata and of the grammar of well-formed names, breadth first,
// for a counterexample to a statement about two lists.
//
// A list is a sequence of steps, each with an automaton: the first one that accepts a name decides
// what it gets. A plain list is one step.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
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

  // What an automaton accepts and no earlier step of its list does, gets `value`.
  struct Step {
    std::uint32_t machine = 0;  // an index into `machines`
    Label value = kNull;
    friend bool operator==(const Step&, const Step&) = default;
  };
  using Steps = std::vector<Step>;

  // Considers only names without the letters in `left_out`. All references must outlive the
  // product. Throws TooLarge.
  Product(const std::vector<std::unique_ptr<LazyDfa>>& machines, std::array<Steps, 2> lists,
          Relation relation, const Alphabet& alphabet, const LetterSet& left_out,
          std::size_t most_states);
  Product(const Product&) = delete;
  Product& operator=(const Product&) = delete;

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
    Place place = Place::start;
    bool refutes = false;
    Node from = 0;
    Letter letter = 0;
    std::vector<Edge> edges;
  };
  // Compare states by their place and the states of the machines.
  struct Hash {
    const Product& of;
    std::size_t operator()(Node node) const noexcept;
  };
  struct Same {
    const Product& of;
    bool operator()(Node left, Node right) const noexcept;
  };

  // Of a machine that can change no answer any more: it is dead, or a step before it accepts all.
  static constexpr LazyDfa::State kGone = UINT32_MAX;
  // Of a machine that accepts whatever follows.
  static constexpr LazyDfa::State kAll = UINT32_MAX - 1;

  [[nodiscard]] LazyDfa::State* parts(Node node) noexcept {
    return parts_.data() + std::size_t{node} * machines_.size();
  }
  [[nodiscard]] const LazyDfa::State* parts(Node node) const noexcept {
    return parts_.data() + std::size_t{node} * machines_.size();
  }
  // Collects the steps of a list that can still decide into `live_`.
  void find_live(std::size_t list, Node node);
  // Marks the machines of the state that can change no answer, and returns whether no continuation
  // of a name in this state is a counterexample.
  [[nodiscard]] bool settle(Node node);
  [[nodiscard]] Label value(std::size_t list, Node node) const noexcept;
  [[nodiscard]] bool refuting(Node node) const noexcept;
  // Adds the last state, whose parts are at the end of `parts_`; drops it again if it is known.
  Node add(State state);
  void expand(Node node);

  const std::vector<std::unique_ptr<LazyDfa>>& machines_;
  std::array<Steps, 2> lists_;
  Relation relation_;
  const Alphabet& alphabet_;
  const LetterSet& left_out_;
  std::size_t most_states_;
  std::vector<State> nodes_;
  std::vector<LazyDfa::State> parts_;  // one a machine, state by state
  std::unordered_set<Node, Hash, Same> known_;
  std::array<Steps, 2> live_;
  std::vector<std::uint8_t> used_;  // by machine
  Node next_ = 0;                   // the next to expand
};

// Measures how far a refuted statement is from true (counts_by_length.cc). `product` must have
// found `witness`, its first counterexample. Explores the rest of it; if that is too large, the
// result is not measured and says why.
[[nodiscard]] CountsByLength measure(Product& product, const Alphabet& alphabet,
                                     const std::string& witness, const ProofOptions& options);

}  // namespace overmatch
