// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/peft/peft_trial.h"
#include "analysis/tree/folding.h"
#include "names/printable.h"
#include "report/ansi_style.h"
#include "report/audit/audit_report.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::AnsiStyle;

// Lines of one list that are shown without --all.
constexpr std::size_t kFewFindings = 40;
constexpr std::size_t kNameColumns = 100;

class AuditText {
 public:
  AuditText(const AuditReport& report, bool colour, bool all)
      : report_(report), index_(*report.index), ansi_(colour), all_(all) {}

  std::string write() {
    verdict_line();
    patterns();
    effect();
    trainable();
    findings();
    members();
    if (report_.hazards) hazards(*report_.hazards);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text) += "\n"; }
  void title(std::string_view text) { line("\n" + ansi_.bold(text)); }
  [[nodiscard]] std::size_t shown(std::size_t count, std::size_t few = report::kFewLines) const {
    return all_ || count <= few + 1 ? count : few;  // "… 1 more" takes the place of the one
  }
  // Says how many lines are left out; `told`: --all shows more of them.
  void more(std::size_t count, std::size_t few, std::string_view indent, std::string_view noun,
            bool told = true) {
    if (few < count)
      line(ansi_.faint(fmt::format("{}… {}{}", indent,
                                   report::counted(count - few, fmt::format("more {}", noun)),
                                   told ? " (--all)" : "")));
  }

  void verdict_line() {
    const AuditVerdict sum = verdict(report_);
    std::string text =
        fmt::format("{}: {}", index_.tree().name, report::counted(index_.size(), "module"));
    if (report_.parameters > 0)
      text += fmt::format(" of {}", report::counted(report_.parameters, "parameter"));
    if (report_.intended)
      text += fmt::format("; intended: {}", report::path_in_words(*report_.intended));
    std::string counts;
    const auto add = [&](std::size_t number, std::string_view noun) {
      if (number > 0) counts += (counts.empty() ? "" : ", ") + report::counted(number, noun);
    };
    add(sum.errors, "error");
    add(sum.warnings, "warning");
    add(sum.notes, "note");
    if (counts.empty()) {
      line(text + ": " + ansi_.green("nothing found"));
    } else {
      line(text + ": " + (sum.errors > 0 ? ansi_.red(counts) : ansi_.yellow(counts)));
    }
  }

  [[nodiscard]] Folding folded(const Selection& modules) const {
    return fold(index_, modules, all_ ? static_cast<std::size_t>(-1) : report::kFewLines + 1);
  }
  void selection(const Selection& modules, std::string_view indent) {
    selection(folded(modules), indent);
  }
  void selection(const Folding& folding, std::string_view indent) {
    const std::vector<FoldedLine>& lines = folding.lines;
    const std::size_t few = shown(folding.count);
    for (std::size_t at = 0; at < few; ++at) {
      std::string text = fmt::format("{}{}", indent, lines[at].text());
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

  void patterns() {
    std::string_view member;
    for (const AuditedPattern& pattern : report_.audit.patterns) {
      if (pattern.member != member) title(pattern.member + ":");
      member = pattern.member;
      std::string head =
          fmt::format("{} ({}) selects {}", report::short_quoted(pattern.pattern),
                      to_string(pattern.mode), report::counted(pattern.selected.size(), "module"));
      if (pattern.precise != pattern.selected) {
        head += ansi_.red(fmt::format(
            ", {} with boundaries ({})", report::grouped(pattern.precise.size()),
            pattern.precise_mode == pattern.mode ? "corrected"
                                                 : std::string(to_string(pattern.precise_mode))));
      }
      line((member.empty() ? "\n" : "") + head);
      if (!pattern.rule.empty())
        line(ansi_.faint("   read as " + report::printable_line(pattern.rule)));
      selection(folded_.emplace_back(folded(pattern.selected)), "   ");
    }
  }

  void effect() {
    if (!report_.effect) return;
    if (report_.effect->depends_on_classes) {
      title("target_modules is \"all-linear\": it selects by class, and the tree has names only.");
    } else {
      title(fmt::format("as a result, {} an adapter:",
                        report_.effect->adapted.size() == 1
                            ? "1 module gets"
                            : report::counted(report_.effect->adapted.size(), "module") + " get"));
      selection(report_.effect->adapted, "   ");
    }
    if (report_.effect->saved.empty()) return;
    title(fmt::format("{} trained in full:",
                      report_.effect->saved.size() == 1
                          ? "1 module is"
                          : report::counted(report_.effect->saved.size(), "module") + " are"));
    selection(report_.effect->saved, "   ");
  }

  void trainable() {
    if (!report_.trainable) return;
    const TrainableFacts& facts = *report_.trainable;
    if (report_.dumped) {
      title(fmt::format("of {} in the run, {} should train and {} do:",
                        report::counted(facts.parameters, "parameter"),
                        report::grouped(facts.planned), report::grouped(facts.trainable)));
    } else {
      title(fmt::format("{} of {} would train:", report::grouped(facts.planned),
                        report::counted(facts.parameters, "parameter")));
    }
    names(facts.planned_names, "   ");
  }

  void names(const std::vector<std::string>& all, std::string_view indent) {
    ModuleTree tree;
    for (const std::string& name : all) tree.modules.push_back(name);
    const std::size_t few = shown(tree.modules.size());
    for (std::size_t at = 0; at < few; ++at)
      line(fmt::format("{}{}", indent, report::short_path(tree.modules[at], kNameColumns)));
    more(tree.modules.size(), few, indent, "name");
  }

  void findings() {
    const auto& all = report_.audit.findings;
    if (all.empty()) return;
    title("findings:");
    const std::size_t few = shown(all.size(), kFewFindings);
    for (std::size_t at = 0; at < few; ++at) one(at + 1, all[at]);
    more(all.size(), few, "", "finding");
  }

  void one(std::size_t number, const AuditFinding& finding) {
    const std::string label =
        fmt::format("{}, {}", to_string(finding.severity), to_string(finding.kind));
    const std::string styled = finding.severity == Severity::error     ? ansi_.red(label)
                               : finding.severity == Severity::warning ? ansi_.yellow(label)
                                                                       : ansi_.bold(label);
    const std::size_t count = finding.modules.size() + finding.parameters.size();
    std::string text =
        fmt::format("{}. {}: {}", number, styled, report::printable_line(finding.why));
    if (count > 0)
      text += fmt::format(
          " ({})", report::counted(count, finding.parameters.empty() ? "module" : "parameter"));
    line(text);
    // Reuses the folding of the pattern's whole selection, which it often is.
    const bool all = finding.pattern < folded_.size() &&
                     report_.audit.patterns[finding.pattern].selected == finding.modules;
    selection(all ? folded_[finding.pattern] : folded(finding.modules), "      ");
    names(finding.parameters, "      ");
    advice(finding);
    remedies(finding.remedies);
  }

  void advice(const AuditFinding& finding) {
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
      for (; at < all.size() && all[at].mode == all[first].mode && all[at].purpose == purpose;
           ++at) {
        text += (at > first ? " " : "") + to_copy(all[at].pattern);
      }
      if (!purpose.empty()) text += ansi_.faint("  for " + report::path_in_words(purpose));
      line(text);
    }
  }

  void remedies(const std::vector<Remedy>& all) {
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

  // The corrected text of each member of a config.
  void members() {
    const std::vector<MemberAdvice>& all = report_.audit.members;
    if (all.empty()) return;
    title("write instead:");
    for (const MemberAdvice& advice : all) {
      std::string text =
          "   " + report::printable_line(member_text(advice.member, {advice.list, advice.regex}));
      if (!advice.purpose.empty())
        text += ansi_.faint("  for " + report::path_in_words(advice.purpose));
      line(text);
    }
  }

  // Quotes a pattern for a shell.
  [[nodiscard]] static std::string to_copy(const std::string& pattern) {
    return shows_as_it_is(pattern) ? report::shell_quoted(pattern) : in_quotes(pattern);
  }

  void hazards(const TreeHazards& found) {
    title("hazards of the tree, worst first:");
    if (found.groups.groups.empty() && found.shared_tails.empty() && found.odd_segments.empty())
      line("   none");
    const std::vector<HazardGroup>& groups = found.groups.groups;
    const std::size_t few = shown(groups.size(), 3 * report::kFewLines);
    for (std::size_t at = 0; at < few; ++at) {
      const HazardGroup& group = groups[at];
      const std::string label = fmt::format("   {:<11}", to_string(group.hazard));
      line((severity_of(group.hazard) == Severity::warning ? ansi_.yellow(label)
                                                           : ansi_.bold(label)) +
           fmt::format("{}: {}", in_words(group), report::counted(group.pairs.size(), "pair")));
      const HazardPair& last = group.pairs.back();
      line(ansi_.faint(fmt::format("              {} and {}",
                                   report::short_path(index_.path(last.shorter), kNameColumns),
                                   report::short_path(index_.path(last.longer), kNameColumns))));
    }
    more(found.groups.count, few, "   ", "group", few < groups.size());
    if (!found.hazards.complete()) {
      line(ansi_.yellow(fmt::format("   incomplete: the groups cover {} of {} pairs",
                                    report::grouped(found.hazards.pairs.size()),
                                    report::grouped(found.hazards.count()))));
    }
    tails(found.shared_tails);
    odd(found.odd_segments);
    for (const Rename& rename : found.renames) {
      line(fmt::format("   rename {} to {}: leaves {} of the {} with a common end ({} renamed)",
                       report::path_in_words(rename.from), report::path_in_words(rename.to),
                       report::grouped(rename.after), report::counted(rename.before, "pair"),
                       report::counted(rename.modules, "module")));
    }
  }

  void tails(const std::vector<SharedTails>& all) {
    const std::size_t few = shown(all.size());
    for (std::size_t at = 0; at < few; ++at) {
      std::string parts;
      for (std::size_t part = 0; part < all[at].parts.size(); ++part) {
        if (part == report::kFewLines && !all_) {
          parts += fmt::format(" and {} more", all[at].parts.size() - part);
          break;
        }
        parts += (part == 0                          ? ""
                  : part + 1 == all[at].parts.size() ? " and "
                                                     : ", ") +
                 report::path_in_words(all[at].parts[part]);
      }
      std::string names;
      for (std::size_t name = 0;
           name < all[at].names.size() && (all_ || name < 2 * report::kFewLines); ++name) {
        names += (name == 0 ? "" : ", ") + printable_path(all[at].names[name]);
      }
      if (!all_ && all[at].names.size() > 2 * report::kFewLines) names += ", …";
      line(ansi_.bold(fmt::format("   {:<11}", "tails")) +
           fmt::format("{} share {}: {}", parts, report::counted(all[at].names.size(), "name"),
                       names));
    }
    more(all.size(), few, "   ", "group");
  }

  void odd(const std::vector<OddSegment>& all) {
    const std::size_t few = shown(all.size());
    for (std::size_t at = 0; at < few; ++at) {
      line(ansi_.bold(fmt::format("   {:<11}", "odd")) +
           fmt::format("{} ({}): {}", report::path_in_words(all[at].name),
                       report::counted(all[at].modules.size(), "module"), all[at].why));
      line(ansi_.faint(fmt::format(
          "              {}", report::short_path(index_.path(all[at].modules[0]), kNameColumns))));
    }
    more(all.size(), few, "   ", "name");
  }

  const AuditReport& report_;
  const TreeIndex& index_;
  AnsiStyle ansi_;
  bool all_;
  std::vector<Folding> folded_;  // what each pattern selects
  std::string out_;
};

}  // namespace

std::string audit_text(const AuditReport& report, bool colour, bool all) {
  return AuditText(report, colour, all).write();
}

}  // namespace overmatch
