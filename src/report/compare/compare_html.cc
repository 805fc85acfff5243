// SPDX-License-Identifier: Apache-2.0
// Writes a comparison as an HTML page: what differs on each tree, folded.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "cases/case_file.h"
#include "report/compare/compare_report.h"
#include "report/fold_names.h"
#include "report/html/html_page.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::Tone;

// The most that the page lists of one tree.
constexpr std::size_t kMostListed = 200;
constexpr std::size_t kMostComparedLines = 50;

class ComparePage {
 public:
  explicit ComparePage(const CompareReport& report)
      : report_(report), page_("compare", tone(), verdict_text()) {}

  std::string write(const report::RunFacts& run) {
    if (report_.interrupted) page_.warn("Interrupted: the rest was not compared.");
    if (!report_.broke_off.empty()) {
      page_.warn("Broke off: " + report::printable_line(report_.broke_off) +
                 "; the rest was not compared.");
    }
    for (const std::string& incident : report_.incidents)
      page_.warn("Not repeated: " + report::printable_line(incident));
    if (report_.trees.size() > 1) page_.section("Differences by tree", bars());
    std::string trees;
    for (const TreeComparison& tree : report_.trees)
      if (!tree.differences.empty()) trees += one_tree(tree);
    page_.section("On trees", trees);
    page_.section("On generated cases", generated());
    page_.fact("side A", report_.a);
    page_.fact("side B", report_.b);
    if (!report_.trees.empty()) page_.fact("trees", report::grouped(report_.trees.size()));
    if (report_.cases > 0) {
      page_.fact("generated cases", report::grouped(report_.cases));
      page_.fact("seed", std::to_string(report_.seed));
    }
    return page_.write(run);
  }

 private:
  [[nodiscard]] bool is_complete() const {
    return !report_.interrupted && report_.broke_off.empty();
  }
  [[nodiscard]] Tone tone() const {
    return count_differences(report_) > 0 ? Tone::bad : is_complete() ? Tone::good : Tone::warning;
  }
  [[nodiscard]] std::string verdict_text() const {
    const std::size_t differences = count_differences(report_);
    return fmt::format("{} and {}: {}", report_.a, report_.b,
                       differences > 0 ? report::counted(differences, "difference")
                       : is_complete() ? "no difference"
                                       : "incomplete, no difference found so far");
  }

  [[nodiscard]] std::string bars() const {
    std::vector<report::NamedCount> counts;
    for (const TreeComparison& tree : report_.trees)
      counts.emplace_back(tree.tree, tree.differences.size());
    return report::bar_table("Differences by tree", "tree", "differences", counts);
  }

  // What a side says, in the words of the table's cells.
  [[nodiscard]] static std::string said(Said one, const EntryLabels& labels) {
    if (one == Said::rejected) return report::badge(Tone::warning, "rejects");
    if (labels.empty())
      return one == Said::yes ? report::badge(Tone::good, "selects") : "does not select";
    const auto name = labels.name(static_cast<Label>(one));
    return name ? report::code(report::short_quoted(*name)) : "nothing";
  }

  // One row for what one pattern, or the whole list, makes of its modules alike.
  [[nodiscard]] std::string one_tree(const TreeComparison& tree) const {
    report::HtmlTable table(
        fmt::format("{}: {}", tree.tree, report::counted(tree.differences.size(), "difference")),
        {report_.labels.empty() ? "pattern" : "list", "modules", report_.a, report_.b, "which"});
    std::size_t rows = 0;
    std::size_t left = 0;
    auto differences = tree.differences;
    std::stable_sort(
        differences.begin(), differences.end(), [](const Difference& one, const Difference& other) {
          return std::tie(one.pattern, one.a, one.b) < std::tie(other.pattern, other.a, other.b);
        });
    for (std::size_t at = 0; at < differences.size();) {
      const Difference& first = differences[at];
      ModuleTree modules;
      for (; at < differences.size() && differences[at].pattern == first.pattern &&
             differences[at].a == first.a && differences[at].b == first.b;
           ++at)
        modules.modules.push_back(differences[at].module);
      if (rows == kMostListed) {
        ++left;
        continue;
      }
      ++rows;
      table.row({report_.labels.empty() ? report::code(report::short_quoted(first.pattern))
                                        : "the whole list",
                 report::grouped(modules.modules.size()), said(first.a, report_.labels),
                 said(first.b, report_.labels), folded(modules)});
    }
    return table.write() +
           (left > 0 ? report::paragraph(fmt::format("… {}", report::counted(left, "more row")))
                     : "");
  }

  [[nodiscard]] static std::string folded(const ModuleTree& modules) {
    const report::NameFolding folding = report::fold_names(modules, kMostComparedLines);
    std::vector<std::string> items;
    for (const report::FoldedNames& line : folding.lines) {
      items.push_back(report::code(line.text) +
                      (line.count > 1 ? " " + report::grouped(line.count) : ""));
    }
    if (folding.count > items.size())
      items.push_back(
          fmt::format("… {}", report::counted(folding.count - items.size(), "more line")));
    if (items.size() == 1) return items.front();
    return report::details(report::counted(folding.count, "line"), report::list(items));
  }

  [[nodiscard]] std::string generated() const {
    report::HtmlTable table("Differences on generated cases",
                            {"pattern", "module", report_.a, report_.b, "case"});
    for (std::size_t at = 0; at < report_.generated.size() && at < kMostListed; ++at) {
      const Difference& one = report_.generated[at];
      std::string content =
          one.content ? report::details("case file", report::block(format_case({*one.content, {}})))
                      : "";
      if (!one.reduced) content += "not reduced";
      const EntryLabels& labels = labels_of(report_, one);
      table.row(
          {labels.empty() ? report::code(report::short_quoted(one.pattern)) : "the whole list",
           report::code(report::short_path(one.module)), said(one.a, labels), said(one.b, labels),
           content});
    }
    return table.write();
  }

  const CompareReport& report_;
  report::HtmlPage page_;
};

}  // namespace

std::string compare_html(const CompareReport& report, const report::RunFacts& run) {
  return ComparePage(report).write(run);
}

}  // namespace overmatch
