// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/config_findings.h"

#include <algorithm>
#include <utility>

#include "names/printable.h"

namespace overmatch {

void find_taken_entries(const ConfigList& list, const std::vector<ExcludingEntry>& excluding,
                        Audit& audit) {
  const auto tell = [&](std::size_t pattern, Selection modules, const std::string& what) {
    AuditFinding finding;
    finding.kind = AuditKind::dead;
    finding.severity = Severity::warning;
    finding.pattern = pattern;
    finding.modules = std::move(modules);
    finding.why = in_findings(audit.patterns[pattern]) + what;
    audit.findings.push_back(std::move(finding));
  };
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    const Selection& all = pattern.decision ? pattern.decision->won : pattern.selected;
    if (!pattern.trains || all.empty() || !pattern.left || !pattern.left->empty()) continue;
    std::vector<std::string> by;
    for (const ExcludingEntry& each : excluding) {
      if (!shared(all, *each.selected).empty()) by.push_back(each.shown);
    }
    tell(at, all,
         " selects nothing in the end: " + in_a_row(by) + (by.size() == 1 ? " leaves" : " leave") +
             " out all that it matches");
  }
  for (const OverriddenEntry& each : list.overridden) {
    const auto same = std::find_if(
        audit.patterns.begin(), audit.patterns.end(), [&](const AuditedPattern& pattern) {
          return (pattern.entry.empty() ? pattern.pattern : pattern.entry) == each.entry;
        });
    if (same == audit.patterns.end()) continue;
    tell(static_cast<std::size_t>(same - audit.patterns.begin()), {},
         " of " + in_quotes(each.group) + " decides nothing: " + in_quotes(each.by) +
             " has the same entry, and the last one counts");
  }
}

}  // namespace overmatch
