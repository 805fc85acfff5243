// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/dead_targets.h"

#include <array>
#include <string>

namespace overmatch {

namespace {

// A member that keeps adapters away, and the config without it.
struct Keeper {
  const char* member;
  const char* words;
  void (*drop)(PeftConfig& config);
};
constexpr std::array<Keeper, 2> kKeepers = {
    {{"exclude_modules", "excludes all that it selects",
      [](PeftConfig& config) { config.exclude_modules = {}; }},
     {"layers_to_transform", "names no layer that it selects modules in",
      [](PeftConfig& config) { config.layers_to_transform.clear(); }}}};

// "exclude_modules "a" and "b"": the entries of a member that select some of the modules.
std::string entries_of(const Audit& audit, const char* member, const Selection& modules) {
  std::vector<std::string> names;
  for (const AuditedPattern& pattern : audit.patterns) {
    if (pattern.member == member && !shared(pattern.selected, modules).empty())
      names.push_back(in_findings(pattern));
  }
  return names.empty() ? std::string(member) : std::string(member) + " " + in_a_row(names);
}

}  // namespace

void find_dead_targets(const TreeIndex& index, const PeftConfig& config, const ModelFacts* facts,
                       PeftAudit& result) {
  const PeftEffect& effect = result.effect;
  if (effect.depends_on_classes || effect.refused) return;
  std::array<std::optional<Selection>, kKeepers.size()> open;  // what gets adapters without each
  Audit& audit = result.audit;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (pattern.member != "target_modules" || pattern.selected.empty() ||
        !shared(pattern.selected, effect.adapted).empty())
      continue;
    for (std::size_t by = 0; by < kKeepers.size(); ++by) {
      const Keeper& keeper = kKeepers[by];
      if (!open[by]) {
        PeftConfig without = config;
        keeper.drop(without);
        open[by] = apply_peft(index, without, facts).adapted;
      }
      Selection taken = shared(pattern.selected, *open[by]);
      if (taken.empty()) continue;
      AuditFinding finding;
      finding.kind = AuditKind::dead;
      finding.severity = Severity::warning;
      finding.pattern = at;
      finding.why = in_findings(pattern) +
                    " adapts nothing: " + entries_of(audit, keeper.member, taken) + " " +
                    keeper.words;
      finding.modules = std::move(taken);
      audit.findings.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace overmatch
