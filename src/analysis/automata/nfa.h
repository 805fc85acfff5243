// SPDX-License-Identifier: Apache-2.0
// A list of expressions as one nondeterministic automaton: Thompson's construction, an instruction
// a state.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <vector>

#include "analysis/automata/regular_expression.h"

namespace overmatch {

// The automaton outgrows what we are ready to spend. Caught where a claim is decided: it is then
// undecided, for this reason.
class TooLarge : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// All distinct sets of the programs that share an alphabet, by number.
class SetTable {
 public:
  std::uint32_t index(const CodeSet& set);
  [[nodiscard]] const std::vector<CodeSet>& sets() const noexcept { return sets_; }

 private:
  struct Less {
    bool operator()(const CodeSet& left, const CodeSet& right) const noexcept;
  };
  std::map<CodeSet, std::uint32_t, Less> known_;
  std::vector<CodeSet> sets_;
};

enum class Op : std::uint8_t {
  fail,
  accept,  // at the end of the word
  always,  // accepts, whatever follows
  letter,  // one of `set`, then `next`
  split,   // `next` or `other`
  look     // `next`, if the look with the number `other` says so
};

struct Instruction {
  Op op = Op::fail;
  std::uint32_t set = 0;
  std::uint32_t next = 0;
  std::uint32_t other = 0;
};

// Ahead: from `start`, the body and then anything. Behind: from `start`, anything and then the
// body, up to an accept.
struct Look {
  bool behind = false;
  bool negated = false;
  std::uint32_t start = 0;
};

struct Nfa {
  std::vector<Instruction> code;
  std::vector<Look> looks;
  std::uint32_t start = 0;
};

// A program for the union of the expressions; for none, one that accepts nothing. Throws TooLarge.
[[nodiscard]] Nfa compile(std::span<const RegularExpression> expressions, SetTable& sets);

}  // namespace overmatch
