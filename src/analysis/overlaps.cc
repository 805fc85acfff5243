// Patterns of one list that select the same modules: one of them is idle, or two settings fight for a module.
#include <algorithm>
#include <map>

#include "analysis/audit.h"
#include "names/printable.h"

namespace overmatch {

namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;

std::string relation(const AuditedPattern& left, const AuditedPattern& right, std::size_t shared) {
  const std::string l = quoted(left.pattern);
  const std::string r = quoted(right.pattern);
  if (left.pattern == right.pattern) return l + " is listed twice";
  if (shared == left.selected.size() && shared == right.selected.size()) return l + " and " + r + " select the same";
  if (shared == left.selected.size()) return l + " is shadowed: all that it selects, " + r + " selects too";
  if (shared == right.selected.size()) return r + " is shadowed: all that it selects, " + l + " selects too";
  return l + " and " + r + " overlap";
}

}  // namespace

void find_overlaps(Audit& audit) {
  // Modules with the same patterns are counted together: there are few such sets, however many modules.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hits;  // module, pattern
  for (std::uint32_t pattern = 0; pattern < audit.patterns.size(); ++pattern) {
    for (const std::uint32_t module : audit.patterns[pattern].selected) hits.emplace_back(module, pattern);
  }
  std::sort(hits.begin(), hits.end());
  std::map<std::vector<std::uint32_t>, Selection> sets;
  for (std::size_t at = 0; at < hits.size();) {
    std::size_t end = at;
    while (end < hits.size() && hits[end].first == hits[at].first) ++end;
    if (end - at > 1) {
      std::vector<std::uint32_t> patterns;
      for (std::size_t hit = at; hit < end; ++hit) patterns.push_back(hits[hit].second);
      sets[std::move(patterns)].push_back(hits[at].first);
    }
    at = end;
  }
  std::map<Pair, Selection> shared;
  for (const auto& [patterns, modules] : sets) {
    for (std::size_t left = 0; left < patterns.size(); ++left) {
      for (std::size_t right = left + 1; right < patterns.size(); ++right) {
        if (audit.patterns[patterns[left]].member != audit.patterns[patterns[right]].member) continue;
        Selection& both = shared[{patterns[left], patterns[right]}];
        both.insert(both.end(), modules.begin(), modules.end());
      }
    }
  }
  for (auto& [pair, modules] : shared) {
    std::sort(modules.begin(), modules.end());
    AuditFinding finding;
    finding.kind = AuditKind::overlap;
    finding.severity = Severity::note;
    finding.pattern = pair.first;
    finding.why = relation(audit.patterns[pair.first], audit.patterns[pair.second], modules.size());
    finding.modules = std::move(modules);
    audit.findings.push_back(std::move(finding));
  }
  // The same pattern twice, also when it selects nothing.
  for (std::uint32_t left = 0; left < audit.patterns.size(); ++left) {
    for (std::uint32_t right = left + 1; right < audit.patterns.size(); ++right) {
      const AuditedPattern& a = audit.patterns[left];
      const AuditedPattern& b = audit.patterns[right];
      if (!a.selected.empty() || a.pattern != b.pattern || a.member != b.member) continue;
      AuditFinding finding;
      finding.kind = AuditKind::overlap;
      finding.severity = Severity::note;
      finding.pattern = left;
      finding.why = relation(a, b, 0);
      audit.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace overmatch
