// SPDX-License-Identifier: Apache-2.0
// overmatch repro: replays saved cases on a subject.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cli/options/subject_options.h"
#include "cli/status_line.h"
#include "cli/terminal.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "report/words.h"

namespace overmatch::cli {

namespace {

struct ReproArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::vector<std::string> paths;
  std::vector<std::string> properties;
  bool prune = false;
};

// A file to replay.
struct GivenCase {
  std::string file;
  std::string text;  // as it was read
  Case content;
  std::string error;  // why it could not be read, or ""
};

// Reads all files before a subject is asked anything. Throws InputError if no file can be read.
std::vector<GivenCase> read_cases(const std::vector<std::string>& paths) {
  std::vector<GivenCase> cases;
  for (const std::string& path : paths) {
    for (std::string& file : list_case_files(path)) cases.push_back({std::move(file), {}, {}, {}});
  }
  if (cases.empty()) throw InputError(paths.front() + ": the folder has no case files (*.json)");
  for (GivenCase& each : cases) {
    try {
      each.text = read_file(each.file);
      each.content = parse_case(each.text, each.file).content;
    } catch (const InputError& error) {
      each.error = error.what();
    }
  }
  if (std::all_of(cases.begin(), cases.end(),
                  [](const GivenCase& each) { return !each.error.empty(); }))
    throw InputError(cases.front().error);
  return cases;
}

// Adds the findings of one case: agreement's, or the other properties' if agreement holds.
void replay(Subject& subject, const std::string& file, const Case& content,
            const CampaignOptions& options, const Progress& progress, CampaignResult& result) {
  CaseFindings examined = reduce_case(subject, content, options, false, progress);
  result.interrupted = examined.interrupted;
  const bool judged = !examined.interrupted || !examined.findings.empty();
  if (judged) ++result.statistics.cases;
  result.replayed.push_back({file,
                             !judged                      ? ReplayOutcome::error
                             : !examined.findings.empty() ? ReplayOutcome::failed
                                                          : ReplayOutcome::fixed,
                             judged ? "" : "interrupted"});
  for (Finding& finding : unexplained(std::move(examined.findings))) {
    finding.file = file;
    result.findings.push_back(std::move(finding));
  }
}

// Removes the files of the cases that are fixed, each only if it still holds what was replayed.
// Returns one sentence for each that stays.
std::vector<std::string> prune(const CampaignResult& result, const std::vector<GivenCase>& cases,
                               std::size_t& removed) {
  std::vector<std::string> kept;
  for (const ReplayedCase& each : result.replayed) {
    if (each.outcome != ReplayOutcome::fixed) continue;
    const auto given = std::find_if(cases.begin(), cases.end(),
                                    [&](const GivenCase& one) { return one.file == each.file; });
    std::error_code error;
    try {
      if (read_file(each.file) != given->text) {
        kept.push_back(each.file + " has changed since it was read, and stays");
        continue;
      }
      std::filesystem::remove(each.file, error);
    } catch (const InputError& gone) {
      kept.emplace_back(gone.what());
      continue;
    }
    if (error)
      kept.push_back(each.file + ": cannot remove, " + error.message());
    else
      ++removed;
  }
  return kept;
}

// The exit status of `status` with what pruning and reading leave to tell.
int finish(const ReproArguments& arguments, const CampaignResult& result,
           const std::vector<GivenCase>& cases, int status) {
  const auto errors =
      std::count_if(result.replayed.begin(), result.replayed.end(),
                    [](const ReplayedCase& each) { return each.outcome == ReplayOutcome::error; });
  if (arguments.prune && result.interrupted) {
    print_error("overmatch: the replay was interrupted, so nothing is removed\n");
  } else if (arguments.prune) {
    std::size_t removed = 0;
    const std::vector<std::string> kept = prune(result, cases, removed);
    for (const std::string& why : kept) print_error("overmatch: " + printable_text(why) + "\n");
    print_error("overmatch: removed " + report::counted(removed, "fixed case") + "\n");
    if (!kept.empty() && status == kNothingFound) status = kBadUsage;
  }
  return errors > 0 && status == kNothingFound ? kBadUsage : status;
}

int repro(const ReproArguments& arguments) {
  check_reports(arguments.report);
  if (arguments.prune && !names_subject(arguments.subject))
    throw InputError("--prune needs a subject: give it with --builtin, --plugin or --command");
  if (arguments.prune && !arguments.properties.empty())
    throw InputError("--prune and --property exclude each other: a case is fixed if all hold");
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.limits = make_limits(arguments.subject);
  const std::vector<GivenCase> cases = read_cases(arguments.paths);
  const Case& first = std::find_if(cases.begin(), cases.end(), [](const GivenCase& each) {
                        return each.error.empty();
                      })->content;

  std::optional<Subject> named;
  if (names_subject(arguments.subject)) {
    SubjectArguments subject = arguments.subject;
    // A command declares no mode: that of the cases is meant, if they have one.
    const Mode mode = first.mode;
    if (!subject.command.empty() && subject.mode.empty() &&
        std::all_of(cases.begin(), cases.end(), [&](const GivenCase& each) {
          return !each.error.empty() || each.content.mode == mode;
        }))
      subject.mode = to_string(mode);
    // A subject may take lists with labels only.
    if (subject.order.empty() && !first.labels.empty())
      subject.order = to_string(first.labels.order);
    named = make_subject(subject);
  }
  std::map<Mode, Subject> references;

  CampaignResult result;
  result.subject = named ? std::string(named->matcher->name()) : "the references";
  if (named) result.mode = named->mode;
  std::size_t other_modes = 0;
  StatusLine line;
  for (std::size_t at = 0; at < cases.size() && !result.interrupted; ++at) {
    if (!cases[at].error.empty()) {
      result.replayed.push_back({cases[at].file, ReplayOutcome::error, cases[at].error});
      continue;
    }
    const Mode mode = cases[at].content.mode;
    if (named && named->mode != mode) {
      ++other_modes;
      continue;
    }
    if (!named && !references.contains(mode)) references.emplace(mode, reference_subject(mode));
    result.mode = mode;
    const auto progress = [&](std::string_view doing, std::uint64_t) {
      return line.show(result.subject, doing, at);
    };
    Subject& subject = named ? *named : references.at(mode);
    const EntryLabels& labels = cases[at].content.labels;
    set_order(subject, labels.empty() ? make_order(arguments.subject.order, mode) : labels.order);
    replay(subject, cases[at].file, cases[at].content, options, progress, result);
  }
  line.clear();
  if (result.statistics.cases == 0 && !result.interrupted) {
    throw InputError(cases.front().file + ": the case is not of the subject's mode " +
                     std::string(to_string(named->mode)) +
                     "; --mode overrides the mode that a subject declares");
  }
  result.other_modes = other_modes;
  const int status = write_reports(result, arguments.report, named ? named->option : "");
  return finish(arguments, result, cases, status);
}

}  // namespace

void add_repro(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ReproArguments>();
  CLI::App* const verb = app.add_subcommand(
      "repro",
      "replay saved cases on a subject, and say FIXED, FAILED or ERROR for each; "
      "without a subject, on the reference matchers");
  add_subject(*verb, arguments->subject);
  add_order(*verb, arguments->subject.order);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_flag("--prune", arguments->prune,
                 "remove the files of the cases that the subject passes now");
  verb->add_option("PATH", arguments->paths,
                   "a case file or a folder of case files (may be repeated)")
      ->required();
  verb->callback([arguments, &status] { status = repro(*arguments); });
}

}  // namespace overmatch::cli
