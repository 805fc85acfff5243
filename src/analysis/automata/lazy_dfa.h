// SPDX-License-Identifier: Apache-2.0
// A program made deterministic, state by state, as far as somebody walks.
//
// A state is a set of threads, as in the subset construction. Two things are added, for assertions:
// - Behind: whether the text up to here ends in a look-behind's body depends on that text alone, so
//   a small automaton for each look-behind runs along from the first letter on; the states of all
//   of them are the *context* of a state.
// - Ahead: whether the rest of the word satisfies a look-ahead is not known yet. A thread that
//   passes one goes on with a *debt*, a state in the look-ahead's own automaton, which runs along
//   and has to accept when the word ends.
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

  // `program` and `alphabet` must outlive the machine; the alphabet is made of the program's sets.
  // Throws TooLarge, as does `step`.
  LazyDfa(const Nfa& program, const Alphabet& alphabet);
  LazyDfa(const LazyDfa&) = delete;
  LazyDfa& operator=(const LazyDfa&) = delete;

  [[nodiscard]] State start();
  [[nodiscard]] State step(State state, Letter letter);
  [[nodiscard]] bool accepts(State state) const noexcept { return subsets_.accepting[state] != 0; }
  // Whether no word leads from here to acceptance; may be false of a state of which that is true.
  [[nodiscard]] bool is_dead(State state) const noexcept {
    return subsets_.states[state].threads.empty();
  }

 private:
  using Thread =
      std::uint64_t;  // an instruction in the upper half, the number of its debts in the lower one
  using Debt = std::pair<std::uint32_t,
                         std::uint32_t>;  // a look-ahead's automaton and the state that it is in

  struct Subset {
    std::uint32_t context = 0;
    std::vector<Thread> threads;  // sorted; none: dead
    friend bool operator==(const Subset&, const Subset&) = default;
  };
  struct SubsetHash {
    std::size_t operator()(const Subset& subset) const noexcept;
  };
  // The states of one automaton that have been seen.
  struct Subsets {
    std::vector<Subset> states;
    std::unordered_map<Subset, State, SubsetHash> known;
    std::vector<State> next;  // a row of letters for each state; kUnknown until somebody went there
    std::vector<std::uint8_t> accepting;
  };
  // A whole automaton, for the body of a look.
  struct Table {
    enum class Fate : std::uint8_t { open, dead, universal };
    std::vector<State> next;
    std::vector<std::uint8_t> accepting;
    std::vector<Fate> fate;
  };
  // Collects the threads of a state.
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
  std::uint32_t debts_number(std::vector<Debt> debts);
  // False if one of the debts can no longer be paid.
  [[nodiscard]] bool pay(std::uint32_t debts, Letter letter, std::uint32_t& rest);
  void spend(std::size_t threads);

  const Nfa& program_;
  const Alphabet& alphabet_;
  Subsets subsets_;
  std::size_t spent_ = 0;

  std::vector<std::uint32_t> behind_;  // the look that each of trackers_ belongs to
  std::vector<Table> trackers_;
  std::vector<std::size_t> tracker_of_;  // by look
  std::vector<std::vector<State>> contexts_;
  std::map<std::vector<State>, std::uint32_t> context_numbers_;

  std::vector<std::unique_ptr<Table>> aheads_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>
      ahead_numbers_;                     // by look and context
  std::vector<std::vector<Debt>> debts_;  // number 0: none
  std::map<std::vector<Debt>, std::uint32_t> debts_numbers_;
};

}  // namespace overmatch
