// SPDX-License-Identifier: Apache-2.0
// Audits patterns on a model: finds collisions, re-rootings, ambiguities, escapes, patterns without
// matches and overlaps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/entries/layouts.h"
#include "analysis/findings/audit_finding.h"
#include "analysis/tree/path_templates.h"
#include "analysis/tree/towers.h"
#include "analysis/tree/tree_index.h"
#include "cases/entry_labels.h"
#include "dialects/mode_pattern.h"
#include "names/model_facts.h"

namespace overmatch {

// Patterns with their findings.
struct Audit {
  std::vector<AuditedPattern> patterns;
  std::vector<AuditFinding> findings;
  std::vector<MemberAdvice> members;  // of a config: one value each, or one for each subtree
};

class NamedEntries;

// Computes what a pattern selects, and what it selects with boundaries (`precise`; boundaries.h):
// for `endswith` what `segment` selects, or everything if the pattern begins with a dot; for a
// regex what the corrected regex selects (clinic.h); else the same in closed modes. Throws
// InputError if the pattern is rejected.
[[nodiscard]] AuditedPattern read_pattern(const TreeIndex& index, Mode mode, std::string pattern);

// Each appends findings of one kind to `audit.findings`, with advice only where the mistake is
// certain. `intended` is the subtree that should contain everything selected. Only patterns of the
// same member are compared with each other. `named` is that of the audit (named_entries.h).
void find_collisions(const NamedEntries& named, Audit& audit);
void find_rerootings(const TreeIndex& index, const NamedEntries& named, Audit& audit);
void find_ambiguities(const TreeIndex& index, const PathTemplates& templates, Audit& audit);
void find_escapes(const TreeIndex& index, Audit& audit, const std::string& intended);
void find_gaps(Audit& audit);
// `dialect` is that of the list that the patterns were read from; entries that find_layout has told
// of are left out.
void find_unmatched(const TreeIndex& index, Audit& audit, std::optional<Mode> dialect = {},
                    const ModelFacts* facts = nullptr);
void find_overlaps(const NamedEntries& named, Audit& audit);
// Appends a finding of kind `layout` for the entries of each list that select nothing, and that
// select something in a known layout, with the translation of each.
void find_layout(const TreeIndex& index, Audit& audit);
// Likewise with a given layout. Also tells of entries that select something else here than there,
// and removes the findings of kind `unmatched` that are told here.
void find_layout(const TreeIndex& index, const OtherLayout& before, Audit& audit);

// The modules that a pattern with a collision, a re-rooting or an escape should select instead.
[[nodiscard]] Selection wanted_of(const TreeIndex& index, const AuditedPattern& pattern,
                                  AuditKind kind, const std::optional<std::string>& intended);
// A selection of a pattern without what other members exclude.
[[nodiscard]] Selection in_force(const AuditedPattern& pattern, const Selection& selection);
// The same without a copy: the selection itself, or `shortened`, in which it is stored.
[[nodiscard]] const Selection& in_force(const AuditedPattern& pattern, const Selection& selection,
                                        Selection& shortened);

// What the patterns of one member select in several towers (ambiguities.cc). A tower of vision or
// audio is meant if a pattern selects only there, or a regex spells its name.
struct TowerSplit {
  std::vector<std::size_t> patterns;  // each selects in a tower that is not meant and elsewhere
  std::vector<Tower> towers;          // of all patterns of the member
  Selection all;                      // what all patterns select
  Selection beyond;                   // of these, what is in towers that are not meant
};
// Returns nothing if no pattern selects in such a tower and in others.
[[nodiscard]] std::optional<TowerSplit> split_by_tower(const TreeIndex& index,
                                                       const PathTemplates& templates,
                                                       const Audit& audit,
                                                       const std::string& member);

// What is audited for an entry of a dialect: its pattern in the mode that it is read in. An entry
// that means several patterns at once is audited as it is.
[[nodiscard]] ModePattern meaning_of(Mode mode, const std::string& entry);
// Appends the findings about patterns that were read. `ordered` says that an order decides;
// `dialect` is the one that the entries are written in, if any.
void find_in_read(const TreeIndex& index, const PathTemplates& templates,
                  const std::optional<std::string>& intended, bool ordered, Audit& audit,
                  std::optional<Mode> dialect);
// Shows the patterns of an audit, and its advice, as the entries of a dialect.
void write_as_entries(Mode dialect, Audit& audit);

// Audits patterns of one mode, without advice. Of a list with labels, or of a dialect that fixes an
// order, only what a pattern decides can be a collision, an escape and so on, and overlaps are what
// the order is for. Throws InputError if a pattern is rejected.
[[nodiscard]] Audit find_in_patterns(const TreeIndex& index, const PathTemplates& templates,
                                     Mode mode, const std::vector<std::string>& patterns,
                                     const std::optional<std::string>& intended,
                                     const EntryLabels& labels = {});

// Audits patterns of one mode, with advice (tried_advice.h). `chooses`: the list says what is
// adapted or trained, not what is left as it is, so that what it does not reach counts, too
// (coverage.h). Throws InputError likewise.
[[nodiscard]] Audit audit_patterns(const TreeIndex& index, const PathTemplates& templates,
                                   Mode mode, const std::vector<std::string>& patterns,
                                   const std::optional<std::string>& intended,
                                   const EntryLabels& labels = {}, bool chooses = true);

// Sorts findings by severity, the most severe first; stable.
void rank(std::vector<AuditFinding>& findings);

}  // namespace overmatch
