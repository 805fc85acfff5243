// SPDX-License-Identifier: Apache-2.0
// Decides whether one list of patterns selects a subset of another's modules, the same, or disjoint
// ones, for all well-formed names.
//
// In each mode a pattern selects a regular language, and what an entry of a list with labels
// decides is a difference of such languages. So each statement says that some automaton accepts
// nothing. The automaton is explored breadth first from the empty name; the first
// accepted name is the shortest counterexample, and the simplest of that length. Every returned
// name has been checked with the reference matchers; if they disagree, decide throws
// std::logic_error, which is a bug of overmatch.
//
// A name is the root or non-empty segments of any Unicode characters, joined by '.'. Undecided are
// regexes with constructs that the automata do not support (pattern_expression.h), and automata
// beyond the limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/automata/pattern_list.h"

namespace overmatch {

enum class Relation : std::uint8_t {
  within,    // every name that the first list selects, the second selects too
  disjoint,  // no name is selected by both
  same       // both select the same names, and give each the same label
};

enum class Conclusion : std::uint8_t { proved, refuted, undecided };
[[nodiscard]] std::string_view to_string(Conclusion verdict) noexcept;

// The characters of real module names, 64 with the separator: counterexamples are counted over
// them.
inline constexpr std::string_view kNameLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

struct ProofOptions {
  // The most states of the product automaton; beyond them the answer is undecided.
  std::size_t most_states = 200'000;
  // Consider only names without control characters (and so without newlines), in which `.` of a
  // regex matches any character.
  bool visible = false;
  // Also count the counterexamples and list the shortest.
  bool measure = false;
  // The characters of the counted names; valid UTF-8, each code point once.
  std::string_view letters = kNameLetters;
  std::size_t lengths = 10;   // how many lengths are counted, from the witness's on
  std::size_t examples = 10;  // how many counterexamples are listed
};

// The number of names of one length in characters, saturated at UINT64_MAX.
struct LengthCount {
  std::size_t length = 0;
  std::uint64_t names = 0;
};

// How far a refuted statement is from true.
struct CountsByLength {
  bool measured = false;
  std::string why;                  // the reason if not measured
  bool bounded = false;             // there is a longest counterexample
  std::vector<LengthCount> counts;  // over ProofOptions::letters
  // The shortest counterexamples that differ in more than characters that the patterns treat alike.
  std::vector<std::string> shortest;
};

// The answer to a query.
struct Decision {
  Conclusion verdict = Conclusion::undecided;
  std::string witness;     // the counterexample, if refuted
  bool in_first = false;   // whether the first list selects the witness
  bool in_second = false;  // whether the second list selects it
  NameReading first;       // what the references say of the witness, if refuted
  NameReading second;
  std::string why;                  // the reason, if undecided
  std::size_t states = 0;           // the number of states explored
  CountsByLength counts_by_length;  // if refuted and asked for
};

// Decides whether `relation` holds between what the two lists select. The labels of both must be
// numbered alike. Throws InputError for a pattern that does not compile.
[[nodiscard]] Decision decide(const PatternList& first, Relation relation,
                              const PatternList& second, const ProofOptions& options = {});

}  // namespace overmatch
