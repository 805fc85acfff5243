// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "report/audit/audit_report.h"
#include "report/words.h"

namespace overmatch {

namespace {

std::string pair_in_words(Hazard hazard, std::string_view shorter, std::string_view longer) {
  const std::string s = report::path_in_words(shorter);
  const std::string l = report::path_in_words(longer);
  switch (hazard) {
    case Hazard::suffix: return fmt::format("{} ends with {} inside a segment", l, s);
    case Hazard::rerooting: return fmt::format("{} is {} with segments in front", l, s);
    case Hazard::digits: return fmt::format("{} begins with {} and goes on with digits", l, s);
    case Hazard::prefix:
      return fmt::format("{} begins with {} and goes on inside the segment", l, s);
  }
  return "";
}

}  // namespace

TreeHazards find_tree_hazards(const TreeIndex& index, const PathTemplates& templates) {
  TreeHazards found;
  found.hazards = find_hazards(index);
  found.groups = group(index, templates, found.hazards);
  found.shared_tails = shared_tails(index, templates);
  found.odd_segments = odd_segments(index);
  found.renames = advise_renames(index, templates, found.hazards, found.groups.groups);
  return found;
}

// A short pattern that selects two modules trains the wrong one: a warning. Numbers that begin
// other numbers are in nearly every model and mislead few rules: a note.
Severity severity_of(Hazard hazard) noexcept {
  return hazard == Hazard::suffix || hazard == Hazard::rerooting ? Severity::warning
                                                                 : Severity::note;
}

std::string in_words(const HazardGroup& group) {
  if (group.shorter == group.longer) {
    return fmt::format("numbers in {} begin others, as 1 begins 10",
                       report::path_in_words(group.shorter));
  }
  return pair_in_words(group.hazard, group.shorter, group.longer);
}

std::string in_words(const TreeIndex& index, const HazardPair& pair) {
  return pair_in_words(pair.hazard, index.path(pair.shorter), index.path(pair.longer));
}

std::size_t AuditVerdict::from(Severity least) const noexcept {
  return errors + (least <= Severity::warning ? warnings : 0) +
         (least == Severity::note ? notes : 0);
}

bool is_found(const AuditReport& report, std::optional<Severity> least) {
  return verdict(report).from(least.value_or(Severity::warning)) > 0;
}

std::string verdict_in_words(const AuditReport& report) {
  const AuditVerdict sum = verdict(report);
  std::string text;
  const auto add = [&](std::size_t number, std::string_view noun) {
    if (number > 0) text += (text.empty() ? "" : ", ") + report::counted(number, noun);
  };
  add(sum.errors, "error");
  add(sum.warnings, "warning");
  add(sum.notes, "note");
  if (text.empty()) text = "nothing found";
  if (report.accepted > 0) text += fmt::format("; {} accepted", report::grouped(report.accepted));
  std::vector<std::string> members;
  for (const NotJudged& each : not_judged_of(report)) {
    if (std::find(members.begin(), members.end(), each.member) == members.end())
      members.push_back(each.member);
  }
  if (!members.empty()) text += "; not judged: " + in_a_row(members);
  return text;
}

std::vector<NotJudged> not_judged_of(const AuditReport& report) {
  std::vector<NotJudged> all;
  if (report.effect) all = report.effect->not_judged;
  all.insert(all.end(), report.not_judged.begin(), report.not_judged.end());
  return all;
}

bool is_incomplete(const AuditReport& report) noexcept {
  return !report.not_judged.empty() || (report.effect && !report.effect->not_judged.empty());
}

AuditVerdict verdict(const AuditReport& report) {
  AuditVerdict sum;
  const auto count = [&](Severity severity, std::size_t number) {
    (severity == Severity::error     ? sum.errors
     : severity == Severity::warning ? sum.warnings
                                     : sum.notes) += number;
  };
  for (const AuditFinding& finding : report.audit.findings) count(finding.severity, 1);
  if (report.hazards) {
    const HazardCounts& counts = report.hazards->hazards.counts;
    for (std::size_t hazard = 0; hazard < counts.size(); ++hazard) {
      count(severity_of(static_cast<Hazard>(hazard)), counts[hazard]);
    }
  }
  return sum;
}

}  // namespace overmatch
