// SPDX-License-Identifier: Apache-2.0
// Writes what `overmatch prove` found as text and as JSON.
//
// Every report is a pure function of the decision.
#pragma once

#include <string>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/clinic.h"

namespace overmatch {

// A statement about two lists of patterns, and whether it is true.
struct ProofResult {
  PatternList first;  // of --pattern
  Relation relation = Relation::within;
  PatternList second;
  bool intended = false;  // the second list stands for the intended subtree
  bool visible = false;   // only names without control characters count
  Decision decision;
};

// The report that people read.
[[nodiscard]] std::string proof_text(const ProofResult& result, bool colour);
// {"verdict": "proved" | "refuted" | "undecided", "witness", "why", ...}
[[nodiscard]] std::string proof_json(const ProofResult& result);

// What --clinic found about a regex. `all` also lists the mistakes that change nothing on the
// names.
[[nodiscard]] std::string clinic_text(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis, bool all, bool colour);
// {"verdict", "witness", "why", "regex", "selected", "mended", "findings": [...], ...}; `mended` is
// the corrected regex.
[[nodiscard]] std::string clinic_json(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis);

}  // namespace overmatch
