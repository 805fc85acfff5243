// SPDX-License-Identifier: Apache-2.0
// LazyDfa determinizes an Nfa on demand by the subset construction, with support for look-around.
//
// A state is a set of threads. Look-around assertions add two parts:
// - Look-behind: whether the text so far ends with the body depends on that text alone. So an
//   automaton for each look-behind runs in parallel from the first letter on; the states of all of
//   them are the *context* of a state.
// - Look-ahead: whether the rest of the word fulfils it is not known yet. A thread that passes one
//   continues with an *obligation*: a state of the look-ahead's own automaton, which runs in
//   parallel and must accept when the word ends.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "analysis/automata/alphabet.h"
#include "analysis/automata/nfa.h"

namespace overmatch {

class LazyDfa {
 public:
  using State = std::uint32_t;

  // `program` and `alphabet` must outlive the automaton; the alphabet must be made of the program's
  // sets. The constructor, `start` and `step` throw TooLarge.
  LazyDfa(const Nfa& program, const Alphabet& alphabet);
  LazyDfa(const LazyDfa&) = delete;
  LazyDfa& operator=(const LazyDfa&) = delete;

  [[nodiscard]] State start();
  [[nodiscard]] State step(State state, Letter letter);
  [[nodiscard]] bool accepts(State state) const noexcept { return subsets_.accepting[state] != 0; }
  // True only if no word leads from the state to acceptance; false does not prove the contrary.
  [[nodiscard]] bool is_dead(State state) const noexcept {
    return subsets_.states[state].threads.empty();
  }
  // True only if every word leads from the state to acceptance; false does not prove the contrary.
  [[nodiscard]] bool is_universal(State state) const noexcept;

 private:
  // An instruction in the upper half, the number of its set of obligations in the lower half.
  using Thread = std::uint64_t;
  // The automaton of a look-ahead and its current state.
  using Obligation = std::pair<std::uint32_t, std::uint32_t>;

  struct Subset {
    std::uint32_t context = 0;
    std::vector<Thread> threads;  // sorted; empty in a dead state
    friend bool operator==(const Subset&, const Subset&) = default;
  };
  struct SubsetHash {
    std::size_t operator()(const Subset& subset) const noexcept;
  };
  // The states of one automaton that have been constructed.
  struct Subsets {
    std::vector<Subset> states;
    std::unordered_map<Subset, State, SubsetHash> known;
    std::vector<State> next;  // a row of letters for each state; kUnknown until stepped to
    std::vector<std::uint8_t> accepting;
  };
  // The complete automaton of a look-around's body.
  struct Table {
    enum class Fate : std::uint8_t { open, dead, universal };
    std::vector<State> next;
    std::vector<std::uint8_t> accepting;
    std::vector<Fate> fate;
  };
  // Computes the epsilon closure of a state.
  struct Closure;

  static constexpr State kUnknown = UINT32_MAX;

  State find(Subsets& in, Subset subset);
  State walk(Subsets& in, State state, Letter letter);
  [[nodiscard]] bool accepts(const Subset& subset) const;
  [[nodiscard]] Subset start_at(std::uint32_t instruction, std::uint32_t context);
  [[nodiscard]] Subset after(const Subset& subset, Letter letter);
  [[nodiscard]] Table whole(std::uint32_t instruction, std::uint32_t context, bool negated);
  [[nodiscard]] std::uint32_t ahead(std::uint32_t look, std::uint32_t context);
  [[nodiscard]] std::uint32_t next_context(std::uint32_t context, Letter letter);
  std::uint32_t context_number(std::vector<State> context);
  std::uint32_t obligations_number(std::vector<Obligation> obligations);
  // Advances all obligations by a letter into `rest`; false if one can no longer be met.
  [[nodiscard]] bool advance(std::uint32_t obligations, Letter letter, std::uint32_t& rest);
  // Counts memory; throws TooLarge beyond the limit.
  void spend(std::size_t threads);

  const Nfa& program_;
  const Alphabet& alphabet_;
  Subsets subsets_;
  std::size_t spent_ = 0;

  std::vector<std::uint32_t> behind_;  // by tracker: the number of its look-behind
  std::vector<Table> trackers_;
  std::vector<std::size_t> tracker_of_;  // by look-around
  std::vector<std::vector<State>> contexts_;
  std::map<std::vector<State>, std::uint32_t> context_numbers_;

  std::vector<std::unique_ptr<Table>> aheads_;
  // By look-ahead and context.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> ahead_numbers_;
  std::vector<std::vector<Obligation>> obligations_;  // number 0 is the empty set
  std::map<std::vector<Obligation>, std::uint32_t> obligation_numbers_;
};

}  // namespace overmatch
