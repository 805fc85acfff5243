// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "cases/case_file.h"
#include "report/check/finding_facts.h"
#include "report/check/html_style.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/markup.h"
#include "report/tree_rows.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::escaped;

// Isolates the text (bdi), so that a right-to-left name does not reorder its line.
std::string code(std::string_view text) { return "<code><bdi>" + escaped(text) + "</bdi></code>"; }

std::string_view css_class(Mark mark) {
  switch (mark) {
    case Mark::right: return "right";
    case Mark::overmatch: return "over";
    case Mark::undermatch:
    case Mark::relabelled: return "under";
    case Mark::none: break;
  }
  return "none";
}

class Page {
 public:
  Page(const CampaignResult& result, const ReportStyle& style) : result_(result), style_(style) {}

  std::string write() {
    const std::string verdict = escaped(report::verdict(result_));
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
        verdict, report::kHtmlStyle, verdict);
    for (const std::string& sentence : report::reservations(result_)) {
      out_ += "<p class=\"warn\">" + escaped(sentence) + "</p>\n";
    }
    for (std::size_t at = 0; at < result_.findings.size(); ++at)
      finding(result_.findings[at], at + 1);
    accepted();
    real_examples();
    tried();
    return out_ + "</body>\n</html>\n";
  }

 private:
  void term(std::string_view name, const std::string& html) {
    out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
  }

  void finding(const Finding& shown, std::size_t number) {
    out_ += fmt::format("<section class=\"finding\">\n<h2><span>{}</span> <bdi>{}</bdi></h2>\n",
                        number, escaped(report::headline(shown)));
    for (const std::string& sentence : report::circumstances(shown))
      out_ += "<p class=\"warn\">" + escaped(sentence) + "</p>\n";
    drawing(shown);
    if (const auto lines = report::stderr_tail(shown); !lines.empty()) {
      out_ += fmt::format("<p>The subject's last lines on stderr:</p>\n<pre>{}</pre>\n",
                          escaped(fmt::format("{}", fmt::join(lines, "\n"))));
    }
    out_ += "<dl>\n";
    term("id", code(shown.id()));
    term("property",
         escaped(fmt::format("{}: {}", shown.key.property->name, shown.key.property->statement)));
    term("what", escaped(report::printable_line(shown.what)));
    if (!shown.also.empty())
      term("also violated", escaped(fmt::format("{}", fmt::join(shown.also, ", "))));
    for (const Finding& other : shown.same_mistake)
      term("likely the same mistake", escaped(report::headline(other)));
    term("minimal", escaped(report::minimality(shown)));
    if (const std::string found = report::discovery(shown); !found.empty())
      term("found", escaped(found));
    if (!shown.file.empty()) term("saved", code(report::printable_line(shown.file)));
    if (const std::string command = report::replay(shown, style_); !command.empty())
      term("replay", code(command));
    out_ += "</dl>\n<details><summary>case file</summary>\n<pre>" +
            escaped(format_case({shown.minimal, {}})) + "</pre></details>\n</section>\n";
  }

  void drawing(const Finding& shown) {
    out_ += fmt::format("<p>mode {}, {}:", to_string(shown.minimal.mode),
                        report::counted(shown.minimal.patterns.size(), "pattern"));
    for (const std::string_view pattern : shown.minimal.patterns)
      out_ += " " + code(report::short_quoted(pattern));
    out_ += "</p>\n<div class=\"tree\">\n";
    for (const report::TreeRow& row : report::tree_rows(report::judged(shown))) tree_row(row);
    out_ += "</div>\n";
    if (shown.minimal.intended) {
      out_ += "<p class=\"faint\">Tinted: the intended subtree, of " +
              code(report::short_path(*shown.minimal.intended)) + ".</p>\n";
    }
    if (const auto aligned = report::alignment(shown)) {
      out_ += fmt::format("<pre>{}\n{}\n<b class=\"over\">{}</b>  {}</pre>\n",
                          escaped(aligned->pattern), escaped(aligned->module),
                          escaped(aligned->marks), escaped(aligned->why));
    }
  }

  void tree_row(const report::TreeRow& row) {
    out_ +=
        fmt::format("<div class=\"{}{}\"><i>{}</i> <span class=\"faint\">{}<bdi>{}</bdi></span>",
                    css_class(row.mark), row.intended ? " meant" : "", report::sign(row.mark),
                    row.guide, escaped(row.above));
    if (!row.name.empty())
      out_ +=
          fmt::format("<bdi{}>{}</bdi>", row.module ? "" : " class=\"faint\"", escaped(row.name));
    if (row.mark != Mark::none)
      out_ += fmt::format("  <b>{}</b> {}", report::word(row.mark), report::meaning(row.mark));
    if (!row.note.empty())
      out_ += fmt::format(" <span class=\"faint\">{}</span>", escaped(row.note));
    out_ += "</div>\n";
  }

  void accepted() {
    if (result_.accepted.empty()) return;
    out_ += "<h2>Accepted as known</h2>\n<ul>\n";
    for (const Finding& each : result_.accepted) {
      out_ +=
          "<li>" + code(each.id()) + " <bdi>" + escaped(report::headline(each)) + "</bdi></li>\n";
    }
    out_ += "</ul>\n";
  }

  void real_examples() {
    if (result_.real_examples.empty()) return;
    out_ += "<h2>On real models</h2>\n";
    for (const RealExample& real_example : result_.real_examples) {
      out_ +=
          "<p><bdi>" + escaped(report::real_example_in_words(real_example)) + "</bdi></p>\n<ul>\n";
      for (const std::string& path : report::wrong_modules(real_example))
        out_ += "<li>" + code(path) + "</li>\n";
      out_ += "</ul>\n";
    }
  }

  void tried() {
    const Statistics& statistics = result_.statistics;
    out_ += fmt::format(
        "<h2>Tried</h2>\n<p>{}, {} to the subject, {} of pattern and name; seed "
        "{}</p>\n",
        report::counted(statistics.cases, "case"), report::counted(statistics.calls, "question"),
        report::counted(statistics.small_pairs, "small pair"), result_.seed);
    if (statistics.left_out > 0)
      out_ += "<p>" + escaped(report::left_out_in_words(statistics)) + "</p>\n";
    out_ +=
        "<table>\n<tr><th>property</th><th>checked</th><th>vacuous</th><th>violated</"
        "th><th>statement</"
        "th></tr>\n";
    for (const report::PropertyRow& row : report::property_rows(result_)) {
      out_ += fmt::format(
          "<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
          row.findings.empty() ? "none" : "over", row.property->name,
          report::grouped(row.count.checked), report::grouped(row.count.vacuous),
          report::grouped(row.count.violated), escaped(row.property->statement));
    }
    out_ += "</table>\n";
    if (!result_.covered.empty()) {
      out_ += "<h3>Covered exhaustively</h3>\n<ul>\n";
      for (const std::string& line : result_.covered) out_ += "<li>" + escaped(line) + "</li>\n";
      out_ += "</ul>\n";
    }
    out_ += "<details><summary>counts of collision kinds, strategies and situations</summary>\n";
    for (const report::CountTable& table : report::count_tables(statistics)) count_table(table);
    out_ += "</details>\n";
  }

  void count_table(const report::CountTable& table) {
    const bool any = std::any_of(table.counts.begin(), table.counts.end(),
                                 [](const auto& entry) { return entry.second > 0; });
    if (!any) return;
    out_ += fmt::format("<table>\n<tr><th>{}</th><th>cases</th></tr>\n", table.title);
    for (const auto& [name, count] : table.counts) {
      out_ += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", name, report::grouped(count));
    }
    out_ += "</table>\n";
  }

  const CampaignResult& result_;
  const ReportStyle& style_;
  std::string out_;
};

}  // namespace

std::string html_report(const CampaignResult& result, const ReportStyle& style) {
  return Page(result, style).write();
}

}  // namespace overmatch
