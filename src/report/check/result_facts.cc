// SPDX-License-Identifier: Apache-2.0
#include "report/check/result_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "properties/registry.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

template <typename Enum, std::size_t size>
CountTable table(std::string_view key, const std::array<std::uint64_t, size>& counts,
                 std::string_view title = {}) {
  CountTable made{key, title.empty() ? key : title, {}};
  for (std::size_t at = 0; at < size; ++at)
    made.counts.emplace_back(to_string(static_cast<Enum>(at)), counts[at]);
  return made;
}

// "the 15 seconds of a check were up; not tried: 8,463 cases of small (--time or --cases gives
// more)"
std::string out_of_time_in_words(const CampaignResult& result, std::string_view time_option,
                                 std::string_view cases_option) {
  std::string text = fmt::format("the {:g} seconds of a check were up", result.budget);
  std::string phases;
  for (const auto& [name, count] : untried_phases(result.statistics))
    phases += fmt::format("{}{} of {}", phases.empty() ? "" : ", ", counted(count, "case"), name);
  if (phases.empty())
    return text + fmt::format(" while findings were reduced ({} gives more)", time_option);
  return text +
         fmt::format("; not tried: {} ({} or {} gives more)", phases, time_option, cases_option);
}

}  // namespace

std::vector<std::pair<std::string_view, std::uint64_t>> untried_phases(
    const Statistics& statistics) {
  std::vector<std::pair<std::string_view, std::uint64_t>> phases;
  for (std::size_t at = 0; at < kPhases; ++at) {
    if (statistics.untried[at] > 0)
      phases.emplace_back(to_string(static_cast<Phase>(at)), statistics.untried[at]);
  }
  return phases;
}

std::string subject_in_words(const CampaignResult& result) {
  if (result.subject == to_string(result.mode)) return result.subject;
  return fmt::format("{} ({})", printable_line(result.subject), to_string(result.mode));
}

std::string verdict(const CampaignResult& result) {
  const std::string found = !result.findings.empty() ? counted(result.findings.size(), "finding")
                            : is_complete(result)    ? "no violation"
                                                     : "incomplete, nothing found so far";
  if (result.nothing_given) return printable_line(result.subject) + ": 0 cases, nothing to replay";
  std::string text = fmt::format("{}: {} in {}", subject_in_words(result), found,
                                 counted(result.statistics.cases, "case"));
  if (!result.accepted.empty())
    text += fmt::format(", {} accepted", grouped(result.accepted.size()));
  return text;
}

std::vector<std::string> reservations(const CampaignResult& result) {
  return reservations(result, "--time", "--cases");
}

std::vector<std::string> reservations(const CampaignResult& result, std::string_view time_option,
                                      std::string_view cases_option) {
  std::vector<std::string> lines;
  if (result.interrupted) lines.emplace_back("interrupted: the remaining cases were not tried");
  if (!result.broke_off.empty()) {
    lines.push_back("broke off: " + printable_line(result.broke_off) +
                    "; the remaining cases were not tried");
  }
  if (!result.not_saved.empty()) lines.push_back("not saved: " + printable_line(result.not_saved));
  if (result.out_of_time) lines.push_back(out_of_time_in_words(result, time_option, cases_option));
  if (result.incomplete && result.findings.empty()) {
    lines.push_back(fmt::format("too little to pass: the saved cases and {} others are the least",
                                kLeastCases));
  }
  if (result.gave_up) {
    lines.push_back(
        fmt::format("gave up: the subject ended its process {}; the remaining cases were not tried",
                    counted(result.crashes, "time")));
  } else if (result.crashes > 0) {
    lines.push_back(fmt::format(
        "the subject ended its process {}; the search went on with the next case each time",
        counted(result.crashes, "time")));
  }
  lines.insert(lines.end(), result.notes.begin(), result.notes.end());
  if (result.other_modes > 0) {
    lines.push_back(fmt::format("left out: {} of modes other than {}",
                                counted(result.other_modes, "case"), to_string(result.mode)));
  }
  if (result.other_lists > 0)
    lines.push_back(fmt::format("left out: {} of lists that the subject does not take",
                                counted(result.other_lists, "case")));
  if (result.statistics.cases == 0 && !result.nothing_given)
    lines.emplace_back("nothing was tried");
  return lines;
}

std::string replayed_in_words(const std::vector<ReplayedCase>& replayed) {
  const auto count = [&](ReplayOutcome outcome) {
    return static_cast<std::uint64_t>(
        std::count_if(replayed.begin(), replayed.end(),
                      [&](const ReplayedCase& each) { return each.outcome == outcome; }));
  };
  std::string text = counted(replayed.size(), "case") + ": ";
  const std::uint64_t passed = count(ReplayOutcome::passed);
  text += passed > 0 ? grouped(passed) + " passed on the reference"
                     : grouped(count(ReplayOutcome::fixed)) + " fixed";
  text += fmt::format(", {} failed, {}", grouped(count(ReplayOutcome::failed)),
                      counted(count(ReplayOutcome::error), "error"));
  if (const std::uint64_t known = count(ReplayOutcome::known); known > 0)
    text += fmt::format(", {} known", grouped(known));
  return text;
}

std::string left_out_in_words(const Statistics& statistics) {
  return fmt::format(
      "left out: {} with regexes that Python, PCRE2 and RE2 read differently (--wide asks them)",
      counted(statistics.left_out, "case"));
}

std::string real_example_in_words(const RealExample& real_example) {
  const bool one = real_example.wrong_count == 1 && real_example.wrong.size() == 1;
  return fmt::format("on {}, {} {} {}", printable_line(real_example.tree),
                     pattern_in_words(real_example.pattern),
                     real_example.direction == Direction::overmatch ? "also selects"
                     : one                                          ? "misses"
                                                                    : "gets wrong",
                     one ? path_in_words(real_example.wrong[0])
                         : counted(real_example.wrong_count, "module") + ":");
}

std::vector<std::string> wrong_modules(const RealExample& real_example) {
  std::vector<std::string> lines;
  if (real_example.wrong_count == 1) return lines;
  for (const std::string& path : real_example.wrong)
    lines.push_back(short_path(path, 2 * kNameColumns));
  if (real_example.wrong_count > real_example.wrong.size()) {
    lines.push_back(
        fmt::format("… {} more", grouped(real_example.wrong_count - real_example.wrong.size())));
  }
  return lines;
}

std::vector<const RealExample*> real_examples_of(const CampaignResult& result) {
  std::vector<const RealExample*> of(result.findings.size(), nullptr);
  for (const RealExample& real_example : result.real_examples) {
    if (real_example.wrong.empty()) continue;
    const KindGroup group =
        kind_group_of(result.mode, real_example.pattern, real_example.wrong.front());
    const auto shows = [&](const Finding& finding) {
      return finding.key.direction == real_example.direction && finding.key.group == group;
    };
    for (std::size_t at = 0; at < of.size(); ++at) {
      const Finding& finding = result.findings[at];
      if (of[at] == nullptr && (shows(finding) || std::any_of(finding.same_mistake.begin(),
                                                              finding.same_mistake.end(), shows))) {
        of[at] = &real_example;
        break;
      }
    }
  }
  return of;
}

std::vector<const RealExample*> other_real_examples(const CampaignResult& result) {
  const std::vector<const RealExample*> taken = real_examples_of(result);
  std::vector<const RealExample*> others;
  for (const RealExample& real_example : result.real_examples) {
    if (std::find(taken.begin(), taken.end(), &real_example) == taken.end())
      others.push_back(&real_example);
  }
  return others;
}

std::vector<PropertyRow> property_rows(const CampaignResult& result) {
  std::vector<PropertyRow> rows;
  const auto all = all_properties();
  for (std::size_t at = 0; at < all.size(); ++at) {
    PropertyRow row{all[at], result.statistics.properties[at], {}, {}};
    for (const Finding& finding : result.findings) {
      if (finding.key.property == all[at]) row.findings.push_back(&finding);
    }
    for (const Finding& finding : result.accepted) {
      if (finding.key.property == all[at]) row.accepted.push_back(&finding);
    }
    const auto& count = row.count;
    const bool asked = count.checked + count.vacuous + count.violated > 0;
    if (asked || !row.findings.empty() || !row.accepted.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<CountTable> count_tables(const Statistics& statistics) {
  CountTable situations{"situations", "situations", {}};
  constexpr std::array<std::string_view, Statistics::kSituations> names = {
      "selects nothing", "selects some", "selects everything", "rejects"};
  for (std::size_t at = 0; at < names.size(); ++at)
    situations.counts.emplace_back(names[at], statistics.situations[at]);
  return {table<Phase>("phases", statistics.phase_cases),
          table<CollisionKind>("kinds", statistics.kinds),
          table<Strategy>("strategies", statistics.strategies),
          table<Strategy>("new behaviours", statistics.behaviours),
          table<Strategy>("broken laws", statistics.broken, "broken properties"),
          table<PatternForm>("forms", statistics.forms),
          table<RegexSituation>("regex", statistics.regex_situations, "regex constructs"),
          table<GlobSituation>("globs", statistics.glob_situations, "glob constructs"),
          situations};
}

}  // namespace overmatch::report
