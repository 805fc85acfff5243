// SPDX-License-Identifier: Apache-2.0
// An audit for people (text), programs (JSON) and code review (SARIF): one set of facts, three
// forms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_rules.h"
#include "analysis/peft/trainable.h"
#include "analysis/tree/hazard_groups.h"
#include "analysis/tree/path_templates.h"

namespace overmatch {

// The hazards of the tree itself.
struct TreeHazards {
  Hazards hazards;
  HazardGroups groups;
  std::vector<SharedTails> shared_tails;
  std::vector<OddSegment> odd_segments;
  std::vector<Rename> renames;
};
[[nodiscard]] TreeHazards find_tree_hazards(const TreeIndex& index, const PathTemplates& templates);

struct AuditReport {
  const TreeIndex* index = nullptr;
  std::string file;            // of the tree, as the user named it
  std::size_t parameters = 0;  // that the file lists; 0 if it lists modules
  std::optional<std::string> intended;
  Audit audit;
  std::optional<TreeHazards> hazards;
  std::optional<PeftEffect> effect;  // of a PEFT config
  std::optional<TrainableFacts> trainable;
  bool dumped = false;             // the facts are those of a real run
  std::string config;              // the file that holds the patterns, "" if the command line did
  std::vector<std::size_t> lines;  // of each pattern in that file, from 1; 0 where it is not known
};

// How many findings there are, hazards counted by pair, and the severest.
struct AuditVerdict {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  [[nodiscard]] std::size_t from(Severity least) const noexcept;
};
[[nodiscard]] AuditVerdict verdict(const AuditReport& report);

// Whether an audit has found something, as its exit status says it: anything of that severity.
// Where none is given, any finding about patterns, and hazards of the tree that are more than
// notes: numbers that begin other numbers are in nearly every model.
[[nodiscard]] bool is_found(const AuditReport& report, std::optional<Severity> least);

[[nodiscard]] Severity severity_of(Hazard hazard) noexcept;

// `all`: no list is cut short.
[[nodiscard]] std::string audit_text(const AuditReport& report, bool colour, bool all);
[[nodiscard]] std::string audit_json(const AuditReport& report);
// `version`: overmatch's.
[[nodiscard]] std::string audit_sarif(const AuditReport& report, const std::string& version);

// "`single_transformer_blocks` ends with `transformer_blocks` inside a segment", for all forms
// alike.
[[nodiscard]] std::string in_words(const HazardGroup& group);
[[nodiscard]] std::string in_words(const TreeIndex& index, const HazardPair& pair);

}  // namespace overmatch
