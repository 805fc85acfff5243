// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/unmatched_parameters.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analysis/findings/suggestion.h"
#include "analysis/peft/facts/peft_model.h"
#include "matchers/segment.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The names that the model has for what the last segment of an entry misspells.
std::vector<std::string> near_names(const std::vector<std::string>& names,
                                    const std::string& entry) {
  const std::string_view front = parent(entry);
  std::set<std::string> near;
  for (const std::string& name : names) {
    const std::string_view above = parent(name);
    const bool below = front.empty() || segment_selects(above, front);
    if (!below || misspelling(last_segment(entry), last_segment(name)) == kFar) continue;
    std::string other(front);
    if (!front.empty()) other += kSeparator;
    near.insert(other + std::string(last_segment(name)));
  }
  std::vector<std::string> quoted;
  for (const std::string& name : near) quoted.push_back(in_quotes(name));
  return quoted;
}

}  // namespace

void find_unmatched_parameters(const TreeIndex& index, const PeftConfig& config,
                               const ModelFacts* facts, Audit& audit) {
  if (config.target_parameters.empty() || (!config.type.empty() && config.type != "LORA") ||
      !config.version.has(PeftRule::target_parameters))
    return;
  const PeftModel model(index, facts);
  if (!model.has_parameters()) return;
  std::vector<std::string> names;
  for (const ParameterFacts& each : *model.facts()->parameters)
    names.push_back(model.full_name(each));
  for (const std::string& entry : config.target_parameters) {
    if (std::any_of(names.begin(), names.end(),
                    [&](const std::string& name) { return segment_selects(name, entry); }))
      continue;
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::warning;
    finding.why = in_quotes(entry) + " in target_parameters selects nothing, and PEFT says nothing";
    if (const std::vector<std::string> near = near_names(names, entry); !near.empty())
      finding.why += "; did you mean " + in_a_row(near) + "?";
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
