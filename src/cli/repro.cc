// SPDX-License-Identifier: Apache-2.0
// overmatch repro: saved cases, put to a subject once more.
#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cli/subject_options.h"
#include "names/input_error.h"

namespace overmatch::cli {

namespace {

struct Arguments {
  SubjectArguments subject;
  ReportArguments report;
  std::vector<std::string> paths;
  std::vector<std::string> properties;
};

// The findings of one case: what agreement says, and what else is wrong when it says nothing.
void replay(Subject& subject, const std::string& file, const Case& content,
            const CampaignOptions& options, CampaignResult& result) {
  ++result.statistics.cases;
  for (Finding& finding : unexplained(examine_case(subject, content, options, false))) {
    finding.file = file;
    result.findings.push_back(std::move(finding));
  }
}

int repro(const Arguments& arguments) {
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.limits = make_limits(arguments.subject);
  std::vector<std::string> files;
  for (const std::string& path : arguments.paths) {
    for (std::string& file : list_case_files(path)) files.push_back(std::move(file));
  }
  if (files.empty()) throw InputError(arguments.paths.front() + ": no case files (*.json) there");

  std::optional<Subject> named;
  if (names_subject(arguments.subject)) named = make_subject(arguments.subject);
  std::map<Mode, Subject> references;

  CampaignResult result;
  result.subject = named ? std::string(named->matcher->name()) : "the references";
  if (named) result.mode = named->mode;
  std::size_t other_modes = 0;
  for (const std::string& file : files) {
    const SavedCase saved = read_case(file);
    const Mode mode = saved.content.mode;
    if (named && named->mode != mode) {
      ++other_modes;
      continue;
    }
    if (!named && !references.contains(mode)) references.emplace(mode, reference_subject(mode));
    result.mode = mode;
    replay(named ? *named : references.at(mode), file, saved.content, options, result);
  }
  if (result.statistics.cases == 0) {
    throw InputError(files.front() + ": is not of the subject's mode " +
                     std::string(to_string(named->mode)) +
                     "; --mode overrides the mode that a subject claims");
  }
  result.other_modes = other_modes;
  write_reports(result, arguments.report, named ? named->option : "");
  return result.findings.empty() ? kNothingFound : kFound;
}

}  // namespace

void add_repro(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* const verb = app.add_subcommand(
      "repro", "replay saved cases; without a subject, on the reference matchers");
  add_subject(*verb, arguments->subject);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_option("PATH", arguments->paths, "case files or folders of them")->required();
  verb->callback([arguments, &status] { status = repro(*arguments); });
}

}  // namespace overmatch::cli
