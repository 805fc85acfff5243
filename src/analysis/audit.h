// SPDX-License-Identifier: Apache-2.0
// The audit of patterns on a model: what each selects, what is selected for want of a boundary,
// what is ambiguous, what escapes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/audit_finding.h"
#include "analysis/stems.h"
#include "analysis/tree_index.h"

namespace overmatch {

struct Audit {
  std::vector<AuditedPattern> patterns;
  std::vector<AuditFinding> findings;
};

// Reads a pattern in a mode and fills in what it selects and what it selects with boundaries: in
// `endswith` what `segment` selects (all of it if the pattern brings its own dot), in `regex` what
// the mended regex does (regex_slips.h), else the same. Throws InputError if it is rejected.
[[nodiscard]] AuditedPattern read_pattern(const TreeIndex& index, Mode mode, std::string pattern);

// What can be found about patterns one by one and two by two, appended to `audit.findings`.
// `intended`: the subtree that everything selected should stand in. Patterns of one member are
// compared with each other only.
void find_collisions(const TreeIndex& index, Audit& audit,
                     const std::optional<std::string>& intended);
void find_rerootings(const TreeIndex& index, Audit& audit);
void find_ambiguities(const TreeIndex& index, const Stems& stems, Audit& audit);
void find_escapes(const TreeIndex& index, Audit& audit, const std::string& intended);
void find_gaps(Audit& audit);
void find_unmatched(const TreeIndex& index, Audit& audit);
void find_overlaps(Audit& audit);

// All of these, for patterns of one mode.
[[nodiscard]] Audit audit_patterns(const TreeIndex& index, const Stems& stems, Mode mode,
                                   const std::vector<std::string>& patterns,
                                   const std::optional<std::string>& intended);

// Puts the findings into the order of a report: the severest first, then as found.
void rank(std::vector<AuditFinding>& findings);

}  // namespace overmatch
