// SPDX-License-Identifier: Apache-2.0
// overmatch check: tests a subject against the properties.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "cases/corpus.h"
#include "cli/numbers.h"
#include "cli/options/baseline_options.h"
#include "cli/options/input_options.h"
#include "cli/options/subject_options.h"
#include "cli/status_line.h"
#include "cli/terminal.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/writable.h"
#include "search/campaign/finding_list.h"

namespace overmatch::cli {

namespace {

struct CheckArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::optional<std::uint64_t> cases;
  double seconds = 0;
  std::uint64_t seed = 1;
  std::vector<std::string> properties;
  InputArguments inputs;
  bool random_only = false;
  WideArguments wide;
  std::vector<std::string> accept;
  std::string save = "overmatch-cases";
  std::string observe;
  BaselineArguments baseline;
};

// What a baseline calls the check of a subject.
std::string name_of(const Subject& subject) {
  return fmt::format("check {} {}", subject.matcher->name(), to_string(subject.mode));
}

// Moves the findings that a baseline knows to the accepted ones, each with its own id, and those
// that its ids accepted and that it does not know, as another case shows, back. `accept` are the
// globs of the user.
void judge(OpenBaseline& baseline, const std::string& name, const std::vector<std::string>& accept,
           CampaignResult& result) {
  std::vector<Finding> all;
  std::vector<Finding> by_user;
  const std::vector<std::string> before = baseline.in_force(name);
  for (Finding& finding : result.accepted) {
    // What only --accept knows is none of the baseline's.
    const std::string id = finding.id();
    const bool mine =
        std::find(before.begin(), before.end(), id) != before.end() && !is_accepted(id, accept);
    (mine ? all : by_user).push_back(std::move(finding));
  }
  result.accepted = std::move(by_user);
  for (Finding& finding : result.findings) all.push_back(std::move(finding));
  result.findings.clear();
  const std::vector<FoundId> found = ids_of(all);
  const std::vector<bool> known = baseline.judge(name, found, is_complete(result));
  const auto is_known = [&](const Finding& finding) {
    const auto at = std::find_if(found.begin(), found.end(),
                                 [&](const FoundId& one) { return one.id == finding.id(); });
    return static_cast<bool>(known[static_cast<std::size_t>(at - found.begin())]);
  };
  for (Finding& finding : all) {
    if (!is_known(finding)) {
      result.findings.push_back(std::move(finding));
      continue;
    }
    for (Finding& same : std::exchange(finding.same_mistake, {}))
      (is_known(same) ? result.accepted : result.findings).push_back(std::move(same));
    result.accepted.push_back(std::move(finding));
  }
}

int check_subject(Subject& subject, const CheckArguments& arguments, CampaignOptions& options,
                  const std::vector<SavedCase>& corpus, OpenBaseline& baseline,
                  StatusLine& status) {
  options.plan.corpus.clear();
  for (const SavedCase& saved : corpus) {
    if (is_for(saved.content, subject.mode, subject.order))
      options.plan.corpus.push_back(saved.content);
  }
  options.plan.wide = asks_wide(arguments.wide, subject);
  options.limits = make_limits(arguments.subject);
  const std::string name(subject.matcher->name());
  std::string observed;
  if (!arguments.observe.empty()) {
    const std::chrono::duration<double> start = std::chrono::system_clock::now().time_since_epoch();
    options.observe = [&observed, &name, start](const Observation& seen) {
      observed += observation_line(seen, name, start.count());
    };
  }
  status.set_limit(arguments.seconds > 0 ? arguments.seconds : options.budget);
  options.accept = arguments.accept;
  const std::string known_as = name_of(subject);
  for (std::string& id : baseline.in_force(known_as)) options.accept.push_back(std::move(id));
  CampaignResult result = run_campaign(
      subject, options,
      [&](std::string_view doing, std::uint64_t cases) { return status.show(name, doing, cases); });
  status.clear();
  if (baseline.given()) judge(baseline, known_as, arguments.accept, result);
  const int verdict = write_reports(result, arguments.report, subject.option);
  if (arguments.observe.empty()) return verdict;
  ReportParts parts;
  parts.add([&] { write_file(arguments.observe, observed); });
  return parts.status(verdict);
}

int check(const CheckArguments& arguments) {
  check_reports(arguments.report);
  need_writable(arguments.observe);
  need_writable_folder(arguments.save);
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.plan.seed = arguments.seed;
  if (arguments.cases) options.plan.cases = *arguments.cases;
  options.plan.keep_going = arguments.cases.has_value();
  options.plan.seconds = arguments.seconds;
  // A user who says how much to try gets that, however long it takes.
  if (!arguments.cases && arguments.seconds <= 0) options.budget = kUsualBudget;
  options.plan.exhaustive = !arguments.random_only;
  options.save_folder = arguments.save;
  OpenBaseline baseline(arguments.baseline);

  std::vector<Subject> subjects;
  if (names_subject(arguments.subject)) {
    subjects.push_back(make_subject(arguments.subject));
  } else {
    // Without a subject, tests the references and so the harness itself.
    const std::string& format = arguments.report.format;
    if (!arguments.report.json.empty() || !arguments.report.junit.empty() ||
        !arguments.report.html.empty() || !arguments.observe.empty() || format == "json" ||
        format == "junit" || format == "html") {
      throw InputError(
          "a report file needs one subject: give it with --builtin, --plugin or --command");
    }
    if (!arguments.subject.mode.empty()) (void)need_mode(arguments.subject.mode);
    for (const Mode mode : kModes) {
      if (arguments.subject.mode.empty() || arguments.subject.mode == to_string(mode)) {
        subjects.push_back(reference_subject(mode, make_order(arguments.subject.order, mode)));
      }
    }
  }
  const std::vector<SavedCase> corpus = read_corpus(arguments.inputs);
  options.plan.trees = read_trees(arguments.inputs);

  StatusLine line;
  bool found = false;
  int status = kNothingFound;
  for (Subject& subject : subjects) {
    status = check_subject(subject, arguments, options, corpus, baseline, line);
    found = found || status == kFound;
    if (status == kIncomplete || status == kBadUsage || line.interrupted()) break;
  }
  ReportParts parts;
  parts.add([&] { baseline.tell(printed_format(arguments.report)); });
  parts.add([&] { baseline.write(); });
  return parts.status(found ? kFound : status);
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<CheckArguments>();
  CLI::App* const verb = app.add_subcommand("check",
                                            "test a subject against the properties; without a "
                                            "subject, test the reference matchers");
  add_subject(*verb, arguments->subject);
  add_order(*verb, arguments->subject.order);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_option("--cases", arguments->cases,
                   "try N random cases, whatever is found and however long it takes (default: "
                   "20000, fewer after a finding, and at most 15 seconds for the whole check)")
      ->type_name("N")
      ->check(whole_number(0, kMostCases));
  verb->add_option("--time", arguments->seconds, "try random cases for this long instead")
      ->type_name("SECONDS")
      ->check(number(0.001, kMostSeconds));
  verb->add_option("--seed", arguments->seed, "seed of the random cases (default 1)")
      ->type_name("N")
      ->check(whole_number(0));
  verb->add_option(
          "--trees", arguments->inputs.trees,
          "try real trees: a file or folder (may be repeated; default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_option(
          "--corpus", arguments->inputs.corpus,
          "try saved cases: a file or folder (may be repeated; default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_flag("--no-trees", arguments->inputs.no_trees, "skip the real trees");
  verb->add_flag("--no-corpus", arguments->inputs.no_corpus, "skip the saved cases");
  verb->add_flag("--random-only", arguments->random_only,
                 "skip the exhaustive search of small cases");
  add_wide(*verb, arguments->wide);
  verb->add_option(
          "--accept", arguments->accept,
          "accept the findings with this id as known; * stands for any part (may be repeated)")
      ->type_name("ID")
      ->allow_extra_args(false);
  verb->add_option("--observe", arguments->observe,
                   "write each case and its result as a line of JSON, for Tyche")
      ->type_name("FILE")
      ->group("Reports");
  add_baseline(*verb, arguments->baseline);
  verb->add_option("--save", arguments->save,
                   "save minimal cases to this folder (default overmatch-cases; '' saves none)")
      ->type_name("DIR");
  verb->callback([arguments, &status] { status = check(*arguments); });
}

}  // namespace overmatch::cli
