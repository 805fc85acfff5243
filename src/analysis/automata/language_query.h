// SPDX-License-Identifier: Apache-2.0
// Claims about what two lists of patterns select, decided for all well-formed names and not for a
// sample.
//
// The five modes are regular languages, so each claim is a question whether some automaton accepts
// nothing. It is walked breadth first from the empty name; the first accepted name is the shortest
// that refutes the claim, and of those the simplest. Every name handed out has been put to the
// reference matchers; if they disagree, that is an error of overmatch (std::logic_error).
//
// Names are what the design says: non-empty segments of any Unicode characters, joined by '.', and
// the root. Undecided are: regexes with constructs that no automaton here follows
// (pattern_expression.h), and automata beyond the limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"

namespace overmatch {

// A list of patterns in a mode: it selects what at least one of them matches.
struct PatternList {
  Mode mode = Mode::segment;
  std::vector<std::string> patterns;
};

enum class Relation : std::uint8_t {
  within,    // every name that the first list selects, the second selects too
  disjoint,  // no name is selected by both
  same       // both select the same names
};

enum class Conclusion : std::uint8_t { proved, refuted, undecided };
[[nodiscard]] std::string_view to_string(Conclusion verdict) noexcept;

// The letters that names in the field are made of, 64 with the separator: what escapes are counted
// over.
inline constexpr std::string_view kNameLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

struct ProofOptions {
  // States that a walk may visit.
  std::size_t most_states = 200'000;
  // Only of names without control characters, newlines among them: `.` of a regex is then any
  // character.
  bool visible = false;
  // Beyond the witness: measure how many names refute the claim, and list the shortest.
  bool measure = false;
  std::string_view letters =
      kNameLetters;          // what they are counted over; valid UTF-8, each code point once
  std::size_t lengths = 10;  // counted from the witness's length on
  std::size_t examples = 10;
};

// How many names of one length, in characters; UINT64_MAX for that many and more.
struct LengthCount {
  std::size_t length = 0;
  std::uint64_t names = 0;
};

// How far the claim is from true.
struct CountsByLength {
  bool measured = false;
  std::string why;                  // why not, if not
  bool bounded = false;             // there is a longest name that refutes it
  std::vector<LengthCount> counts;  // over ProofOptions::letters
  // The shortest names, of characters that the patterns treat alike only the simplest: so each
  // shows another way out.
  std::vector<std::string> shortest;
};

struct Decision {
  Conclusion verdict = Conclusion::undecided;
  std::string witness;              // if refuted
  bool in_first = false;            // whether the first list selects the witness
  bool in_second = false;           // whether the second one does
  std::string why;                  // if undecided: the reason; if refuted or proved, empty
  std::size_t states = 0;           // visited
  CountsByLength counts_by_length;  // if refuted and asked for
};

// Throws InputError for a pattern that does not compile: such a list selects nothing and is
// rejected.
[[nodiscard]] Decision decide(const PatternList& first, Relation relation,
                              const PatternList& second, const ProofOptions& options = {});

}  // namespace overmatch
