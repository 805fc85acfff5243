// SPDX-License-Identifier: Apache-2.0
#include "suite/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "names/input_error.h"
#include "names/readers/read_tree.h"
#include "properties/registry.h"
#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/words.h"
#include "search/campaign/campaign.h"

namespace overmatch::suite {

namespace {

constexpr std::string_view kSmall = "small";
constexpr std::string_view kCorpus = "corpus";
constexpr std::string_view kTrees = "trees";
// Findings shown in full; the others get one line each.
constexpr std::size_t kShown = 3;

const char* environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? nullptr : value;
}

void read_number(const char* name, std::uint64_t& to) {
  const char* const value = environment(name);
  if (value == nullptr) return;
  const std::string_view text(value);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw InputError(fmt::format("{}=\"{}\": it must be a whole number from 0", name,
                                 report::printable_line(text)));
  }
}

void read_flag(const char* name, bool& to) {
  std::uint64_t number = to ? 1 : 0;
  read_number(name, number);
  to = number != 0;
}

void read_text(const char* name, std::string& to) {
  if (const char* const value = std::getenv(name); value != nullptr) to = value;
}

std::string corpus_of(const Options& options) {
  // A folder that the environment names takes precedence, and must exist.
  return options.corpus.empty() || environment("OVERMATCH_CORPUS") != nullptr ? corpus_folder()
                                                                              : options.corpus;
}

// The saved cases of the mode, and of the order.
std::vector<Case> saved_cases(Mode mode, const Options& options) {
  std::vector<Case> cases;
  const bool replay = !options.replay.empty();
  for (const std::string& file :
       list_case_files(replay ? options.replay : corpus_of(options) + "/cases")) {
    Case content = read_case(file).content;
    if (is_for(content, mode, options.order)) cases.push_back(std::move(content));
  }
  return cases;
}

std::vector<ModuleTree> real_trees(const Options& options) {
  std::vector<ModuleTree> trees;
  for (const std::string& file : list_tree_files(corpus_of(options) + "/trees"))
    trees.push_back(read_tree(file));
  return trees;
}

std::string environment_of(const Options& options) {
  std::string text =
      fmt::format("OVERMATCH_SEED={} OVERMATCH_CASES={} ", options.seed, options.cases);
  if (options.wide) text += "OVERMATCH_WIDE=1 ";
  return text;
}

// The test of the suite that has shown this finding in this process, or "" if this one is the
// first.
std::string shown_by(const std::string& suite, const Check& check, const Finding& finding) {
  static std::map<std::string, std::string> shown;
  if (suite.empty()) return {};
  const std::string key = suite + '\n' + std::string(to_string(finding.key.direction)) + '\n' +
                          (finding.crash.empty() ? "" : "crash\n") +
                          format_case_line({finding.minimal, {}});
  const auto [entry, is_new] = shown.emplace(key, check.name);
  return is_new || entry->second == check.name ? std::string() : entry->second;
}

std::string in_words(const CampaignResult& result, const Check& check, const Options& options,
                     const Command& command, const std::string& suite) {
  std::string text;
  const ReportStyle style;
  for (std::size_t at = 0; at < result.findings.size(); ++at) {
    Finding finding = result.findings[at];
    // Tests often run in another folder than the one from which the user replays.
    if (!finding.file.empty()) finding.file = std::filesystem::absolute(finding.file).string();
    if (at >= kShown) {
      text += fmt::format(
          "{}also {}{}\n", at == kShown ? "\n" : "", finding.id(),
          finding.file.empty() ? "" : ", saved: " + report::printable_line(finding.file));
      continue;
    }
    if (const std::string first = shown_by(suite, check, finding); !first.empty()) {
      std::string property = first;
      std::replace(property.begin(), property.end(), '-', '_');
      text +=
          fmt::format("\nsame finding as {}.{}: {}\n", suite, property, report::headline(finding));
      continue;
    }
    text += "\n" + text_finding(finding, style);
    // A saved case is replayed by its file; an unsaved finding by the seed, below.
    if (!finding.file.empty()) {
      text += fmt::format("   replay: OVERMATCH_REPLAY={} {}\n", report::shell_quoted(finding.file),
                          command(kCorpus));
    }
  }
  if (result.gave_up) text += "\nIt killed so many processes that the rest was not tried.\n";
  if (!result.broke_off.empty()) text += "\nThe search broke off: " + result.broke_off + "\n";
  if (!result.not_saved.empty()) text += "\nNot saved: " + result.not_saved + "\n";
  if (check.name == kCorpus && !options.replay.empty()) {
    return text + fmt::format("\nagain: OVERMATCH_REPLAY={} {}\n",
                              report::shell_quoted(options.replay), command(check.name));
  }
  return text + fmt::format("\nagain: {}{}\n",
                            check.property != nullptr ? environment_of(options) : "",
                            command(check.name));
}

}  // namespace

Options from_environment(Options options) {
  read_number("OVERMATCH_SEED", options.seed);
  read_number("OVERMATCH_CASES", options.cases);
  read_flag("OVERMATCH_WIDE", options.wide);
  read_flag("OVERMATCH_IN_PROCESS", options.in_process);
  read_text("OVERMATCH_SAVE", options.save_folder);
  read_text("OVERMATCH_REPLAY", options.replay);
  static_cast<void>(environment("OVERMATCH_CORPUS") != nullptr
                        ? corpus_folder()
                        : "");  // throws if the folder does not exist
  return options;
}

namespace {

std::vector<Check> checks_of_lists(bool labelled) {
  std::vector<Check> some;
  for (const Property* const property : all_properties()) {
    if (labelled || property->lists != Lists::labelled) some.push_back({property->name, property});
  }
  for (const std::string_view name : {kSmall, kCorpus, kTrees}) some.push_back({name, nullptr});
  return some;
}

void need_lists(const Matcher& matcher, Order order) {
  const std::optional<Order> fixed = fixed_order(matcher.mode());
  if (fixed && *fixed != order)
    throw InputError(
        fmt::format("the order of {} is {}: give the suite the option .order = "
                    "Order::{}",
                    to_string(matcher.mode()), to_string(*fixed), to_string(*fixed)));
  if (order == Order::any && !matcher.takes_plain_lists())
    throw InputError(
        fmt::format("{} reads no plain lists: give the suite the option .order = "
                    "Order::first or Order::last",
                    matcher.name()));
  if (order != Order::any && !matcher.takes_labels())
    throw InputError(
        fmt::format("{} reads no lists with labels: override takes_labels(), or give "
                    "the suite no order",
                    matcher.name()));
}

}  // namespace

std::span<const Check> checks(Order order) {
  static const std::vector<Check> plain = checks_of_lists(false);
  static const std::vector<Check> labelled = checks_of_lists(true);
  return order == Order::any ? plain : labelled;
}

Outcome run(const Check& check, const MakeMatcher& make, const Options& options,
            const Command& command, const std::string& suite) {
  Subject subject;
  subject.matcher = make();
  if (subject.matcher == nullptr)
    throw InputError("the suite was given no matcher: its function returned null");
  subject.mode = subject.matcher->mode();
  subject.order = options.order;
  need_lists(*subject.matcher, subject.order);
  subject.in_process = options.in_process;
  const std::string mode(to_string(subject.mode));
  if (check.property != nullptr && !check.property->applies(subject.mode, subject.order)) {
    return {Outcome::Kind::skipped,
            fmt::format("{} is not a property of mode {}", check.name, mode), 0};
  }

  CampaignOptions campaign;
  if (check.property != nullptr) {
    campaign.plan.properties = {check.property};
  } else {
    campaign.plan.properties.assign(all_properties().begin(), all_properties().end());
  }
  campaign.plan.seed = options.seed;
  campaign.plan.cases = check.property != nullptr ? options.cases : 0;
  campaign.plan.exhaustive = check.name == kSmall;
  campaign.plan.wide = options.wide;
  if (check.name == kCorpus) {
    campaign.plan.corpus = saved_cases(subject.mode, options);
    if (campaign.plan.corpus.empty()) {
      // The user named the file: skipping it silently would mislead.
      if (!options.replay.empty())
        throw InputError(fmt::format("{}: no case of the mode {}", options.replay, mode));
      return {Outcome::Kind::skipped, "no saved case of the mode " + mode, 0};
    }
  }
  if (check.name == kTrees) campaign.plan.trees = real_trees(options);
  campaign.limits = options.limits;
  campaign.save_folder = options.save_folder;
  const CampaignResult result = run_campaign(subject, campaign);

  Outcome outcome;
  outcome.cases = result.statistics.cases;
  if (!result.findings.empty() || result.gave_up || !result.broke_off.empty()) {
    outcome.kind = Outcome::Kind::failed;
    outcome.text = in_words(result, check, options, command, suite);
  } else if (check.property != nullptr) {
    const auto all = all_properties();
    const auto index =
        static_cast<std::size_t>(std::find(all.begin(), all.end(), check.property) - all.begin());
    // A property that was vacuous on all cases did not pass: say so. Where nothing can be rejected,
    // `rejection` is always vacuous unless violated.
    const bool silent_when_kept = check.property == &kRejection && !is_regex(subject.mode);
    if (result.statistics.properties[index].checked == 0 && !silent_when_kept) {
      outcome.kind = Outcome::Kind::skipped;
      outcome.text = fmt::format("{} had nothing to say of {}: more cases, or another seed?",
                                 check.name, report::counted(outcome.cases, "case"));
    }
  }
  return outcome;
}

}  // namespace overmatch::suite
