// SPDX-License-Identifier: Apache-2.0
// overmatch repro: replays saved cases on a subject.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cli/status_line.h"
#include "cli/subject_options.h"
#include "names/input_error.h"

namespace overmatch::cli {

namespace {

struct ReproArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::vector<std::string> paths;
  std::vector<std::string> properties;
};

// Adds the findings of one case: agreement's, or the other properties' if agreement holds.
void replay(Subject& subject, const std::string& file, const Case& content,
            const CampaignOptions& options, const Progress& progress, CampaignResult& result) {
  CaseFindings examined = reduce_case(subject, content, options, false, progress);
  result.interrupted = examined.interrupted;
  if (!examined.interrupted || !examined.findings.empty()) ++result.statistics.cases;
  for (Finding& finding : unexplained(std::move(examined.findings))) {
    finding.file = file;
    result.findings.push_back(std::move(finding));
  }
}

int repro(const ReproArguments& arguments) {
  check_reports(arguments.report);
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.limits = make_limits(arguments.subject);
  std::vector<std::string> files;
  for (const std::string& path : arguments.paths) {
    for (std::string& file : list_case_files(path)) files.push_back(std::move(file));
  }
  if (files.empty())
    throw InputError(arguments.paths.front() + ": the folder has no case files (*.json)");

  // Reads all files before a subject is asked anything.
  std::vector<Case> cases;
  for (const std::string& file : files) cases.push_back(read_case(file).content);

  std::optional<Subject> named;
  if (names_subject(arguments.subject)) {
    SubjectArguments subject = arguments.subject;
    // A command declares no mode: that of the cases is meant, if they have one.
    const Mode mode = cases.front().mode;
    if (!subject.command.empty() && subject.mode.empty() &&
        std::all_of(cases.begin(), cases.end(),
                    [&](const Case& each) { return each.mode == mode; }))
      subject.mode = to_string(mode);
    // A subject may take lists with labels only.
    if (subject.order.empty() && !cases.front().labels.empty())
      subject.order = to_string(cases.front().labels.order);
    named = make_subject(subject);
  }
  std::map<Mode, Subject> references;

  CampaignResult result;
  result.subject = named ? std::string(named->matcher->name()) : "the references";
  if (named) result.mode = named->mode;
  std::size_t other_modes = 0;
  StatusLine status;
  for (std::size_t at = 0; at < files.size() && !result.interrupted; ++at) {
    const Mode mode = cases[at].mode;
    if (named && named->mode != mode) {
      ++other_modes;
      continue;
    }
    if (!named && !references.contains(mode)) references.emplace(mode, reference_subject(mode));
    result.mode = mode;
    const auto progress = [&](std::string_view doing, std::uint64_t) {
      return status.show(result.subject, doing, at);
    };
    Subject& subject = named ? *named : references.at(mode);
    const EntryLabels& labels = cases[at].labels;
    set_order(subject, labels.empty() ? make_order(arguments.subject.order, mode) : labels.order);
    replay(subject, files[at], cases[at], options, progress, result);
  }
  status.clear();
  if (result.statistics.cases == 0 && !result.interrupted) {
    throw InputError(files.front() + ": the case is not of the subject's mode " +
                     std::string(to_string(named->mode)) +
                     "; --mode overrides the mode that a subject declares");
  }
  result.other_modes = other_modes;
  return write_reports(result, arguments.report, named ? named->option : "");
}

}  // namespace

void add_repro(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ReproArguments>();
  CLI::App* const verb = app.add_subcommand(
      "repro", "replay saved cases on a subject; without one, on the reference matchers");
  add_subject(*verb, arguments->subject);
  add_order(*verb, arguments->subject.order);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_option("PATH", arguments->paths,
                   "a case file or a folder of case files (may be repeated)")
      ->required();
  verb->callback([arguments, &status] { status = repro(*arguments); });
}

}  // namespace overmatch::cli
