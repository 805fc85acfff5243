// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/frozen_accidents.h"

#include <algorithm>
#include <utility>

namespace overmatch {

namespace {

// What a finding calls accidents; empty for a finding that is no fault of modules_to_save.
Selection accidents_of(const Audit& audit, const AuditFinding& finding) {
  if (finding.severity == Severity::note || finding.pattern == kNoPattern) return {};
  const std::string& member = audit.patterns[finding.pattern].member;
  if (member != "modules_to_save" && member != "task_type") return {};
  switch (finding.kind) {
    case AuditKind::collision:
    case AuditKind::rerooting:
    case AuditKind::escape: return finding.modules;
    default: break;
  }
  Selection all;
  for (const Remedy& remedy : finding.remedies) all = united(all, remedy.freezes);
  return all;
}

}  // namespace

Selection accidents_of(const TreeIndex& index, const Audit& audit) {
  Selection all;
  for (const AuditFinding& finding : audit.findings) {
    const Selection some = accidents_of(audit, finding);
    all.insert(all.end(), some.begin(), some.end());
  }
  sort_modules(all, index.size());
  return all;
}

void settle_frozen(const TrainableFacts& facts, Audit& audit) {
  for (AuditFinding& finding : audit.findings) {
    const Selection accidents = accidents_of(audit, finding);
    const Selection frozen = shared(accidents, facts.frozen_accidents);
    if (frozen.empty()) continue;
    if (!shared(accidents, facts.training_accidents).empty()) {
      finding.modules = without(finding.modules, frozen);
      continue;
    }
    finding.severity = Severity::note;
    finding.remedies.clear();
    finding.why += "; the run has frozen what is selected by accident, so it does not train";
  }
}

}  // namespace overmatch
