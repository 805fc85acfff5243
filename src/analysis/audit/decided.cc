// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/decided.h"

#include <map>
#include <utility>

#include "dialects/dialect.h"
#include "names/printable.h"

namespace overmatch {

void decide_entries(Mode mode, const std::vector<std::string>& entries, const EntryLabels& labels,
                    Audit& audit) {
  const std::vector<std::string_view> views(entries.begin(), entries.end());
  const Order order = labels.empty() ? fixed_order(mode).value_or(Order::first) : labels.order;
  std::vector<std::size_t> winner;  // by module
  for (const std::size_t at : decision_order(mode, order, views)) {
    AuditedPattern& pattern = audit.patterns[at];
    EntryDecision& decision = pattern.decision.emplace();
    const Label label =
        given_label(mode, entries[at], labels.empty() ? Label{1} : labels.numbers[at]);
    if (const auto name = labels.empty() ? std::nullopt : labels.name(label))
      decision.label = std::string(*name);
    decision.gives = label != kNull;
    if (!labels.empty()) decision.order = order;
    // An entry that takes modules back may be broad.
    pattern.trains = decision.gives;
    std::map<std::size_t, Selection> beaten;
    for (const std::uint32_t module : pattern.selected) {
      if (module >= winner.size()) winner.resize(module + std::size_t{1}, kNoPattern);
      if (winner[module] == kNoPattern) {
        winner[module] = at;
        decision.won.push_back(module);
      } else {
        beaten[winner[module]].push_back(module);
      }
    }
    for (auto& [by, modules] : beaten) decision.beaten_by.push_back({by, std::move(modules)});
    pattern.left = decision.won;
  }
}

void find_dead(Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!pattern.decision || pattern.selected.empty() || !pattern.decision->won.empty()) continue;
    AuditFinding finding;
    finding.kind = AuditKind::dead;
    finding.severity = Severity::warning;
    finding.pattern = at;
    finding.modules = pattern.selected;
    std::vector<std::string> by;
    for (const BeatenBy& each : pattern.decision->beaten_by)
      by.push_back(in_findings(audit.patterns[each.pattern]));
    finding.why = in_findings(pattern) + " decides nothing: what it matches, " + in_a_row(by) +
                  (by.size() == 1 ? " decides" : " decide") + " before it";
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
