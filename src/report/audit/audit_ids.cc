// SPDX-License-Identifier: Apache-2.0
#include "report/audit/audit_ids.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "names/ascii.h"
#include "names/path.h"
#include "names/readers/json_string.h"

namespace overmatch {

namespace {

// A name with `#` for numbers, for findings that are of no pattern.
std::string shape_of(std::string_view name) {
  std::string out;
  for (const std::string_view segment : Segments(name)) {
    if (!out.empty()) out += kSeparator;
    out += is_number(segment) ? "#" : segment;
  }
  return out;
}

std::string id_of(const AuditReport& report, const AuditFinding& finding) {
  std::string id(to_string(finding.kind));
  if (finding.pattern != kNoPattern) {
    const AuditedPattern& pattern = report.audit.patterns[finding.pattern];
    if (!pattern.member.empty()) id += " " + pattern.member;
    id += ' ';
    append_json_string(id, pattern.entry.empty() ? pattern.pattern : pattern.entry);
  } else if (!finding.parameters.empty()) {
    id += " " + shape_of(finding.parameters.front());
  } else if (!finding.modules.empty()) {
    id += " " + shape_of(report.index->path(finding.modules.front()));
  }
  return id;
}

}  // namespace

std::vector<FoundId> ids_of(const AuditReport& report) {
  std::vector<FoundId> ids;
  std::map<std::string, std::size_t> met;
  const auto add = [&](std::string id, std::size_t size, std::size_t finding) {
    const std::size_t number = ++met[id];
    if (number > 1) id += fmt::format(" ({})", number);
    ids.push_back({std::move(id), size, finding});
  };
  const auto& findings = report.audit.findings;
  for (std::size_t at = 0; at < findings.size(); ++at) {
    const AuditFinding& finding = findings[at];
    const std::size_t size = finding.modules.size() + finding.parameters.size();
    // What is told of several entries at once is a finding of each.
    const bool joined =
        (finding.kind == AuditKind::unmatched || finding.kind == AuditKind::layout) &&
        finding.patterns.size() > 1;
    if (!joined) {
      add(id_of(report, finding), size, at);
      continue;
    }
    for (const std::size_t pattern : finding.patterns) {
      AuditFinding one;
      one.kind = finding.kind;
      one.pattern = pattern;
      add(id_of(report, one), size, at);
    }
  }
  return ids;
}

}  // namespace overmatch
