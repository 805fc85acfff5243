// SPDX-License-Identifier: Apache-2.0
// Random questions for the prover, and the answers by enumeration: every well-formed name up to a
// length, put to the reference matchers.
#pragma once

#include <string>
#include <vector>

#include "analysis/automata/language_query.h"
#include "generate/choices.h"

namespace overmatch {

struct ProverQuestion {
  PatternList first;
  Relation relation = Relation::within;
  PatternList second;
};

[[nodiscard]] std::string describe(const ProverQuestion& question);

// A question about short patterns of all modes over the letters a and b: well-formed paths and
// others, globs, and regexes of all constructs that the prover reads. Half of the second lists are
// made from the first one, so that proofs are not rare.
[[nodiscard]] ProverQuestion random_question(Choices& choices);

// The same of lists with labels, most of them: in any order, with null, some narrowed to what one
// label or one entry decides, some the same list with two neighbouring entries swapped.
[[nodiscard]] ProverQuestion random_labelled_question(Choices& choices);

// A regex over a, b and the separator; some do not compile.
[[nodiscard]] std::string random_regex(Choices& choices, bool assertions = true);

// All well-formed names over `letters` (ASCII, the separator among them) of up to `longest`
// characters: shorter ones first, then in the order of `letters`.
[[nodiscard]] std::vector<std::string> all_names(const std::string& letters, std::size_t longest);

enum class Agreement { agrees, disagrees, skipped };

struct Examination {
  Agreement agreement = Agreement::skipped;
  Decision decision;
  std::string why;  // of a disagreement
};

// How a question is decided; the prover, or one with a planted fault.
using Prover = Decision (*)(const ProverQuestion& question, const ProofOptions& options);
[[nodiscard]] Decision honest_prover(const ProverQuestion& question, const ProofOptions& options);

// Decides the question and goes through the names: whether the verdict, the witness and the counts
// by length are those of the names. Skipped are questions with a pattern that does not compile or
// that the reference gives up on, and undecided ones.
[[nodiscard]] Examination test(const ProverQuestion& question,
                               const std::vector<std::string>& names, Prover prover);

}  // namespace overmatch
