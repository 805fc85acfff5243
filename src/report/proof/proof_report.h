// SPDX-License-Identifier: Apache-2.0
// What `overmatch prove` found, for people and for programs. A pure function of the decision, as
// all reports are.
#pragma once

#include <string>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/clinic.h"

namespace overmatch {

// What was claimed, and what came out.
struct ProofResult {
  PatternList first;
  Relation relation = Relation::within;
  PatternList second;
  bool intended = false;  // the second list is the intended subtree, not a list of the user's
  bool visible = false;   // of names without control characters alone
  Decision decision;
};

[[nodiscard]] std::string proof_text(const ProofResult& result, bool colour);
// The design's JSON: {"verdict", "witness", "why", ...}.
[[nodiscard]] std::string proof_json(const ProofResult& result);

// `all`: also what no real name tells.
[[nodiscard]] std::string clinic_text(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis, bool all, bool colour);
[[nodiscard]] std::string clinic_json(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis);

}  // namespace overmatch
