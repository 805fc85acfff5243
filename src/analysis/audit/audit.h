// SPDX-License-Identifier: Apache-2.0
// The audit of patterns on a model: what each selects, what is selected for want of a boundary,
// what is ambiguous, what escapes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/audit/audit_finding.h"
#include "analysis/tree/path_templates.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

struct Audit {
  std::vector<AuditedPattern> patterns;
  std::vector<AuditFinding> findings;
  std::vector<MemberAdvice> members;  // of a config: one answer each, or one for each tower
};

// Reads a pattern in a mode and fills in what it selects and what it selects with boundaries: in
// `endswith` what `segment` selects (all of it if the pattern brings its own dot), in `regex` what
// the mended regex does (regex_mistakes.h), else the same. Throws InputError if it is rejected.
[[nodiscard]] AuditedPattern read_pattern(const TreeIndex& index, Mode mode, std::string pattern);

// What can be found about patterns one by one and two by two, appended to `audit.findings`.
// `intended`: the subtree that everything selected should stand in. Patterns of one member are
// compared with each other only. None gives advice but for mistakes that are sure.
void find_collisions(Audit& audit);
void find_rerootings(const TreeIndex& index, Audit& audit);
void find_ambiguities(const TreeIndex& index, const PathTemplates& templates, Audit& audit);
void find_escapes(const TreeIndex& index, Audit& audit, const std::string& intended);
void find_gaps(Audit& audit);
void find_unmatched(const TreeIndex& index, Audit& audit);
void find_overlaps(Audit& audit);

// Of what a collision, a re-rooting or an escape is about, the modules that its pattern should
// select instead.
[[nodiscard]] Selection wanted_of(const TreeIndex& index, const AuditedPattern& pattern,
                                  AuditKind kind, const std::optional<std::string>& intended);
// What a pattern selects with boundaries, as far as other members leave it, parted by towers.
[[nodiscard]] SelectionParts towers_of(const TreeIndex& index, const PathTemplates& templates,
                                       const AuditedPattern& pattern);

// All of these, for patterns of one mode, without advice.
[[nodiscard]] Audit find_in_patterns(const TreeIndex& index, const PathTemplates& templates,
                                     Mode mode, const std::vector<std::string>& patterns,
                                     const std::optional<std::string>& intended);

// The same with what to write instead (tried_advice.h).
[[nodiscard]] Audit audit_patterns(const TreeIndex& index, const PathTemplates& templates,
                                   Mode mode, const std::vector<std::string>& patterns,
                                   const std::optional<std::string>& intended);

// Puts the findings into the order of a report: the severest first, then as found.
void rank(std::vector<AuditFinding>& findings);

}  // namespace overmatch
