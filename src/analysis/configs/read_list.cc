// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/read_list.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/audit/decided.h"
#include "cases/given_list.h"

namespace overmatch {

namespace {

// Entries that a remark names; it counts the others.
constexpr std::size_t kNamedInRemarks = 6;

}  // namespace

void decide_list(ReadList& read) {
  const ConfigList& list = *read.list;
  if (list.order == Order::any || read.entries.empty()) return;
  std::vector<std::string> entries;
  std::vector<std::string> names;
  GivenList given;
  given.order = to_string(list.order);
  for (const ConfigEntry& entry : read.entries) {
    entries.push_back(entry.entry);
    given.labels.push_back(entry.label);
  }
  read.labels = read_labels(given, list.mode, entries.size(), names);
  std::vector<AuditedPattern>& patterns = read.audit.patterns;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    if (!read.by_class[at].empty())
      patterns[at].selected = without(patterns[at].selected, read.by_class[at]);
  }
  decide_entries(list.mode, entries, read.labels, read.audit);
  for (AuditedPattern& pattern : patterns)
    pattern.trains = pattern.trains && list.role == ListRole::selects;
  std::vector<std::size_t> classes;
  Selection won;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    won = united(won, patterns[at].decision->won);
    if (!read.by_class[at].empty()) classes.push_back(at);
  }
  std::sort(classes.begin(), classes.end(),
            [&](std::size_t left, std::size_t right) { return entries[left] < entries[right]; });
  for (const std::size_t at : classes) {
    EntryDecision& decision = *patterns[at].decision;
    const Selection rest = without(read.by_class[at], won);
    for (std::size_t by = 0; by < patterns.size(); ++by) {
      Selection taken = shared(read.by_class[at], patterns[by].decision->won);
      if (by != at && !taken.empty()) decision.beaten_by.push_back({by, std::move(taken)});
    }
    decision.won = united(decision.won, rest);
    won = united(won, rest);
    patterns[at].selected = united(patterns[at].selected, read.by_class[at]);
    patterns[at].left = decision.won;
  }
}

void write_entries(const ConfigList& list, Audit& audit) {
  if (is_dialect(list.mode) && list.read == nullptr) {
    write_as_entries(list.mode, audit);
    return;
  }
  for (AuditedPattern& pattern : audit.patterns) pattern.pattern = pattern.entry;
  if (list.read == nullptr) return;
  for (AuditFinding& finding : audit.findings) {
    std::erase_if(finding.advice, [&](Advice& advice) {
      const ModePattern meant{advice.mode, advice.pattern};
      advice.pattern = list.write(meant);
      return list.read(advice.pattern) != meant;
    });
  }
}

void add_remarks(const TreeIndex& index, const ConfigList& list, Audit& audit) {
  const bool gguf = index.find("blk") != kNoModule || index.find("token_embd") != kNoModule;
  const bool other_names = list.reader.starts_with("llama.cpp") && !gguf;
  if (list.remark == nullptr && !other_names) return;
  std::map<std::string, std::vector<std::size_t>> apart;  // remarks, and their patterns
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    std::string remark = list.remark == nullptr ? "" : list.remark(pattern.entry);
    if (other_names && pattern.selected.empty()) {
      remark =
          "llama.cpp asks for the names of GGUF, such as `blk.0.ffn_up.weight`, which this tree "
          "does not have";
    }
    if (!list.prefix.empty() && pattern.selected.empty()) {
      remark = "the names begin with `" + list.prefix + "`" + (remark.empty() ? "" : "; " + remark);
    }
    if (remark.empty()) continue;
    const auto told = std::find_if(
        audit.findings.begin(), audit.findings.end(), [&](const AuditFinding& finding) {
          return finding.pattern == at &&
                 (finding.kind == AuditKind::unmatched || finding.kind == AuditKind::collision);
        });
    if (told != audit.findings.end()) {
      told->why += "; " + remark;
      continue;
    }
    apart[remark].push_back(at);
  }
  for (const auto& [remark, patterns] : apart) {
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::note;
    finding.pattern = patterns.front();
    if (patterns.size() > 1) finding.patterns = patterns;
    std::vector<std::string> names;
    for (const std::size_t at : patterns) names.push_back(in_findings(audit.patterns[at]));
    finding.why = in_a_row(names, kNamedInRemarks) + ": " + remark;
    audit.findings.push_back(std::move(finding));
  }
}

void own_parameters(const ParameterTree& tree, AuditedPattern& pattern) {
  pattern.parameters = tree.names(pattern.selected);
  for (Selection* const each : {&pattern.selected, &pattern.precise}) *each = tree.owners(*each);
  if (pattern.left) pattern.left = tree.owners(*pattern.left);
  for (RegexGap& gap : pattern.gaps) {
    gap.missed = tree.owners(gap.missed);
    gap.beyond = tree.owners(gap.beyond);
  }
  if (!pattern.decision) return;
  pattern.decision->won = tree.owners(pattern.decision->won);
  for (BeatenBy& by : pattern.decision->beaten_by) by.modules = tree.owners(by.modules);
}

}  // namespace overmatch
