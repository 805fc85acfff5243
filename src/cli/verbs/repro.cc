// SPDX-License-Identifier: Apache-2.0
// overmatch repro: replays saved cases on a subject.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cli/options/baseline_options.h"
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
  bool allow_empty = false;
  std::string baseline;
};

// A file to replay.
struct GivenCase {
  std::string file;
  bool named = true;  // by the user; else it is one of a folder
  std::string text;   // as it was read
  Case content;
  std::string error;  // why it could not be read, or ""
};

// Whether the path is the folder that `check` saves into, which is missing until it finds
// something.
bool is_usual_folder(const std::filesystem::path& path) {
  const std::filesystem::path plain = path.lexically_normal();
  return plain == "overmatch-cases" || plain == "overmatch-cases/";
}

// Reads all files before a subject is asked anything; there may be none. Notes folders that are
// missing. Throws InputError if there are files and none can be read.
std::vector<GivenCase> read_cases(const ReproArguments& arguments,
                                  std::vector<std::string>& notes) {
  std::vector<GivenCase> cases;
  for (const std::string& path : arguments.paths) {
    std::error_code ignored;
    if (path != "-" && !std::filesystem::exists(path, ignored) &&
        (arguments.allow_empty || is_usual_folder(path))) {
      notes.push_back(report::printable_line(path) + ": no such folder, so it has no cases");
      continue;
    }
    const bool folder = path != "-" && std::filesystem::is_directory(path, ignored);
    for (std::string& file : list_case_files(path))
      cases.push_back({std::move(file), !folder, {}, {}, {}});
  }
  if (cases.empty()) return cases;
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

// Why the subject cannot be asked the case, or "". Counts it as left out.
std::string misfit(const Subject& subject, const Case& content, Order order,
                   CampaignResult& result) {
  if (subject.mode != content.mode) {
    ++result.other_modes;
    return "the case is of mode " + std::string(to_string(content.mode)) +
           ", the subject of mode " + std::string(to_string(subject.mode)) +
           "; --mode overrides the mode that a subject declares";
  }
  std::string why = why_not_order(subject, order);
  if (!why.empty()) ++result.other_lists;
  return why;
}

// Starts the subject that the options name.
Subject start_subject(const ReproArguments& arguments, const std::vector<GivenCase>& cases) {
  SubjectArguments subject = arguments.subject;
  const auto all = [&](auto holds) {
    return std::all_of(cases.begin(), cases.end(), [&](const GivenCase& each) {
      return !each.error.empty() || holds(each.content);
    });
  };
  const Case& first = std::find_if(cases.begin(), cases.end(), [](const GivenCase& each) {
                        return each.error.empty();
                      })->content;
  // A command declares no mode: that of the cases is meant, if they have one.
  if (!subject.command.empty() && subject.mode.empty() &&
      all([&](const Case& content) { return content.mode == first.mode; }))
    subject.mode = to_string(first.mode);
  // A command may take lists with labels only.
  if (!subject.command.empty() && subject.order.empty() &&
      all([](const Case& content) { return !content.labels.empty(); }))
    subject.order = to_string(first.labels.order);
  return make_subject_of_any_order(subject);
}

// Moves the findings that the baseline knows to the accepted ones. It is that of `check`.
void judge(OpenBaseline& baseline, const Subject& subject, CampaignResult& result) {
  const std::string name =
      "check " + std::string(subject.matcher->name()) + " " + std::string(to_string(subject.mode));
  const std::vector<bool> known = baseline.judge(name, ids_of(result.findings), false);
  std::vector<Finding> left;
  for (std::size_t at = 0; at < result.findings.size(); ++at)
    (known[at] ? result.accepted : left).push_back(std::move(result.findings[at]));
  result.findings = std::move(left);
  for (ReplayedCase& each : result.replayed) {
    const auto is_of = [&](const Finding& finding) { return finding.file == each.file; };
    if (each.outcome == ReplayOutcome::failed &&
        std::none_of(result.findings.begin(), result.findings.end(), is_of))
      each.outcome = ReplayOutcome::known;
  }
}

// Adds the findings of one case: agreement's, or the other properties' if agreement holds.
// `passed`: the outcome of a case without findings.
void replay(Subject& subject, const std::string& file, const Case& content,
            const CampaignOptions& options, ReplayOutcome passed, const Progress& progress,
            CampaignResult& result) {
  CaseFindings examined = reduce_case(subject, content, options, false, progress);
  result.interrupted = examined.interrupted;
  const bool judged = !examined.interrupted || !examined.findings.empty();
  if (judged) ++result.statistics.cases;
  result.replayed.push_back({file,
                             !judged                      ? ReplayOutcome::error
                             : !examined.findings.empty() ? ReplayOutcome::failed
                                                          : passed,
                             judged ? "" : "interrupted"});
  for (Finding& finding : unexplained(std::move(examined.findings))) {
    finding.file = file;
    finding.replayed = true;
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
  if (!arguments.baseline.empty() && !names_subject(arguments.subject))
    throw InputError("--baseline needs a subject: give it with --builtin, --plugin or --command");
  OpenBaseline baseline({arguments.baseline, false});
  CampaignResult result;
  const std::vector<GivenCase> cases = read_cases(arguments, result.notes);
  result.nothing_given = cases.empty();

  std::optional<Subject> named;
  if (names_subject(arguments.subject) && !cases.empty()) named = start_subject(arguments, cases);
  std::map<Mode, Subject> references;

  result.subject =
      named ? std::string(named->matcher->name())
      : names_subject(arguments.subject)
          ? arguments.subject.builtin + arguments.subject.plugin + arguments.subject.command
          : "the references";
  if (named) result.mode = named->mode;
  std::string misfits;  // why the first of them does not fit
  StatusLine line;
  for (std::size_t at = 0; at < cases.size() && !result.interrupted; ++at) {
    const auto& [file, is_named, text, content, error] = cases[at];
    if (!error.empty()) {
      result.replayed.push_back({file, ReplayOutcome::error, error});
      continue;
    }
    const Mode mode = content.mode;
    if (!named && !references.contains(mode)) references.emplace(mode, reference_subject(mode));
    Subject& subject = named ? *named : references.at(mode);
    const Order order = !content.labels.empty() ? content.labels.order
                        : subject.mode == mode  ? make_order(arguments.subject.order, mode)
                                                : Order::any;
    if (const std::string why = misfit(subject, content, order, result); !why.empty()) {
      if (is_named) throw InputError(file + ": " + why);
      if (misfits.empty()) misfits = file + ": " + why;
      continue;
    }
    result.mode = mode;
    const auto progress = [&](std::string_view doing, std::uint64_t) {
      return line.show(result.subject, doing, at);
    };
    subject.order = order;
    replay(subject, file, content, options, named ? ReplayOutcome::fixed : ReplayOutcome::passed,
           progress, result);
  }
  line.clear();
  if (result.statistics.cases == 0 && !result.interrupted && !misfits.empty())
    throw InputError(misfits + " (and no other case fits)");
  if (named && baseline.given()) judge(baseline, *named, result);
  const int status = write_reports(result, arguments.report, named ? named->option : "");
  ReportParts parts;
  parts.add([&] { baseline.tell(printed_format(arguments.report)); });
  return parts.status(finish(arguments, result, cases, status));
}

}  // namespace

void add_repro(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ReproArguments>();
  CLI::App* const verb = app.add_subcommand(
      "repro",
      "replay saved cases on a subject, and say FIXED, FAILED or ERROR for each; without a "
      "subject, on the reference matchers, and say PASSED");
  add_subject(*verb, arguments->subject);
  add_order(*verb, arguments->subject.order);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_flag("--prune", arguments->prune,
                 "remove the files of the cases that the subject passes now");
  verb->add_flag("--allow-empty", arguments->allow_empty,
                 "take a path that does not exist for a folder without cases (as the folder "
                 "overmatch-cases always is)");
  verb->add_option("--baseline", arguments->baseline,
                   "a file of known findings, that of `check`: only new ones fail")
      ->type_name("FILE");
  verb->add_option("PATH", arguments->paths,
                   "a case file or a folder of case files, of which those that do not fit the "
                   "subject are left out (may be repeated)")
      ->required();
  verb->callback([arguments, &status] { status = repro(*arguments); });
}

}  // namespace overmatch::cli
