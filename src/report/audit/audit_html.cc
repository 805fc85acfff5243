// SPDX-License-Identifier: Apache-2.0
// Writes an audit as an HTML page: the findings first, then what is selected, and the whole tree.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/peft/peft_trial.h"
#include "analysis/tree/folding.h"
#include "names/printable.h"
#include "report/audit/audit_hazards_html.h"
#include "report/audit/audit_marks.h"
#include "report/audit/audit_report.h"
#include "report/html/html_page.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/html/tree_data.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::Tone;

// The page is not to grow with what one model has: these are the most lines of a list.
constexpr std::size_t kMostFolded = 100;
constexpr std::size_t kMostLists = 4;

Tone tone_of(Severity severity) {
  return severity == Severity::error     ? Tone::bad
         : severity == Severity::warning ? Tone::warning
                                         : Tone::plain;
}

class AuditPage {
 public:
  explicit AuditPage(const AuditReport& report)
      : report_(report), index_(*report.index), page_("audit", verdict_tone(), verdict_text()) {}

  std::string write(const report::RunFacts& run) {
    not_judged();
    std::string findings;
    for (std::size_t at = 0; at < report_.audit.findings.size(); ++at)
      findings += finding(report_.audit.findings[at], at + 1);
    page_.section("Findings", findings);
    page_.section("Write instead", members());
    page_.section("Patterns", patterns());
    effect();
    page_.section("Selected, by layer", layers());
    if (report_.hazards)
      page_.section("Hazards of the tree", report::hazards_html(index_, *report_.hazards));
    page_.section("All modules", report::model_html(index_));
    page_.data(report::tree_data(index_, report::audit_marks(report_)));
    page_.fact("model", printable_path(report_.file));
    if (!report_.config.empty()) page_.fact("config", printable_path(report_.config));
    if (report_.intended) page_.fact("intended", report::short_path(*report_.intended));
    return page_.write(run);
  }

 private:
  [[nodiscard]] Tone verdict_tone() const {
    const AuditVerdict sum = verdict(report_);
    return sum.errors > 0                               ? Tone::bad
           : sum.warnings > 0 || is_incomplete(report_) ? Tone::warning
                                                        : Tone::good;
  }

  [[nodiscard]] std::string verdict_text() const {
    return fmt::format("{}: {}: {}", report::short_path(index_.tree().name),
                       report::counted(index_.size(), "module"), verdict_in_words(report_));
  }

  void not_judged() {
    if (report_.effect) {
      for (const std::string& note : report_.effect->notes)
        page_.lead(report::paragraph("Note: " + report::printable_line(note)));
    }
    for (const NotJudged& each : not_judged_of(report_)) {
      page_.warn(report::printable_line(
          fmt::format("Not judged: {}: {}{}", each.member, each.what,
                      each.needs.empty() ? "" : "; this needs " + each.needs)));
    }
  }

  // `pattern`: marks the characters beside it.
  [[nodiscard]] std::string folded(const Selection& modules, std::string_view pattern = {}) const {
    const Folding folding = fold(index_, modules, kMostFolded);
    std::vector<std::string> items;
    for (const FoldedLine& line : folding.lines) {
      const std::string text = line.text();
      std::string html = report::marked_code(text, report::collision_marks(text, pattern));
      if (line.count > 1)
        html += fmt::format(" <span class=\"faint\">{}</span>", report::grouped(line.count));
      items.push_back(std::move(html));
    }
    if (folding.count > items.size())
      items.push_back(
          fmt::format("… {}", report::counted(folding.count - items.size(), "more line")));
    return report::list(items);
  }

  [[nodiscard]] std::string colliding(const AuditFinding& shown) const {
    return shown.kind == AuditKind::collision && shown.pattern != kNoPattern
               ? report::open_text(report_.audit.patterns[shown.pattern])
               : "";
  }

  [[nodiscard]] std::string finding(const AuditFinding& shown, std::size_t number) const {
    std::string html = fmt::format(
        "<article class=\"card {1}\" aria-labelledby=\"f{0}\">\n<h3 id=\"f{0}\">{0}. {2} "
        "{3}</h3>\n",
        number, report::css_class(tone_of(shown.severity)),
        report::badge(tone_of(shown.severity), to_string(shown.severity)), to_string(shown.kind));
    html += report::paragraph(report::printable_line(shown.why));
    if (!shown.modules.empty()) {
      const std::string title = report::counted(shown.modules.size(), "module");
      html += report::details(title, folded(shown.modules, colliding(shown)),
                              shown.severity != Severity::note);
    }
    std::vector<std::string> parameters;
    for (const std::string& name : shown.parameters) {
      if (parameters.size() == kMostFolded) break;
      parameters.push_back(report::code(printable_path(name)));
    }
    if (!parameters.empty()) {
      html += report::details(report::counted(shown.parameters.size(), "parameter"),
                              report::list(parameters), true);
    }
    return html + advice(shown) + remedies(shown.remedies) + "</article>\n";
  }

  [[nodiscard]] std::string advice(const AuditFinding& shown) const {
    std::vector<std::string> items;
    for (const Advice& each : shown.advice) {
      std::string html =
          fmt::format("{} {}", to_string(each.mode), report::code(in_quotes(each.pattern)));
      if (!each.purpose.empty()) html += " for " + report::code(printable_path(each.purpose));
      items.push_back(std::move(html));
    }
    if (items.empty()) return "";
    return (shown.severity == Severity::note ? "<p>If you do not mean that, write:</p>\n"
                                             : "<p>Write instead:</p>\n") +
           report::list(items);
  }

  [[nodiscard]] static std::string remedies(const std::vector<Remedy>& all) {
    std::vector<std::string> items;
    for (const Remedy& remedy : all) {
      items.push_back(report::escaped(report::printable_line(remedy.what)) +
                      (remedy.code.empty() ? "" : report::block(remedy.code)));
    }
    return items.empty() ? "" : "<p>Remedies:</p>\n" + report::list(items);
  }

  [[nodiscard]] std::string members() const {
    std::vector<std::string> items;
    for (const MemberAdvice& advice : report_.audit.members) {
      std::string html = report::code(
          report::printable_line(member_text(advice.member, {advice.list, advice.regex})));
      if (!advice.purpose.empty())
        html += " to keep " + report::code(printable_path(advice.purpose)) + " only";
      items.push_back(std::move(html));
    }
    return report::list(items);
  }

  [[nodiscard]] std::string patterns() const {
    const bool decided =
        std::any_of(report_.audit.patterns.begin(), report_.audit.patterns.end(),
                    [](const AuditedPattern& pattern) { return pattern.decision.has_value(); });
    std::vector<std::string_view> columns = {"pattern", "read by", "selects", "with boundaries",
                                             "where"};
    if (decided) columns.emplace_back("decides");
    report::HtmlTable table("What each pattern selects", columns);
    for (const AuditedPattern& pattern : report_.audit.patterns) {
      const bool differs = pattern.precise != pattern.selected;
      const Folding folding = fold(index_, pattern.selected, 1);
      std::string where = folding.lines.empty() ? "" : report::code(folding.lines.front().text());
      if (folding.count > 1)
        where = report::details(report::counted(folding.count, "line"), folded(pattern.selected));
      std::vector<std::string> cells = {
          (pattern.member.empty() ? "" : report::escaped(pattern.member) + " ") +
              report::code(report::short_quoted(pattern.pattern)),
          std::string(to_string(pattern.mode)), report::grouped(pattern.selected.size()),
          differs ? report::grouped(pattern.precise.size()) : "the same", where};
      if (decided) {
        cells.push_back(pattern.decision
                            ? fmt::format("{}: {}", report::grouped(pattern.decision->won.size()),
                                          report::escaped(pattern.decision->label.value_or(
                                              pattern.decision->gives ? "selected" : "nothing")))
                            : "");
      }
      table.row(cells, differs ? Tone::warning : Tone::plain);
    }
    return table.write();
  }

  void effect() {
    std::string html;
    const auto add = [&](const Selection& modules, std::string_view what) {
      if (!modules.empty())
        html += report::details(
            fmt::format("{} {}", report::counted(modules.size(), "module"), what), folded(modules));
    };
    if (report_.effect) {
      if (!report_.effect->depends_on_classes) add(report_.effect->adapted, "with an adapter");
      add(report_.effect->saved, "trained in full");
      add(report_.effect->tokens, "of which some rows train");
      if (const auto& named = report_.effect->adapted_parameters; !named.empty())
        html += report::paragraph(report::counted(named.size(), "parameter") + " with an adapter");
    }
    if (report_.trainable &&
        (report_.dumped || (report_.effect && report_.trainable->planned > 0))) {
      const TrainableFacts& facts = *report_.trainable;
      html += report::paragraph(
          report_.dumped
              ? fmt::format("Of {} in the run, {} should train and {} do.",
                            report::counted(facts.parameters, "parameter"),
                            report::grouped(facts.planned), report::grouped(facts.trainable))
              : fmt::format("Besides adapters, {} of {} train{}.", report::grouped(facts.planned),
                            report::counted(facts.parameters, "parameter"),
                            facts.planned == 1 ? "s" : ""));
    }
    page_.section("As a result", html);
  }

  [[nodiscard]] std::string layers() const {
    std::string html;
    const auto lists = report::counts_by_layer(index_, report::all_selected(report_));
    for (std::size_t at = 0; at < lists.size() && at < kMostLists; ++at) {
      const report::LayerCounts& list = lists[at];
      const auto with = std::count_if(list.counts.begin(), list.counts.end(),
                                      [](const auto& each) { return each.second > 0; });
      html += report::column_plot(fmt::format("Selected modules in each layer of {}", list.list),
                                  fmt::format("{} selected in {} of {} layers of {}",
                                              report::counted(list.selected, "module"), with,
                                              list.counts.size(), list.list),
                                  list.counts);
      std::vector<report::NamedCount> named(list.counts.begin(), list.counts.end());
      html += report::details(
          fmt::format("The numbers of {}", list.list),
          report::bar_table(fmt::format("Selected modules by layer of {}", list.list), "layer",
                            "modules", named));
    }
    return html;
  }

  const AuditReport& report_;
  const TreeIndex& index_;
  report::HtmlPage page_;
};

}  // namespace

std::string audit_html(const AuditReport& report, const report::RunFacts& run) {
  return AuditPage(report).write(run);
}

}  // namespace overmatch
