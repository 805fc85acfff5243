// SPDX-License-Identifier: Apache-2.0
// Writes the kill matrix as an HTML page: a heat map of classes and properties, and all rows.
#include <fmt/format.h>

#include <algorithm>

#include "properties/registry.h"
#include "report/html/html_page.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/markup.h"
#include "report/words.h"
#include "selftest/matrix_report.h"

namespace overmatch {

namespace {

using report::Tone;

bool is_bug(const MatrixRow& row) { return row.planted->expect != Expect::correct; }

class MatrixPage {
 public:
  explicit MatrixPage(const MatrixResult& result) : result_(result) {
    for (std::size_t at = 0; at < all_properties().size(); ++at) {
      const auto& checked = result_.properties;
      const bool applies =
          std::any_of(result_.rows.begin(), result_.rows.end(), [&](const MatrixRow& row) {
            return all_properties()[at]->applies(row.planted->mode, row.planted->order);
          });
      if (applies &&
          std::find(checked.begin(), checked.end(), all_properties()[at]) != checked.end())
        columns_.push_back(at);
    }
    for (const MatrixRow& row : result_.rows) {
      if (std::find(themes_.begin(), themes_.end(), row.planted->theme) == themes_.end())
        themes_.push_back(row.planted->theme);
    }
  }

  std::string write(const report::RunFacts& run) {
    report::HtmlPage page("selftest",
                          !result_.faults.empty() ? Tone::bad
                          : result_.interrupted   ? Tone::warning
                                                  : Tone::good,
                          verdict_text());
    if (result_.interrupted) page.warn("Interrupted: not all planted matchers were tried.");
    std::vector<std::string> faults;
    for (const Fault& fault : result_.faults) {
      faults.push_back(report::badge(Tone::bad, to_string(fault.kind)) + " " +
                       report::escaped(fmt::format("{} {}", fault.about, fault.what)));
    }
    page.section("Faults", report::list(faults));
    page.section("Which property finds which class of bug", map());
    page.section("Found first by", finders());
    std::string rows;
    for (const std::string_view theme : themes_) rows += theme_rows(theme);
    page.section("All planted matchers", rows);
    page.fact("seed", std::to_string(result_.seed));
    page.fact("cases for each property alone", report::grouped(result_.property_cases));
    return page.write(run);
  }

 private:
  struct Share {
    std::size_t bugs = 0;  // to which the property applies
    std::size_t found = 0;
  };

  [[nodiscard]] std::string verdict_text() const {
    const auto count = [&](auto holds) {
      return std::count_if(result_.rows.begin(), result_.rows.end(), holds);
    };
    return fmt::format(
        "{} of {} planted bugs found, {} of {} correct variants accused; {}",
        count([](const MatrixRow& row) { return is_bug(row) && row.found(); }), count(is_bug),
        std::count_if(result_.faults.begin(), result_.faults.end(),
                      [](const Fault& fault) { return fault.kind == FaultKind::accused; }),
        count([](const MatrixRow& row) { return !is_bug(row); }),
        report::counted(result_.faults.size(), "fault"));
  }

  [[nodiscard]] Share share(std::string_view theme, std::size_t property) const {
    Share sum;
    for (const MatrixRow& row : result_.rows) {
      if (!is_bug(row) || row.planted->theme != theme ||
          !all_properties()[property]->applies(row.planted->mode, row.planted->order))
        continue;
      ++sum.bugs;
      if (row.killed_after[property] != 0) ++sum.found;
    }
    return sum;
  }

  [[nodiscard]] std::string map() const {
    std::vector<std::string> names;
    std::vector<std::string_view> heads = {"class of bug"};
    for (const std::size_t at : columns_) {
      names.emplace_back(all_properties()[at]->name);
      heads.push_back(all_properties()[at]->name);
    }
    std::vector<report::HeatRow> heat;
    report::HtmlTable table("Bugs that each property finds alone, of those it applies to", heads);
    for (const std::string_view theme : themes_) {
      report::HeatRow line{std::string(theme), {}};
      std::vector<std::string> cells = {report::escaped(theme)};
      for (const std::size_t at : columns_) {
        const Share sum = share(theme, at);
        report::HeatCell cell;
        cell.blank = sum.bugs == 0;
        if (!cell.blank) {
          cell.share = static_cast<double>(sum.found) / static_cast<double>(sum.bugs);
          cell.text = fmt::format("{:.0f} %", 100 * cell.share);
        }
        line.cells.push_back(cell);
        cells.push_back(cell.blank ? "" : fmt::format("{} of {}", sum.found, sum.bugs));
      }
      const bool any = std::any_of(line.cells.begin(), line.cells.end(),
                                   [](const report::HeatCell& cell) { return !cell.blank; });
      if (!any) continue;  // a class of correct matchers
      heat.push_back(std::move(line));
      table.row(cells);
    }
    return report::heat_map("Share of the bugs of a class that each property finds alone",
                            "The numbers of this heat map are in the table below it.", names,
                            heat) +
           report::details("The numbers", table.write());
  }

  // Which phase or strategy found the bugs first.
  [[nodiscard]] std::string finders() const {
    std::vector<report::NamedCount> counts;
    for (const MatrixRow& row : result_.rows) {
      if (!row.found() || !is_bug(row)) continue;
      const std::string finder = row.strategy.empty()
                                     ? std::string(to_string(row.phase))
                                     : fmt::format("{} ({})", row.strategy, to_string(row.phase));
      const auto known = std::find_if(counts.begin(), counts.end(),
                                      [&](const auto& count) { return count.first == finder; });
      if (known == counts.end()) {
        counts.emplace_back(finder, 1);
      } else {
        ++known->second;
      }
    }
    std::stable_sort(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
      return left.second > right.second;
    });
    return report::bar_table("Bugs by what found them first", "phase or strategy", "bugs", counts);
  }

  // Every matcher of a class, closed at first.
  [[nodiscard]] std::string theme_rows(std::string_view theme) const {
    std::vector<std::string_view> heads = {"matcher", "search"};
    for (const std::size_t at : columns_) heads.push_back(all_properties()[at]->name);
    report::HtmlTable table(
        fmt::format("{}: cases until the search and each property alone find it", theme), heads);
    std::size_t count = 0;
    for (const MatrixRow& row : result_.rows) {
      if (row.planted->theme != theme) continue;
      ++count;
      std::vector<std::string> cells = {report::escaped(row.planted->name), outcome(row)};
      for (const std::size_t at : columns_) {
        const bool expected = (row.expected >> at & 1U) != 0;
        const std::uint64_t kill = row.killed_after[at];
        cells.push_back(kill != 0 ? std::to_string(kill) : expected ? "missed" : "");
      }
      const bool wrong = is_bug(row) ? !row.found() && !survives_rightly(row) : is_killed(row);
      table.row(cells, wrong ? Tone::bad : Tone::plain);
    }
    return report::details(fmt::format("{}: {}", theme, report::counted(count, "matcher")),
                           table.write());
  }

  [[nodiscard]] static std::string outcome(const MatrixRow& row) {
    if (!is_bug(row)) return is_killed(row) ? "accused" : "correct";
    if (survives_rightly(row)) return "survives rightly";
    return row.found() ? report::grouped(row.found_after) : "survives";
  }

  const MatrixResult& result_;
  std::vector<std::size_t> columns_;  // indices of the properties that were checked and apply
  std::vector<std::string_view> themes_;
};

}  // namespace

std::string matrix_html(const MatrixResult& result, const report::RunFacts& run) {
  return MatrixPage(result).write(run);
}

}  // namespace overmatch
