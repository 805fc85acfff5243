// SPDX-License-Identifier: Apache-2.0
// PathDfa determinizes an Nfa on demand for the few characters of one tree.
//
// It is for many small patterns: it takes microseconds to make, and a step is one look-up. A state
// is a set of threads before their epsilon closure, so that the closure knows the next character,
// which decides a look-ahead such as `$`, `\b` or `(?=\.)`. A thread that passes another look-ahead
// continues with a duty: a state of this automaton, begun in the look-ahead, that must accept (or
// must not) when the word ends. Look-behinds run in parallel in the same set; one that looks around
// by itself is not supported.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "analysis/automata/nfa.h"

namespace overmatch {

// The number of a character of a tree.
using TreeLetter = std::uint8_t;
inline constexpr std::size_t kMostTreeLetters = 255;

class PathDfa {
 public:
  using State = std::uint32_t;

  // `program` must outlive the automaton. `sets` are those of its instructions, right for the code
  // points of `letters`, of which there are at most kMostTreeLetters.
  PathDfa(const Nfa& program, const std::vector<CodeSet>& sets, std::span<const char32_t> letters);
  PathDfa(const PathDfa&) = delete;
  PathDfa& operator=(const PathDfa&) = delete;

  // False if a look-behind has look-arounds; then nothing else may be called.
  [[nodiscard]] bool supported() const noexcept { return supported_; }
  // These throw TooLarge.
  [[nodiscard]] State start();
  [[nodiscard]] State step(State state, TreeLetter letter) {
    const State next = next_[state * classes_ + class_of_[letter]];
    return next != kUnknown ? next : advance(state, class_of_[letter]);
  }
  [[nodiscard]] bool accepts(State state);
  // True only if no word, or every word, leads from the state to acceptance.
  [[nodiscard]] bool is_dead(State state) const noexcept { return state == kDead; }
  [[nodiscard]] bool is_universal(State state) const noexcept { return state == kUniversal; }

 private:
  enum class Truth : std::uint8_t { no, yes, unknown };

  static constexpr State kUnknown = UINT32_MAX;
  static constexpr State kDead = 0;
  static constexpr State kUniversal = 1;

  // The least bits of a thread are its instruction, the others the number of its duties.
  static constexpr std::uint32_t kInstructionBits = 18;
  static constexpr std::uint32_t kInstructionMask = (1U << kInstructionBits) - 1;
  static_assert(kMostInstructions <= kInstructionMask);
  static constexpr std::uint32_t kBroken = UINT32_MAX;

  struct Duty {
    State state;
    bool negated;
    friend auto operator<=>(const Duty&, const Duty&) = default;
  };

  void classify(const std::vector<CodeSet>& sets, std::span<const char32_t> letters);
  [[nodiscard]] bool takes(std::uint32_t set, std::uint32_t kind) const noexcept {
    return takes_[set * classes_ + kind] != 0;
  }
  // Whether a look-ahead holds if the next character is of class `next`, or classes_ for the end.
  [[nodiscard]] Truth look_ahead(std::uint32_t look, std::uint32_t next);
  // Stores in `seen` what is reached without a letter; unknown if that depends on a look-behind or
  // on more than the next character.
  [[nodiscard]] Truth reach(std::uint32_t from, std::uint32_t next, bool known_next,
                            std::vector<std::uint32_t>& seen);
  // The closure of a state before a character of class `next`, or classes_ for the end, in closed_.
  void close(State state, std::uint32_t next);
  [[nodiscard]] State advance(State state, std::uint32_t next);
  void visit(std::uint32_t thread);
  // Adds the epsilon closure of the threads in closed_ from `done` on, up to look-arounds.
  void follow(std::size_t& done);
  // What becomes of duties after a character of this class: the number of the rest, or kBroken.
  [[nodiscard]] std::uint32_t perform(std::uint32_t duties, std::uint32_t next);
  // The duties and a look-ahead that begins in a state.
  [[nodiscard]] std::uint32_t with_look(std::uint32_t duties, State state, const Look& look);
  [[nodiscard]] std::uint32_t number_of(std::vector<Duty> duties);
  // Whether all of them are done where the word ends.
  [[nodiscard]] bool done(std::uint32_t duties);
  // The state of the instructions in kernel_, which it sorts.
  [[nodiscard]] State find();

  const Nfa& program_;
  bool supported_ = true;
  std::uint32_t classes_ = 0;
  std::vector<std::uint8_t> class_of_;   // by letter
  std::vector<std::uint8_t> takes_;      // by set and class
  std::vector<Truth> holds_;             // by look-ahead and class or end
  std::vector<std::uint8_t> is_behind_;  // by instruction: of a look-behind

  std::vector<State> next_;             // by state and class
  std::vector<std::uint8_t> accepts_;   // by state: 2 if not known yet
  std::vector<std::uint32_t> threads_;  // of all states, each sorted
  std::vector<std::uint32_t> begins_;   // by state, and the end
  std::vector<State> table_;            // of states by the hash of their threads; kUnknown if free

  std::vector<std::uint32_t> kernel_;
  std::vector<std::uint32_t> closed_;
  std::vector<std::uint32_t> bound_;    // the threads of closed_ that have duties
  std::vector<std::uint32_t> waiting_;  // look-arounds that the closure has met
  std::vector<std::uint32_t> marks_;    // by instruction without duties: the last closure with it
  std::uint32_t mark_ = 0;

  std::vector<std::vector<Duty>> duties_ = std::vector<std::vector<Duty>>(1);  // number 0: none
  std::map<std::vector<Duty>, std::uint32_t> numbers_;
};

}  // namespace overmatch
