// SPDX-License-Identifier: Apache-2.0
// An audit as annotations and as Markdown.
#include <fmt/format.h>

#include "analysis/peft/peft_trial.h"
#include "names/printable.h"
#include "report/ci/ci_report.h"
#include "report/lock/lock_names.h"
#include "report/words.h"

namespace overmatch {

namespace {

// A summary lists at most so many findings, and so many lines of names of each.
constexpr std::size_t kMostFindings = 50;
constexpr std::size_t kMostNameLines = 6;

// What to write instead, one line each.
std::vector<std::string> advice_of(const AuditReport& report, const AuditFinding& finding) {
  std::vector<std::string> out;
  for (const Advice& advice : finding.advice) {
    out.push_back(
        fmt::format("write instead: {} {}{}", to_string(advice.mode), in_quotes(advice.pattern),
                    advice.purpose.empty() ? "" : " for " + report::path_in_words(advice.purpose)));
  }
  for (const Remedy& remedy : finding.remedies) out.push_back("what helps: " + remedy.what);
  if (finding.pattern == kNoPattern || finding.severity == Severity::note) return out;
  for (const MemberAdvice& advice : report.audit.members) {
    if (advice.member == report.audit.patterns[finding.pattern].member)
      out.push_back("write instead: " + member_text(advice.member, {advice.list, advice.regex}));
  }
  return out;
}

// The modules of a finding, which its sentence need not name: "pre_classifier".
std::string modules_in_short(const AuditReport& report, const AuditFinding& finding) {
  std::vector<std::string> names;
  for (const FoldedText& line : folded(*report.index, finding.modules).lines)
    names.push_back(line.text);
  return in_a_row(names);
}

void append_list(std::string& out, const FoldedNames& names) {
  for (std::size_t at = 0; at < names.lines.size() && at < kMostNameLines; ++at)
    out += fmt::format("  - {} ({})\n", markdown_code(names.lines[at].text),
                       report::grouped(names.lines[at].count));
  if (names.lines.size() > kMostNameLines)
    out += fmt::format("  - … {} more\n", names.lines.size() - kMostNameLines);
}

}  // namespace

std::string audit_github(const AuditReport& report) {
  std::string out;
  const std::string& file = report.config.empty() ? report.file : report.config;
  for (const AuditFinding& finding : report.audit.findings) {
    Annotation one{finding.severity, file, 0, "overmatch: " + std::string(to_string(finding.kind)),
                   report::printable_line(finding.why)};
    if (finding.pattern != kNoPattern && finding.pattern < report.lines.size())
      one.line = report.lines[finding.pattern];
    if (!finding.modules.empty() && finding.severity != Severity::note)
      one.message += "\n" + report::printable_line("modules: " + modules_in_short(report, finding));
    for (const std::string& line : advice_of(report, finding))
      one.message += "\n" + report::printable_line(line);
    out += workflow_command(one);
  }
  for (const NotJudged& each : not_judged_of(report)) {
    out += workflow_command({Severity::warning, file, 0, "overmatch: not judged",
                             report::printable_line(each.member + ": " + each.what)});
  }
  if (!report.hazards) return out;
  for (const HazardGroup& group : report.hazards->groups.groups) {
    out += workflow_command(
        {severity_of(group.hazard), report.file, 0, "overmatch: hazard",
         fmt::format("{} ({})", in_words(group), report::counted(group.pairs.size(), "pair"))});
  }
  return out;
}

std::string audit_markdown(const AuditReport& report) {
  std::string out =
      fmt::format("### overmatch audit: {}\n\n", markdown_prose(verdict_in_words(report)));
  out += fmt::format("{}{}, {}{}\n\n",
                     report.config.empty() ? "" : markdown_code(report.config) + " on ",
                     markdown_code(report.file), report::counted(report.index->size(), "module"),
                     report.read_by.empty() ? "" : ", read by " + markdown_prose(report.read_by));
  const auto& findings = report.audit.findings;
  for (std::size_t at = 0; at < findings.size() && at < kMostFindings; ++at) {
    const AuditFinding& finding = findings[at];
    out += fmt::format("- **{}, {}**: {}\n", to_string(finding.severity), to_string(finding.kind),
                       markdown_prose(report::printable_line(finding.why)));
    if (finding.severity != Severity::note)
      append_list(out, folded(*report.index, finding.modules));
    for (const std::string& line : advice_of(report, finding))
      out += "  - " + markdown_prose(report::printable_line(line)) + "\n";
  }
  if (findings.size() > kMostFindings)
    out += fmt::format("- … {} more\n", findings.size() - kMostFindings);
  if (report.hazards) {
    const auto& groups = report.hazards->groups.groups;
    for (std::size_t at = 0; at < groups.size() && at < kMostFindings; ++at)
      out += fmt::format("- **{}, hazard**: {} ({})\n", to_string(severity_of(groups[at].hazard)),
                         markdown_prose(in_words(groups[at])),
                         report::counted(groups[at].pairs.size(), "pair"));
  }
  if (!report.audit.patterns.empty()) {
    out += "\n| entry | member | modules |\n| --- | --- | ---: |\n";
    for (const AuditedPattern& pattern : report.audit.patterns) {
      out += fmt::format("| {} | {} | {} |\n",
                         markdown_prose(report::printable_line(in_findings(pattern))),
                         markdown_prose(pattern.member), report::grouped(pattern.selected.size()));
    }
  }
  if (const auto open = not_judged_of(report); !open.empty()) {
    out += "\nNot judged:\n\n";
    for (const NotJudged& each : open)
      out += fmt::format("- {}: {}\n", markdown_prose(each.member), markdown_prose(each.what));
  }
  return out;
}

}  // namespace overmatch
