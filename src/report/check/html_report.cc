// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cases/case_file.h"
#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/html/html_page.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/html/html_tree.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::HtmlPage;
using report::Tone;

// The modules that a real example selects or misses, with the colliding characters marked.
std::string wrong_modules_html(const RealExample& example) {
  std::vector<std::string> paths = report::wrong_modules(example);
  if (paths.empty()) paths = example.wrong;  // one, which the heading has, too
  std::vector<std::string> modules;
  for (const std::string& path : paths)
    modules.push_back(report::marked_code(path, example.direction == Direction::overmatch
                                                    ? report::collision_marks(path, example.pattern)
                                                    : ""));
  return report::list(modules);
}

class CampaignPage {
 public:
  CampaignPage(const CampaignResult& result, const ReportStyle& style)
      : result_(result),
        style_(style),
        real_examples_(report::real_examples_of(result)),
        page_(style.verb,
              !result.findings.empty() ? Tone::bad
              : is_complete(result)    ? Tone::good
                                       : Tone::warning,
              report::verdict(result)) {}

  std::string write() {
    for (const std::string& sentence : report::reservations(result_)) page_.warn(sentence);
    std::string findings;
    for (std::size_t at = 0; at < result_.findings.size(); ++at)
      findings += finding(result_.findings[at], at + 1, real_examples_[at]);
    page_.section("Findings", findings);
    std::string examples;
    for (const RealExample* const example : report::other_real_examples(result_))
      examples +=
          report::paragraph(report::real_example_in_words(*example)) + wrong_modules_html(*example);
    page_.section("On real models", examples);
    page_.section("Accepted as known", accepted());
    tried();
    page_.fact("subject", report::subject_in_words(result_));
    page_.fact("seed", std::to_string(result_.seed));
    page_.fact("cases", report::grouped(result_.statistics.cases));
    page_.fact("questions to the subject", report::grouped(result_.statistics.calls));
    return page_.write(style_.run);
  }

 private:
  std::string finding(const Finding& shown, std::size_t number, const RealExample* example) {
    // Begins with what people know: a real model, if there is one.
    const std::string headline = report::headline(shown);
    std::string html = fmt::format(
        "<article class=\"card bad\" aria-labelledby=\"f{0}\">\n<h3 id=\"f{0}\">{0}. "
        "<bdi>{1}</bdi></h3>\n",
        number,
        report::escaped(example == nullptr ? headline : report::real_example_in_words(*example)));
    if (example != nullptr)
      html += wrong_modules_html(*example) + report::paragraph("In the smallest case: " + headline);
    for (const std::string& sentence : report::circumstances(shown))
      html += "<p class=\"warn\">" + report::escaped(sentence) + "</p>\n";
    html += drawing(shown);
    if (const auto derived = report::follow_up(shown)) {
      html += report::paragraph("The property also asks:") + drawing(*derived);
    }
    if (const auto lines = report::stderr_tail(shown); !lines.empty()) {
      html += report::paragraph("The subject's last lines on stderr:") +
              report::block(fmt::format("{}", fmt::join(lines, "\n")));
    }
    html += report::terms(facts(shown));
    return html + report::details("case file", report::block(format_case({shown.minimal, {}}))) +
           "</article>\n";
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> facts(const Finding& shown) const {
    std::vector<std::pair<std::string, std::string>> rows = {
        {"minimal", report::escaped(report::minimality(shown))}};
    if (const std::string command = report::replay(shown, style_); !command.empty())
      rows.emplace_back("replay", report::code(command));
    if (!shown.file.empty())
      rows.emplace_back(shown.replayed ? "case" : "saved",
                        report::code(report::printable_line(shown.file)));
    rows.emplace_back("what", report::escaped(report::printable_line(shown.what)));
    rows.emplace_back("property", report::escaped(fmt::format("{}: {}", shown.key.property->name,
                                                              shown.key.property->statement)));
    if (!shown.also.empty())
      rows.emplace_back("also violated",
                        report::escaped(fmt::format("{}", fmt::join(shown.also, ", "))));
    for (const Finding& other : shown.same_mistake)
      rows.emplace_back("likely the same mistake", report::escaped(report::headline(other)));
    if (const std::string found = report::discovery(shown); !found.empty())
      rows.emplace_back("found", report::escaped(found));
    rows.emplace_back("id", report::code(shown.id()));
    return rows;
  }

  [[nodiscard]] static std::string drawing(const Finding& shown) {
    std::string html = fmt::format("<p>mode {}, {}:", to_string(shown.minimal.mode),
                                   report::counted(shown.minimal.patterns.size(), "pattern"));
    for (const std::string_view pattern : shown.minimal.patterns)
      html += " " + report::code(report::short_quoted(pattern));
    html += "</p>\n";
    const auto aligned = report::alignment(shown);
    html += aligned ? report::html_tree(report::judged(shown), aligned->module, aligned->marks)
                    : report::html_tree(report::judged(shown));
    if (aligned) html += report::paragraph("Marked: " + aligned->why + ".");
    if (shown.minimal.intended) {
      html += "<p class=\"faint\">Tinted: the intended subtree, of " +
              report::code(report::short_path(*shown.minimal.intended)) + ".</p>\n";
    }
    return html;
  }

  [[nodiscard]] std::string accepted() const {
    std::vector<std::string> items;
    for (const Finding& each : result_.accepted) {
      items.push_back(report::code(each.id()) + " <bdi>" + report::escaped(report::headline(each)) +
                      "</bdi>");
    }
    return report::list(items);
  }

  void tried() {
    const Statistics& statistics = result_.statistics;
    page_.section("Properties", properties());
    std::string covered;
    if (statistics.left_out > 0)
      covered += report::paragraph(report::left_out_in_words(statistics));
    std::vector<std::string> lines;
    for (const std::string& line : result_.covered) lines.push_back(report::escaped(line));
    page_.section("Covered exhaustively", covered + report::list(lines));
    std::string counts;
    for (const report::CountTable& table : report::count_tables(statistics)) {
      std::vector<report::NamedCount> named;
      for (const auto& [name, count] : table.counts) named.emplace_back(name, count);
      counts += report::bar_table(table.title, "name", "cases", named);
    }
    page_.section("What the cases were", counts);
  }

  [[nodiscard]] std::string properties() const {
    report::HtmlTable table(
        "Properties", {"property", "checked", "nothing to check", "violated", "what it says"});
    for (const report::PropertyRow& row : report::property_rows(result_)) {
      table.row({report::escaped(row.property->name), report::grouped(row.count.checked),
                 report::grouped(row.count.vacuous), report::grouped(row.count.violated),
                 report::escaped(row.property->statement)},
                row.findings.empty() ? Tone::plain : Tone::bad);
    }
    return table.write();
  }

  const CampaignResult& result_;
  const ReportStyle& style_;
  std::vector<const RealExample*> real_examples_;  // of each finding, or null
  HtmlPage page_;
};

}  // namespace

std::string html_report(const CampaignResult& result, const ReportStyle& style) {
  return CampaignPage(result, style).write();
}

}  // namespace overmatch
