// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "properties/registry.h"
#include "report/ansi_style.h"
#include "report/words.h"
#include "selftest/matrix_report.h"

namespace overmatch {

namespace {

// Width of the column of a property: "agre", or a number of cases.
constexpr std::size_t kPropertyLetters = 4;
constexpr int kPropertyColumns = 5;
constexpr int kNameColumns = 38;

std::string_view why_survives(Differs differs) {
  switch (differs) {
    case Differs::inside: return {};
    case Differs::beyond_core:
      return "its witness differs outside the portable core only; a wide search finds it";
    case Differs::beyond_limit:
      return "the reference itself gives up on its witness, by its match limit";
    case Differs::nowhere:
      return "the reference in other words: equal on all patterns <= 3, names <= 5 over {a b . _}";
  }
  return {};
}

class MatrixText {
 public:
  MatrixText(const MatrixResult& result, const MatrixStyle& style)
      : result_(result), style_(style), ansi_(style.colour) {}

  std::string write() {
    if (!style_.summary) rows();
    properties();
    groups("by mode", [](const Planted& planted) { return to_string(planted.mode); });
    groups("by class of bug", [](const Planted& planted) { return planted.theme; });
    finders();
    survivors();
    verdict();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text) += "\n"; }
  void title(std::string_view text) { line((out_.empty() ? "" : "\n") + ansi_.bold(text)); }

  static std::string number(std::uint64_t value) {
    return value < 10'000 ? fmt::format("{}", value) : "9999";
  }

  void rows() {
    title(
        "cases until each property, checked alone, finds the bug (* it should, but does not); the "
        "last columns are those of the search");
    std::string head = fmt::format("{:<{}}", "bug", kNameColumns);
    for (const Property* const property : all_properties()) {
      head += fmt::format("{:>{}}", property->name.substr(0, kPropertyLetters), kPropertyColumns);
    }
    line(ansi_.faint(head + "   found"));
    for (const MatrixRow& row : result_.rows) line(row_text(row));
  }

  std::string row_text(const MatrixRow& row) const {
    std::string text = fmt::format("{:<{}}", row.planted->name, kNameColumns);
    for (std::size_t at = 0; at < all_properties().size(); ++at) {
      const bool speaks = all_properties()[at]->applies(row.planted->mode, row.planted->order);
      const bool expected = (row.expected >> at & 1U) != 0;
      const std::uint64_t kill = row.killed_after[at];
      const std::string cell = kill != 0 ? number(kill) : expected ? "*" : speaks ? "." : "";
      text += fmt::format("{:>{}}", cell, kPropertyColumns);
    }
    if (row.planted->expect == Expect::correct)
      return text + (is_killed(row) ? ansi_.red("   accused") : "   correct");
    if (survives_rightly(row)) return text + "   survives rightly";
    if (!row.found()) return text + ansi_.red("   survives");
    return text +
           fmt::format("   {:>7} {}, {}", report::grouped(row.found_after),
                       row.strategy.empty() ? std::string(to_string(row.phase)) : row.strategy,
                       row.property);
  }

  void properties() {
    title("by property");
    for (const Property* const property : result_.properties) {
      const auto at = static_cast<std::size_t>(
          std::find(all_properties().begin(), all_properties().end(), property) -
          all_properties().begin());
      std::uint64_t bugs = 0;
      std::uint64_t expected = 0;
      std::uint64_t met = 0;
      std::vector<std::uint64_t> kills;
      for (const MatrixRow& row : result_.rows) {
        if (row.planted->expect == Expect::correct ||
            !property->applies(row.planted->mode, row.planted->order))
          continue;
        ++bugs;
        if (row.killed_after[at] != 0) kills.push_back(row.killed_after[at]);
        if ((row.expected >> at & 1U) == 0) continue;
        ++expected;
        if (row.killed_after[at] != 0) ++met;
      }
      std::sort(kills.begin(), kills.end());
      std::string text =
          fmt::format("   {:<14}{:>4} of {:>3} bugs", property->name, kills.size(), bugs);
      if (expected > 0) text += fmt::format(", {:>3} of {:>3} expected", met, expected);
      if (!kills.empty()) text += fmt::format(", median {} cases", kills[kills.size() / 2]);
      line(text);
    }
  }

  template <typename Key>
  void groups(std::string_view name, Key key) {
    title(name);
    std::vector<std::string_view> keys;
    for (const MatrixRow& row : result_.rows) {
      if (std::find(keys.begin(), keys.end(), key(*row.planted)) == keys.end())
        keys.push_back(key(*row.planted));
    }
    for (const std::string_view one : keys) {
      std::uint64_t bugs = 0;
      std::uint64_t killed = 0;
      std::uint64_t rightly = 0;
      std::uint64_t correct = 0;
      std::uint64_t accused = 0;
      for (const MatrixRow& row : result_.rows) {
        if (key(*row.planted) != one) continue;
        const bool is_correct = row.planted->expect == Expect::correct;
        ++(is_correct ? correct : bugs);
        if (is_correct && is_killed(row)) ++accused;
        if (!is_correct && row.found()) ++killed;
        if (survives_rightly(row)) ++rightly;
      }
      std::string text = fmt::format("   {:<14}", one);
      if (bugs > 0) text += fmt::format("{:>4} of {:>3} bugs found", killed, bugs);
      if (rightly > 0) text += fmt::format(", {} survive rightly", rightly);
      if (correct > 0)
        text += fmt::format("{}{:>4} correct, {} accused", bugs > 0 ? ", " : "", correct, accused);
      line(text);
    }
  }

  // Counts which phase found the bugs first.
  void finders() {
    title("found first by");
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    for (const MatrixRow& row : result_.rows) {
      if (!row.found() || row.planted->expect == Expect::correct) continue;
      const std::string finder = row.strategy.empty()
                                     ? std::string(to_string(row.phase))
                                     : fmt::format("{} ({})", row.strategy, to_string(row.phase));
      const auto found = std::find_if(counts.begin(), counts.end(),
                                      [&](const auto& count) { return count.first == finder; });
      if (found == counts.end()) {
        counts.emplace_back(finder, 1);
      } else {
        ++found->second;
      }
    }
    std::stable_sort(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
      return left.second > right.second;
    });
    for (const auto& [finder, count] : counts) line(fmt::format("   {:<20}{:>4}", finder, count));
  }

  void survivors() {
    if (std::none_of(result_.rows.begin(), result_.rows.end(), survives_rightly)) return;
    title("survive rightly, which was verified:");
    for (const MatrixRow& row : result_.rows) {
      if (!survives_rightly(row)) continue;
      line(fmt::format("   {:<28}{}", row.planted->name, why_survives(row.planted->differs)));
    }
  }

  void verdict() {
    std::uint64_t bugs = 0;
    std::uint64_t killed = 0;
    std::uint64_t correct = 0;
    for (const MatrixRow& row : result_.rows) {
      const bool is_correct = row.planted->expect == Expect::correct;
      ++(is_correct ? correct : bugs);
      if (!is_correct && row.found()) ++killed;
    }
    out_ += "\n";
    for (const Fault& fault : result_.faults) {
      line(ansi_.red(std::string(to_string(fault.kind))) + ": " + std::string(fault.about) + " " +
           fault.what);
    }
    const std::string sum = fmt::format(
        "{} of {} planted bugs found, {} of {} correct variants accused; {}", killed, bugs,
        count(FaultKind::accused), correct, report::counted(result_.faults.size(), "fault"));
    line(result_.faults.empty() ? ansi_.green(sum) : ansi_.red(sum));
    if (result_.interrupted) line(ansi_.yellow("interrupted: not all planted matchers were tried"));
  }

  [[nodiscard]] std::ptrdiff_t count(FaultKind kind) const {
    return std::count_if(result_.faults.begin(), result_.faults.end(),
                         [&](const Fault& fault) { return fault.kind == kind; });
  }

  const MatrixResult& result_;
  const MatrixStyle& style_;
  report::AnsiStyle ansi_;
  std::string out_;
};

}  // namespace

std::string matrix_text(const MatrixResult& result, const MatrixStyle& style) {
  return MatrixText(result, style).write();
}

}  // namespace overmatch
