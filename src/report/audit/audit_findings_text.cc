// SPDX-License-Identifier: Apache-2.0
#include "report/audit/audit_findings_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/peft/peft_trial.h"
#include "names/printable.h"
#include "report/words.h"
#include "report/wrap.h"

namespace overmatch {

namespace {

// What is shown without --all, so that the report of an ordinary config fits on one screen.
constexpr std::size_t kFewFindings = 8;
constexpr std::size_t kFewNotes = 3;
constexpr std::size_t kFewModules = 2;  // lines of a finding's modules
constexpr std::size_t kNameColumns = 100;

}  // namespace

Folding AuditFindingsText::folded(const Selection& modules) const {
  return fold(index_, modules, all_ ? static_cast<std::size_t>(-1) : report::kFewLines + 1);
}

void AuditFindingsText::selection(const Selection& modules, std::string_view indent) {
  selection(folded(modules), indent);
}

void AuditFindingsText::selection(const Folding& folding, std::string_view indent,
                                  std::size_t most) {
  const std::vector<FoldedLine>& lines = folding.lines;
  const std::size_t few = shown(folding.count, most);
  for (std::size_t at = 0; at < few; ++at) {
    std::string text(indent);
    text +=
        all_ ? lines[at].text() : report::cut_path(lines[at].text(), kLineColumns - indent.size());
    if (lines[at].count > 1) {
      const std::string factors = lines[at].factors();
      text += "  " + ansi_.faint(factors.empty() ? report::grouped(lines[at].count)
                                                 : fmt::format("{} = {}", factors,
                                                               report::grouped(lines[at].count)));
    }
    line(text);
  }
  more(folding.count, few, indent, "line");
}

void AuditFindingsText::names(const std::vector<std::string>& all, std::string_view indent) {
  ModuleTree tree;
  for (const std::string& name : all) tree.modules.push_back(name);
  const std::size_t few = shown(tree.modules.size());
  for (std::size_t at = 0; at < few; ++at)
    line(fmt::format("{}{}", indent, report::short_path(tree.modules[at], kNameColumns)));
  more(tree.modules.size(), few, indent, "name");
}

void AuditFindingsText::findings() {
  const auto& all = report_.audit.findings;
  if (all.empty()) return;
  title("findings:");
  std::size_t told = 0;
  std::size_t notes = 0;
  for (const AuditFinding& each : all) {
    const bool note = each.severity == Severity::note;
    if (!all_ && (told == kFewFindings || (note && notes == kFewNotes))) break;
    one(++told, each);
    if (note) ++notes;
  }
  more(all.size(), told, "", "finding");
}

void AuditFindingsText::one(std::size_t number, const AuditFinding& finding) {
  const std::string label =
      fmt::format("{}, {}", to_string(finding.severity), to_string(finding.kind));
  const std::string styled = finding.severity == Severity::error     ? ansi_.red(label)
                             : finding.severity == Severity::warning ? ansi_.yellow(label)
                                                                     : ansi_.bold(label);
  const std::size_t count = finding.modules.size() + finding.parameters.size();
  std::string text = fmt::format("{}. {}: {}", number, styled, report::printable_line(finding.why));
  if (count > 0 && finding.kind != AuditKind::ambiguity)  // it counts by part
    text += fmt::format(
        " ({})", report::counted(count, finding.parameters.empty() ? "module" : "parameter"));
  line(text);
  modules_of(finding);
  names(finding.parameters, "      ");
  advice(finding);
  remedies(finding.remedies);
}

void AuditFindingsText::modules_of(const AuditFinding& finding) {
  if (!all_) {
    if (finding.kind != AuditKind::ambiguity && finding.severity != Severity::note)
      selection(folded(finding.modules), "      ", kFewModules);
    return;
  }
  // Reuses the folding of the pattern's whole selection, which it often is.
  const bool all = finding.pattern < folded_.size() &&
                   report_.audit.patterns[finding.pattern].selected == finding.modules;
  selection(all ? folded_[finding.pattern] : folded(finding.modules), "      ");
}

void AuditFindingsText::advice(const AuditFinding& finding) {
  const std::vector<Advice>& all = finding.advice;
  if (all.empty()) return;
  // A pattern of another mode needs another matcher.
  const Mode own = report_.audit.patterns[finding.pattern].mode;
  line(finding.severity == Severity::note ? "   if you do not mean that, write:"
       : all.front().mode == own
           ? "   write instead:"
           : fmt::format("   write instead, for a matcher of another mode than `{}`:",
                         to_string(own)));
  for (std::size_t at = 0; at < all.size();) {
    std::string text = "      ";
    if (all[at].mode != own) text += fmt::format("{} ", to_string(all[at].mode));
    const std::string& purpose = all[at].purpose;
    const std::size_t first = at;
    for (; at < all.size() && all[at].mode == all[first].mode && all[at].purpose == purpose; ++at) {
      text += (at > first ? " " : "") + to_copy(all[at].pattern);
    }
    if (!purpose.empty()) text += ansi_.faint("  for " + report::path_in_words(purpose));
    line(text);
  }
}

void AuditFindingsText::remedies(const std::vector<Remedy>& all) {
  if (all.empty()) return;
  line("   remedies:");
  for (const Remedy& remedy : all) {
    line("      - " + report::printable_line(remedy.what) + (remedy.code.empty() ? "" : ":"));
    for (std::size_t at = 0; at < remedy.code.size();) {
      const std::size_t end = std::min(remedy.code.find('\n', at), remedy.code.size());
      line("          " +
           report::printable_line(std::string_view(remedy.code).substr(at, end - at)));
      at = end + 1;
    }
  }
}

void AuditFindingsText::members() {
  const std::vector<MemberAdvice>& all = report_.audit.members;
  if (all.empty()) return;
  title("write instead:");
  for (const MemberAdvice& advice : all) {
    std::string text =
        "   " + report::printable_line(member_text(advice.member, {advice.list, advice.regex}));
    if (!advice.purpose.empty())
      text += ansi_.faint("  to keep " + report::path_in_words(advice.purpose) + " only");
    line(text);
  }
}

std::string AuditFindingsText::to_copy(const std::string& pattern) {
  return shows_as_it_is(pattern) ? report::shell_quoted(pattern) : in_quotes(pattern);
}

}  // namespace overmatch
