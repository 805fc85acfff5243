// SPDX-License-Identifier: Apache-2.0
// Writes an audit as text, as JSON, as HTML and as SARIF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/configs/audit_config.h"
#include "analysis/peft/rules/peft_rules.h"
#include "analysis/peft/trainable.h"
#include "analysis/tree/hazard_groups.h"
#include "analysis/tree/path_templates.h"
#include "report/run_facts.h"

namespace overmatch {

// The hazards of a tree, whatever patterns it is read with, and how renaming would help.
struct TreeHazards {
  Hazards hazards;
  HazardGroups groups;
  std::vector<SharedTails> shared_tails;
  std::vector<OddSegment> odd_segments;
  std::vector<Rename> renames;
};
// Finds all of them; `templates` are those of `index`.
[[nodiscard]] TreeHazards find_tree_hazards(const TreeIndex& index, const PathTemplates& templates);

// What a report says; `index` must outlive it.
struct AuditReport {
  const TreeIndex* index = nullptr;
  std::string file;            // the tree's file, as the user named it
  std::size_t parameters = 0;  // how many the file lists; 0 if it lists modules
  std::optional<std::string> intended;
  Audit audit;
  Order order = Order::any;  // of a list with labels
  std::optional<TreeHazards> hazards;
  std::optional<PeftEffect> effect;  // of a PEFT config
  std::optional<TrainableFacts> trainable;
  bool dumped = false;             // `trainable` compares with a real run
  std::string read_by;             // "PEFT 0.21.2", or the mode of the patterns
  std::string config;              // the file that holds the patterns; "" if there is none
  std::optional<ReadConfig> read;  // what the file was recognised as, unless the user said it
  std::vector<ConfigResult> results;
  std::vector<NotJudged> not_judged;  // besides those of `effect`
  std::vector<OpenList> open;         // of both, with their texts
  std::vector<std::string> notes;     // likewise
  std::size_t accepted = 0;           // findings that were accepted, and are left out
  std::vector<std::size_t> lines;     // the line of each pattern in that file, from 1; 0 if unknown
};

// Counts of findings by severity; each pair of a hazard counts.
struct AuditVerdict {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  // How many have at least this severity.
  [[nodiscard]] std::size_t from(Severity least) const noexcept;
};
// Counts the findings of a report.
[[nodiscard]] AuditVerdict verdict(const AuditReport& report);

// The verdict in words: "1 error, 2 notes", "nothing found; not judged: target_modules".
[[nodiscard]] std::string verdict_in_words(const AuditReport& report);
// What the effect of a PEFT config and the other lists leave open.
[[nodiscard]] std::vector<NotJudged> not_judged_of(const AuditReport& report);

// Whether the exit status is 1: there is a finding of at least the severity `least`. Without one,
// warnings and errors count. Notes say what may well be meant, such as adapters in encoder and
// decoder.
[[nodiscard]] bool is_found(const AuditReport& report, std::optional<Severity> least);

// Whether a member of the config that decides what trains was not judged, so that a report without
// findings is no clean bill.
[[nodiscard]] bool is_incomplete(const AuditReport& report) noexcept;

// A warning for suffix and re-rooting, a note for the others.
[[nodiscard]] Severity severity_of(Hazard hazard) noexcept;

// The report that people read. `all` prints every list in full.
[[nodiscard]] std::string audit_text(const AuditReport& report, bool colour, bool all);
// Its first lines: what a config was recognised as, and how each list is read; "" without one.
[[nodiscard]] std::string recognised_text(const AuditReport& report, bool colour);
// The part of it about the hazards of a tree.
[[nodiscard]] std::string hazards_text(const TreeIndex& index, const TreeHazards& found,
                                       bool colour, bool all);
// {"modules", "patterns": [...], "findings": [...], ...}
[[nodiscard]] std::string audit_json(const AuditReport& report);
// One HTML page without external files, with the whole tree to search.
[[nodiscard]] std::string audit_html(const AuditReport& report, const report::RunFacts& run);
// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// `version` is overmatch's.
[[nodiscard]] std::string audit_sarif(const AuditReport& report, const std::string& version);

// "`single_transformer_blocks` ends with `transformer_blocks` inside a segment".
[[nodiscard]] std::string in_words(const HazardGroup& group);
[[nodiscard]] std::string in_words(const TreeIndex& index, const HazardPair& pair);

}  // namespace overmatch
