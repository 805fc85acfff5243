// SPDX-License-Identifier: Apache-2.0
#include "selftest/shrinking.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "names/path.h"
#include "names/utf8.h"
#include "report/words.h"
#include "search/byte_stream.h"
#include "search/campaign/campaign.h"
#include "search/reduce/case_order.h"
#include "search/reduce/reduce.h"
#include "selftest/ignore_empty_pattern.h"
#include "selftest/workers.h"

namespace overmatch {

namespace {

constexpr std::size_t kSmallModules = 3;
constexpr std::size_t kSmallCharacters = 12;

// The first violation of a search, or how its process crashed.
struct First {
  std::optional<Discovery> discovery;
  std::optional<IsolatedRun> crash;
};

First first_of(const Runner& runner, const SearchPlan& plan, std::span<const TreeSearch> trees) {
  const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
    Tester tester(
        probe, plan.properties,
        [&](const Discovery& discovery) {
          ByteWriter out;
          out.text(discovery.key.property->name)
              .number(static_cast<std::uint64_t>(discovery.key.direction));
          out.number(static_cast<std::uint64_t>(discovery.key.group))
              .text(discovery.what)
              .content(discovery.content);
          out.number(discovery.found_after);
          sink.write(out.bytes());
        },
        heartbeat);
    run_search(plan, trees, tester, [](const TreeHit&) {});
  });
  First first;
  Discovery discovery;
  if (ByteReader in(run.output); !in.at_end()) {
    discovery.key.property = find_property(in.text());
    discovery.key.direction = static_cast<Direction>(in.number());
    discovery.key.group = static_cast<KindGroup>(in.number());
    discovery.what = in.text();
    in.content(discovery.content);
    discovery.found_after = in.number();
    if (in.ok()) first.discovery = discovery;
  } else if (run.ending != Ending::finished) {
    discovery.key = {&kTotality, Direction::other, KindGroup::whole_list};
    discovery.what = run.describe();
    discovery.found_after = run.progress;
    discovery.content =
        case_of_search(plan, trees, runner.mode(), runner.order(), run.progress).value_or(Case{});
    first.discovery = discovery;
    first.crash = run;
  }
  return first;
}

std::string shrink_first(const Planted& planted, const MatrixOptions& options,
                         std::span<const TreeSearch> trees, std::uint64_t seeds) {
  Subject subject{ignore_empty_pattern(planted), planted.mode, false, {}, planted.order};
  const Runner runner(subject, options.limits);
  SearchPlan plan = options.plan;
  plan.corpus.clear();
  plan.first_only = true;
  ByteWriter out;
  for (std::uint64_t seed = 0; seed < seeds; ++seed, ++plan.seed) {
    const First first = first_of(runner, plan, trees);
    if (!first.discovery) continue;
    const double before = cpu_of_children();
    Finding finding =
        reduce(runner, plan.properties, *first.discovery, first.crash, Effort::minimal);
    if (!finding.reproducible) {
      // A campaign on a stateful subject continues to findings that can be repeated.
      CampaignOptions campaign{plan, options.limits, {}, {}, 0};
      campaign.plan.first_only = false;
      CampaignResult result = run_campaign(subject, campaign);
      const auto again = std::find_if(result.findings.begin(), result.findings.end(),
                                      [](const Finding& other) { return other.reproducible; });
      if (again != result.findings.end()) finding = std::move(*again);
    }
    const double seconds = cpu_of_children() - before;
    out.text(fmt::format("{}/{}/{}", finding.key.property->name, to_string(finding.key.direction),
                         to_string(finding.key.group)));
    out.content(finding.minimal).number(static_cast<std::uint64_t>(finding.minimality));
    out.number(finding.reproducible ? 1 : 0).number(static_cast<std::uint64_t>(seconds * 1e9));
  }
  return out.bytes();
}

std::string shown(const Case& content) {
  std::string text;
  for (const std::string_view pattern : content.patterns)
    text += report::short_quoted(pattern, 40) + " ";
  text += "|";
  for (std::size_t at = 0; at < std::min<std::size_t>(content.modules.size(), 4); ++at) {
    text += " " + report::path_in_words(content.modules[at]).substr(0, 60);
  }
  if (content.modules.size() > 4) text += fmt::format(" … {} modules", content.modules.size());
  return text;
}

}  // namespace

std::string up_to_renaming(const Case& content) {
  std::map<std::string, std::size_t, std::less<>> letters;
  std::string text(to_string(content.mode));
  for (const Names* const names : {&content.patterns, &content.modules}) {
    text += " |";
    for (const std::string_view name : *names) {
      text += " \"";
      for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at])) {
        const std::string_view c = code_point_at(name, at);
        if (c[0] == kSeparator) {
          text += kSeparator;
        } else {
          text +=
              fmt::format("{},", letters.try_emplace(std::string(c), letters.size()).first->second);
        }
      }
      text += '"';
    }
  }
  return text;
}

bool Shrinking::is_small() const {
  const auto fits = [](const Size& size) {
    return size.modules <= kSmallModules && size.characters <= kSmallCharacters;
  };
  if (planted->witness.size() == 1) {
    Case witness;
    for (const std::string& pattern : planted->witness[0].patterns)
      witness.patterns.push_back(pattern);
    for (const std::string& module : planted->witness[0].modules) witness.modules.push_back(module);
    if (fits(size_of(witness))) return true;
  }
  return !results.empty() && std::all_of(results.begin(), results.end(), [&](const Shrunk& one) {
    return one.reproducible && fits(size_of(one.minimal));
  });
}

bool Shrinking::all_proved() const {
  return std::all_of(results.begin(), results.end(),
                     [](const Shrunk& one) { return one.minimality != Minimality::not_proved; });
}

std::set<std::string> Shrinking::distinct() const {
  std::set<std::string> all;
  for (const Shrunk& one : results) all.insert(one.key + " " + up_to_renaming(one.minimal));
  return all;
}

std::size_t Shrinking::keys() const {
  std::set<std::string> all;
  for (const Shrunk& one : results) all.insert(one.key);
  return all.size();
}

std::vector<Shrinking> measure_shrinking(std::span<const Planted* const> matchers,
                                         const MatrixOptions& options, std::uint64_t seeds,
                                         const MatrixProgress& progress) {
  std::vector<const Planted*> bugs;
  for (const Planted* const one : matchers) {
    if (one->expect != Expect::correct && one->differs == Differs::inside) bugs.push_back(one);
  }
  const auto outputs = run_workers(
      bugs, options.plan.trees, options.jobs,
      [&](const Planted& bug, std::span<const TreeSearch> trees) {
        return shrink_first(bug, options, trees, seeds);
      },
      progress);
  std::vector<Shrinking> all;
  for (std::size_t at = 0; at < bugs.size(); ++at) {
    Shrinking bug{bugs[at], {}};
    for (ByteReader in(outputs[at]); !in.at_end();) {
      Shrunk one;
      one.key = in.text();
      in.content(one.minimal);
      one.minimality = static_cast<Minimality>(in.number());
      one.reproducible = in.number() != 0;
      one.seconds = static_cast<double>(in.number()) / 1e9;
      if (in.ok()) bug.results.push_back(std::move(one));
    }
    all.push_back(std::move(bug));
  }
  return all;
}

std::string shrinking_text(std::span<const Shrinking> bugs) {
  std::size_t found = 0;
  std::size_t proved = 0;
  std::size_t results = 0;
  std::size_t small = 0;
  std::size_t small_proved = 0;
  std::size_t single = 0;
  std::size_t small_single = 0;
  std::string exceptions;
  for (const Shrinking& bug : bugs) {
    if (bug.results.empty()) continue;
    ++found;
    results += bug.results.size();
    proved += static_cast<std::size_t>(
        std::count_if(bug.results.begin(), bug.results.end(),
                      [](const Shrunk& one) { return one.minimality != Minimality::not_proved; }));
    if (bug.is_small()) ++small;
    if (bug.is_small() && bug.all_proved()) ++small_proved;
    const bool one = bug.distinct().size() == bug.keys();
    if (one) ++single;
    if (one && bug.is_small()) ++small_single;
    if (bug.all_proved() && one) continue;
    exceptions += fmt::format("   {}: {}{} results of {}, {} violation keys\n", bug.planted->name,
                              bug.all_proved() ? ""
                              : bug.is_small() ? "NOT PROVED, "
                                               : "not proved, ",
                              bug.distinct().size(), bug.results.size(), bug.keys());
    std::set<std::string> seen;
    for (const Shrunk& result : bug.results) {
      if (!seen.insert(result.key + up_to_renaming(result.minimal)).second || seen.size() > 3)
        continue;
      exceptions += fmt::format("      {} {}\n", result.key, shown(result.minimal));
    }
  }
  double seconds = 0;
  for (const Shrinking& bug : bugs) {
    for (const Shrunk& one : bug.results) seconds += one.seconds;
  }
  std::string text =
      fmt::format("{} of {} bugs found; {} of {} shrunk cases proved minimal, {:.1f} CPU seconds\n",
                  found, bugs.size(), proved, results, seconds);
  text += fmt::format(
      "at most {} modules and {} characters: {} bugs, all results proved of {}, one result per "
      "violation key of {}\n",
      kSmallModules, kSmallCharacters, small, small_proved, small_single);
  text +=
      fmt::format("one result per violation key, up to renaming: {} of {} bugs\n", single, found);
  return exceptions.empty() ? text : text + "\nexceptions:\n" + exceptions;
}

std::string shrinking_json(std::span<const Shrinking> bugs) {
  auto rows = nlohmann::ordered_json::array();
  for (const Shrinking& bug : bugs) {
    auto results = nlohmann::ordered_json::array();
    for (const Shrunk& one : bug.results) {
      results.push_back(
          {{"sort", one.key},
           {"case", nlohmann::ordered_json::parse(format_case_line({one.minimal, {}}))},
           {"reproducible", one.reproducible},
           {"minimal", one.minimality == Minimality::not_proved        ? "not proved"
                       : one.minimality == Minimality::proved_embedded ? "proved, embedded"
                                                                       : "proved"},
           {"seconds", one.seconds}});
    }
    rows.push_back({{"name", bug.planted->name},
                    {"small", bug.is_small()},
                    {"distinct", bug.distinct().size()},
                    {"sorts", bug.keys()},
                    {"results", std::move(results)}});
  }
  return nlohmann::ordered_json{{"matchers", std::move(rows)}}.dump(2) + "\n";
}

}  // namespace overmatch
