// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "report/ansi_style.h"
#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::AnsiStyle;

class ReportText {
 public:
  ReportText(const CampaignResult& result, const ReportStyle& style)
      : result_(result), style_(style), ansi_(style.colour) {}

  std::string write() {
    const std::string verdict = report::verdict(result_);
    const bool clean = result_.findings.empty() && is_complete(result_);
    const std::string shown = clean                      ? ansi_.green(verdict)
                              : result_.findings.empty() ? ansi_.yellow(verdict)
                                                         : ansi_.red(verdict);
    line(shown);
    for (const std::string& sentence : report::reservations(result_)) line(ansi_.yellow(sentence));
    findings();
    accepted();
    real_examples();
    tried();
    replayed();
    if (style_.verbose) {
      properties();
      covered();
      counts();
    } else {
      covered_in_short();
    }
    // Last again, because that is what a terminal shows.
    if (!result_.findings.empty() || style_.verbose) line("\n" + shown);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text) += "\n"; }
  void title(std::string_view text) { line("\n" + ansi_.bold(text)); }

  void findings() {
    const auto real = report::real_examples_of(result_);
    for (std::size_t at = 0; at < result_.findings.size(); ++at) {
      out_ += "\n" + ansi_.bold(fmt::format("{}. ", at + 1)) +
              text_finding(result_.findings[at], style_, real[at]);
    }
  }

  void accepted() {
    if (result_.accepted.empty()) return;
    title("accepted as known:");
    for (const Finding& finding : result_.accepted)
      line(fmt::format("   {}  {}", finding.id(), report::headline(finding)));
  }

  void real_examples() {
    const auto others = report::other_real_examples(result_);
    if (others.empty()) return;
    title(others.size() < result_.real_examples.size() ? "also on real models:"
                                                       : "on real models:");
    for (const RealExample* const real_example : others) {
      line("   " + report::real_example_in_words(*real_example));
      for (const std::string& path : report::wrong_modules(*real_example)) line("      " + path);
    }
  }

  void tried() {
    const Statistics& statistics = result_.statistics;
    if (statistics.calls == 0 && statistics.small_pairs == 0)
      return;  // a replay: its first line says everything
    title("tried:");
    std::string sum =
        fmt::format("   {}, {} to the subject", report::counted(statistics.cases, "case"),
                    report::counted(statistics.calls, "question"));
    if (statistics.small_pairs > 0)
      sum += fmt::format(", {} of pattern and name",
                         report::counted(statistics.small_pairs, "small pair"));
    line(sum + fmt::format("; seed {}", result_.seed));
    if (statistics.left_out > 0) line("   " + report::left_out_in_words(statistics));
  }

  void properties() {
    const auto rows = report::property_rows(result_);
    if (rows.empty()) return;
    title("properties:");
    line(ansi_.faint(
        fmt::format("   {:<14}{:>12}{:>12}{:>12}", "property", "checked", "vacuous", "violated")));
    for (const report::PropertyRow& row : rows) {
      std::string text = fmt::format(
          "   {:<14}{:>12}{:>12}{:>12}", row.property->name, report::grouped(row.count.checked),
          report::grouped(row.count.vacuous), report::grouped(row.count.violated));
      // A property that was vacuous on every case is no evidence.
      if (row.count.checked == 0 && row.count.violated == 0)
        text += "  " + ansi_.yellow("vacuous on every case");
      line(text);
    }
  }

  void covered() {
    if (result_.covered.empty()) return;
    title(covered_title() + ":");
    for (const std::string& each : result_.covered) line("   " + each);
  }

  void covered_in_short() {
    if (result_.covered.empty()) return;
    std::string text = fmt::format("   {}: {}", covered_title(), result_.covered[0]);
    if (result_.covered.size() > 1)
      text += fmt::format("; {} more (--verbose)", result_.covered.size() - 1);
    line(text);
  }

  [[nodiscard]] std::string covered_title() const {
    return result_.findings.empty() && result_.accepted.empty() ? "covered exhaustively"
                                                                : "tried exhaustively";
  }

  void replayed() {
    if (result_.replayed.empty()) return;
    title("replayed:");
    for (const ReplayedCase& each : result_.replayed) {
      std::string outcome = fmt::format("{:<6}", to_string(each.outcome));
      const bool good =
          each.outcome == ReplayOutcome::fixed || each.outcome == ReplayOutcome::passed;
      outcome = good                                    ? ansi_.green(outcome)
                : each.outcome == ReplayOutcome::failed ? ansi_.red(outcome)
                                                        : ansi_.yellow(outcome);
      line(fmt::format("   {}  {}{}", outcome, report::printable_line(each.file),
                       each.why.empty() ? "" : ": " + report::printable_line(each.why)));
    }
    line("   " + report::replayed_in_words(result_.replayed));
    if (std::any_of(result_.replayed.begin(), result_.replayed.end(),
                    [](const ReplayedCase& each) { return each.outcome == ReplayOutcome::passed; }))
      line("   to try a matcher, give --builtin, --plugin or --command");
  }

  void counts() {
    for (const report::CountTable& table : report::count_tables(result_.statistics)) {
      std::string text;
      for (const auto& [name, count] : table.counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, report::grouped(count));
      }
      const bool any = std::any_of(table.counts.begin(), table.counts.end(),
                                   [](const auto& entry) { return entry.second > 0; });
      if (!any) continue;
      title(fmt::format("{}:", table.title));
      line("   " + text);
    }
  }

  const CampaignResult& result_;
  const ReportStyle& style_;
  AnsiStyle ansi_;
  std::string out_;
};

}  // namespace

std::string text_report(const CampaignResult& result, const ReportStyle& style) {
  return ReportText(result, style).write();
}

}  // namespace overmatch
