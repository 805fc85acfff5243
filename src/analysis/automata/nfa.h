// SPDX-License-Identifier: Apache-2.0
// Nfa is a nondeterministic automaton for a list of expressions, built by Thompson's construction
// with one instruction a state (https://swtch.com/~rsc/regexp/regexp2.html).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <vector>

#include "analysis/automata/regular_expression.h"

namespace overmatch {

// The most instructions of an automaton.
inline constexpr std::size_t kMostInstructions = 200'000;

// Reports an automaton beyond the size limits. `decide` catches it and answers undecided.
class TooLarge : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Numbers the distinct code point sets of the automata that share an alphabet.
class SetTable {
 public:
  // The number of `set`, which is added if new.
  std::uint32_t index(const CodeSet& set);
  [[nodiscard]] const std::vector<CodeSet>& sets() const noexcept { return sets_; }

 private:
  struct Less {
    bool operator()(const CodeSet& left, const CodeSet& right) const noexcept;
  };
  std::map<CodeSet, std::uint32_t, Less> known_;
  std::array<std::uint32_t, 0x80> ascii_ = {};  // of single characters: 1 + the number, 0 if new
  std::vector<CodeSet> sets_;
};

enum class Op : std::uint8_t {
  fail,
  accept,  // at the end of the word
  always,  // accepts, whatever follows
  letter,  // consumes a letter of `set` and continues at `next`
  split,   // continues at `next` and at `other`
  look     // continues at `next` if look-around number `other` holds
};

struct Instruction {
  Op op = Op::fail;
  std::uint32_t set = 0;
  std::uint32_t next = 0;
  std::uint32_t other = 0;
};

// A look-around assertion. The code at `start` accepts the body and then anything for a look-ahead,
// anything and then the body for a look-behind.
struct Look {
  bool behind = false;
  bool negated = false;
  std::uint32_t start = 0;
  std::uint32_t end = 0;  // the instruction that accepts
};

struct Nfa {
  std::vector<Instruction> code;
  std::vector<Look> looks;
  std::uint32_t start = 0;
};

// Compiles the union of the expressions; an empty list accepts nothing. Throws TooLarge.
[[nodiscard]] Nfa compile(std::span<const RegularExpression> expressions, SetTable& sets);

}  // namespace overmatch
