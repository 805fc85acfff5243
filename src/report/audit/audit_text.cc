// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "analysis/peft/peft_trial.h"
#include "analysis/tree/folding.h"
#include "analysis/tree/path_templates.h"
#include "names/printable.h"
#include "report/audit/audit_findings_text.h"
#include "report/audit/audit_report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace overmatch {

namespace {

// Shown without --all.
constexpr std::size_t kFewEntries = 10;
// Patterns have a column of their own up to these.
constexpr std::size_t kPatternColumns = 36;
// The lines of an ordinary terminal: a longer report has its verdict at the end, too.
constexpr std::ptrdiff_t kScreenLines = 24;

// A label as it is read, in quotes that it does not contain: '{"bits": 8}'.
std::string quoted_label(const std::string& label) {
  const bool alone = label.find('"') != std::string::npos && label.find('\'') == std::string::npos;
  return alone && shows_as_it_is(label) ? "'" + label + "'" : report::short_quoted(label);
}

class AuditText : private AuditFindingsText {
 public:
  AuditText(const AuditReport& report, bool colour, bool all)
      : AuditFindingsText(report, colour, all), colour_(colour) {}

  std::string write() {
    const std::string verdict = verdict_line();
    line(verdict);
    out_ += recognised_text(report_, colour_);
    patterns();
    effect();
    results();
    trainable();
    findings();
    members();
    if (report_.hazards) out_ += hazards_text(index_, *report_.hazards, colour_, all_);
    if (std::count(out_.begin(), out_.end(), '\n') > kScreenLines) line("\n" + verdict);
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string verdict_line() const {
    const AuditVerdict sum = verdict(report_);
    std::string text =
        fmt::format("{}: {}", index_.tree().name, report::counted(index_.size(), "module"));
    if (report_.parameters > 0)
      text += fmt::format(" of {}", report::counted(report_.parameters, "parameter"));
    if (report_.intended)
      text += fmt::format("; intended: {}", report::path_in_words(*report_.intended));
    const std::string words = verdict_in_words(report_);
    const bool clean = sum.from(Severity::note) == 0 && !is_incomplete(report_);
    return text + ": " +
           (clean            ? ansi_.green(words)
            : sum.errors > 0 ? ansi_.red(words)
                             : ansi_.yellow(words));
  }

  void patterns() {
    const std::vector<AuditedPattern>& all = report_.audit.patterns;
    for (std::size_t first = 0; first < all.size();) {
      std::size_t last = first;
      while (last < all.size() && all[last].member == all[first].member) ++last;
      const std::span<const AuditedPattern> list(&all[first], last - first);
      all_ ? in_full(list) : in_short(list);
      first = last;
    }
  }

  // One line for each pattern: what it selects, or how much in which part of the model.
  void in_short(std::span<const AuditedPattern> list) {
    const bool one_mode = std::all_of(list.begin(), list.end(), [&](const AuditedPattern& each) {
      return each.mode == list.front().mode || each.reading;  // the first lines say how
    });
    const std::string& member = list.front().member;
    title((member.empty() ? "patterns" : member) +
          (one_mode && !list.front().reading
               ? fmt::format(", read by `{}`", to_string(list.front().mode))
               : "") +
          (order_of(list.front()) == Order::any
               ? ":"
               : fmt::format(", the {} that matches decides:", to_string(order_of(list.front())))));
    const std::size_t few = shown(list.size(), kFewEntries);
    std::size_t width = 0;
    for (std::size_t at = 0; at < few; ++at) {
      if (columns_of(list[at]) <= kPatternColumns) width = std::max(width, columns_of(list[at]));
    }
    for (std::size_t at = 0; at < few; ++at) {
      one_pattern(list[at], width, one_mode);
      decision(list[at]);
    }
    more(list.size(), few, "   ", "pattern");
  }

  [[nodiscard]] static Order order_of(const AuditedPattern& pattern) noexcept {
    return pattern.decision ? pattern.decision->order : Order::any;
  }

  [[nodiscard]] static std::size_t columns_of(const AuditedPattern& pattern) {
    return report::columns(report::short_quoted(pattern.pattern, kLineColumns));
  }

  void one_pattern(const AuditedPattern& pattern, std::size_t width, bool one_mode) {
    const std::size_t columns = columns_of(pattern);
    std::string head = "   " + report::short_quoted(pattern.pattern, kLineColumns) +
                       (one_mode ? "" : fmt::format(" ({})", to_string(pattern.mode)));
    if (columns > width) {  // too long for a column
      line(head);
      head = "   " + std::string(width, ' ');
    } else {
      head += std::string(width - columns, ' ');
    }
    std::string count = fmt::format(" {:>6}", report::grouped(pattern.selected.size()));
    if (pattern.parameters)
      count = fmt::format(" {:>6}{}", report::counted(pattern.parameters->size(), "parameter"),
                          pattern.parameters->empty() ? "" : " of");
    std::string boundaries;
    if (pattern.precise != pattern.selected) {
      boundaries = fmt::format(", {} with boundaries ({})", report::grouped(pattern.precise.size()),
                               pattern.precise_mode == pattern.mode
                                   ? "corrected"
                                   : std::string(to_string(pattern.precise_mode)));
    }
    const std::size_t used = report::columns(head) + count.size() + report::columns(boundaries) + 2;
    const std::string where = places(pattern.selected, kLineColumns - std::min(kLineColumns, used));
    line(head + count + ansi_.red(boundaries) + (where.empty() ? "" : "  " + where));
  }

  // What an entry of a list with labels gives, how much of its selection, and who has the rest.
  void decision(const AuditedPattern& pattern) {
    if (!pattern.decision) return;
    const EntryDecision& one = *pattern.decision;
    std::string text = "      ";
    if (one.order == Order::any)  // a plain list of a dialect with an order
      text += one.gives ? "selects" : "takes back";
    else
      text += fmt::format("gives {} to", one.label ? quoted_label(*one.label) : "nothing");
    text += " " + report::grouped(one.won.size());
    for (const BeatenBy& by : one.beaten_by) {
      text += fmt::format("{} {} decides {}", &by == &one.beaten_by.front() ? ";" : ",",
                          report::short_quoted(report_.audit.patterns[by.pattern].pattern),
                          report::grouped(by.modules.size()));
    }
    line(one.won.empty() ? ansi_.red(text) : ansi_.faint(text));
  }

  // What a selection is, in at most `most` columns: one folded line, or counts by part.
  std::string places(const Selection& modules, std::size_t most) {
    if (modules.empty()) return "";
    const Folding folding = fold(index_, modules, 1);
    std::string text = folding.lines.front().text();
    if (folding.count > 1) {
      const SelectionParts parted = part(index_.templates(), modules);
      const bool split = parted.parts.size() > 1 && !parted.common.empty();
      text = split ? printable_path(parted.common) + ": " : "";
      const std::size_t front = split ? parted.common.size() + 1 : 0;
      for (const SelectionPart& one : parted.parts) {
        text += fmt::format("{}{} {}", &one == &parted.parts.front() ? "" : ", ",
                            printable_path(std::string_view(one.root).substr(front)),
                            report::grouped(one.modules.size()));
        if (report::columns(text) > most) break;
      }
    }
    return folding.count > 1 ? report::cut_to(text, most) : report::cut_path(text, most);
  }

  void in_full(std::span<const AuditedPattern> list) {
    if (!list.front().member.empty()) title(list.front().member + ":");
    for (const AuditedPattern& pattern : list) {
      std::string head =
          fmt::format("{} ({}) selects {}", report::short_quoted(pattern.pattern),
                      to_string(pattern.mode), report::counted(pattern.selected.size(), "module"));
      if (pattern.precise != pattern.selected) {
        head += ansi_.red(fmt::format(
            ", {} with boundaries ({})", report::grouped(pattern.precise.size()),
            pattern.precise_mode == pattern.mode ? "corrected"
                                                 : std::string(to_string(pattern.precise_mode))));
      }
      line((pattern.member.empty() ? "\n" : "") + head);
      if (!pattern.rule.empty())
        line(ansi_.faint("   read as " + report::printable_line(pattern.rule)));
      decision(pattern);
      selection(folded_.emplace_back(folded(pattern.selected)), "   ");
    }
  }

  void effect() {
    if (!report_.effect) return;
    for (const std::string& note : report_.effect->notes)
      line("\n" + report::printable_line("note: " + note));
    if (!report_.effect->depends_on_classes) {
      const std::size_t count = report_.effect->adapted.size();
      title(fmt::format("as a result, {} an adapter{}",
                        count == 0   ? "no module gets"
                        : count == 1 ? "1 module gets"
                                     : report::counted(count, "module") + " get",
                        count == 0 ? "" : ":"));
      selection(report_.effect->adapted, "   ");
    }
    listed(report_.effect->adapted_parameters);
    if (!report_.effect->tokens.empty()) {
      title("some rows train of:");
      selection(report_.effect->tokens, "   ");
    }
    not_judged();
    if (report_.effect->saved.empty()) return;
    title(fmt::format("{} trained in full:",
                      report_.effect->saved.size() == 1
                          ? "1 module is"
                          : report::counted(report_.effect->saved.size(), "module") + " are"));
    selection(report_.effect->saved, "   ");
  }

  void listed(const std::vector<std::string>& parameters) {
    if (parameters.empty()) return;
    title(fmt::format("{} an adapter:",
                      parameters.size() == 1
                          ? "1 parameter gets"
                          : report::counted(parameters.size(), "parameter") + " get"));
    names(parameters, "   ");
  }

  // What the lists of a config do, and what was assumed.
  void results() {
    for (const std::string& note : report_.notes)
      line("\n" + report::printable_line("note: " + note));
    for (const ConfigResult& result : report_.results) {
      const bool parameters = !result.parameters.empty();
      const std::size_t count = parameters ? result.parameters.size() : result.modules.size();
      title(fmt::format("{} {} {}{}{}", report::counted(count, parameters ? "parameter" : "module"),
                        count == 1 ? "is" : "are", result.what,
                        result.label ? " as " + quoted_label(*result.label) : "",
                        count == 0 ? "" : ":"));
      selection(result.modules, "   ");
    }
    if (!report_.effect) not_judged();
  }

  // What the effect and the lists leave open.
  void not_judged() {
    const std::vector<NotJudged> all = not_judged_of(report_);
    if (all.empty()) return;
    title("not judged:");
    for (const NotJudged& each : all) {
      line(report::printable_line(
          fmt::format("   {}: {}{}", each.member, each.what,
                      each.needs.empty() ? "" : "; this needs " + each.needs)));
    }
    if (std::any_of(all.begin(), all.end(), [](const NotJudged& each) { return is_saved(each); }))
      line(ansi_.faint("   overmatch.tree(model).save(FILE) in Python writes a tree that has it"));
  }

  // Whether a tree that Python saves has what is needed.
  [[nodiscard]] static bool is_saved(const NotJudged& open) {
    return open.needs == "classes" || open.needs == "parameter shapes" ||
           open.needs == "model type";
  }

  void trainable() {
    if (!report_.trainable) return;
    const TrainableFacts& facts = *report_.trainable;
    if (report_.dumped) {
      title(fmt::format("of {} in the run, {} should train and {} do:",
                        report::counted(facts.parameters, "parameter"),
                        report::grouped(facts.planned), report::grouped(facts.trainable)));
    } else if (!report_.effect || facts.planned == 0) {
      return;  // other lists say nothing of what trains; adapters are told above
    } else {
      const PeftEffect& effect = *report_.effect;
      const bool adapts = effect.depends_on_classes || !effect.adapted.empty() ||
                          !effect.adapted_parameters.empty();
      title(fmt::format("{}{} of {} train{}:", adapts ? "besides the adapters, " : "",
                        report::grouped(facts.planned),
                        report::counted(facts.parameters, "parameter"),
                        facts.planned == 1 ? "s" : ""));
    }
    names(facts.planned_names, "   ");
  }

  bool colour_;
};

}  // namespace

std::string audit_text(const AuditReport& report, bool colour, bool all) {
  return AuditText(report, colour, all).write();
}

}  // namespace overmatch
