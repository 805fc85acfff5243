// SPDX-License-Identifier: Apache-2.0
// Writes what `overmatch prove` found as text, as JSON and as HTML.
//
// Every report is a pure function of the decision.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/clinic.h"
#include "report/run_facts.h"

namespace overmatch {

// What a statement says of its two lists. `entries` says it of two entries of the first list.
enum class Claim : std::uint8_t {
  relation,    // the relation of the two lists
  intended,    // the second list stands for the intended subtree, which the first one stays within
  dead,        // the first entry decides no name
  no_overlap,  // no name matches both entries
  swap         // the second list is the first one with the two entries swapped, and does the same
};

// A statement about two lists of patterns, and whether it is true.
struct ProofResult {
  PatternList first;  // of --pattern
  Relation relation = Relation::within;
  PatternList second;
  Claim claim = Claim::relation;
  std::array<std::size_t, 2> entries = {};  // indices into `patterns`
  std::vector<std::string> patterns = {};   // of --pattern
  std::vector<std::string> names = {};      // of the labels 1, 2, ... of both lists
  bool visible = false;                     // only names without control characters count
  Decision decision;

  [[nodiscard]] bool intended() const noexcept { return claim == Claim::intended; }
};

// The report that people read.
[[nodiscard]] std::string proof_text(const ProofResult& result, bool colour);
// {"verdict": "proved" | "refuted" | "undecided", "witness", "why", ...}
[[nodiscard]] std::string proof_json(const ProofResult& result);
// One HTML page without external files.
[[nodiscard]] std::string proof_html(const ProofResult& result, const report::RunFacts& run);

// What --clinic found about a regex. `all` also lists the mistakes that change nothing on the
// names.
[[nodiscard]] std::string clinic_text(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis, bool all, bool colour);
// {"verdict", "witness", "why", "regex", "selected", "mended", "findings": [...], ...}; `mended` is
// the corrected regex.
[[nodiscard]] std::string clinic_json(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis);
// One HTML page without external files.
[[nodiscard]] std::string clinic_html(const std::string& regex, const RealNames& names,
                                      const Diagnosis& diagnosis, const report::RunFacts& run);

}  // namespace overmatch
