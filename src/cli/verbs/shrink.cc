// SPDX-License-Identifier: Apache-2.0
// overmatch shrink: makes a user's failing case minimal for a subject.
#include <CLI/CLI.hpp>
#include <memory>

#include "cases/case_file.h"
#include "cli/options/subject_options.h"
#include "cli/status_line.h"
#include "names/input_error.h"
#include "names/writable.h"

namespace overmatch::cli {

namespace {

struct ShrinkArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::string file;
  std::vector<std::string> properties;
  std::string save = "overmatch-cases";
  bool all = false;
};

// The findings to show: one for each mistake, as `check` has it, or all.
std::vector<Finding> to_show(std::vector<Finding> findings, bool all) {
  return all ? unexplained(std::move(findings)) : std::move(findings);
}

// The minimal case, with what the user's case says about itself and the names that it had.
SavedCase to_save(const Finding& finding, const SavedCase& given, const std::string& subject) {
  SavedCase made = to_saved(finding, subject);
  made.about.source =
      given.about.source.empty() ? "overmatch shrink with " + subject : given.about.source;
  keep_names(made.about, given);
  return made;
}

int shrink(const ShrinkArguments& arguments) {
  if (!names_subject(arguments.subject))
    throw InputError(
        "shrink needs the subject that fails: give it with --builtin, --plugin or --command");
  check_reports(arguments.report);
  need_writable_folder(arguments.save);
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.limits = make_limits(arguments.subject);
  options.one_per_mistake = !arguments.all;
  const SavedCase saved = read_case(arguments.file);
  SubjectArguments subject_arguments = arguments.subject;
  if (!saved.content.labels.empty())
    subject_arguments.order = to_string(saved.content.labels.order);
  Subject subject = make_subject(subject_arguments);
  if (subject.mode != saved.content.mode) {
    throw InputError(arguments.file + ": the case is of mode " +
                     std::string(to_string(saved.content.mode)) + ", the subject of mode " +
                     std::string(to_string(subject.mode)) +
                     "; --mode overrides the mode that a subject declares");
  }
  CampaignResult result;
  result.subject = subject.matcher->name();
  result.mode = subject.mode;
  result.statistics.cases = 1;
  StatusLine status;
  CaseFindings examined = reduce_case(subject, saved.content, options, true,
                                      [&](std::string_view doing, std::uint64_t cases) {
                                        return status.show(result.subject, doing, cases);
                                      });
  status.clear();
  result.interrupted = examined.interrupted;
  for (Finding& finding : to_show(std::move(examined.findings), arguments.all)) {
    try {
      if (!arguments.save.empty())
        finding.file = save_case(to_save(finding, saved, result.subject), arguments.save);
    } catch (const InputError& error) {
      result.not_saved = error.what();
    }
    result.findings.push_back(std::move(finding));
  }
  ReportArguments report = arguments.report;
  report.inline_case = true;
  return write_reports(result, report, subject.option);
}

}  // namespace

void add_shrink(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ShrinkArguments>();
  CLI::App* const verb = app.add_subcommand("shrink", "make a failing case minimal for a subject");
  add_subject(*verb, arguments->subject);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_option("--save", arguments->save,
                   "save the minimal case to this folder (default overmatch-cases)")
      ->type_name("DIR");
  verb->add_flag("--all", arguments->all,
                 "make a case of each property that is violated, not one of each mistake");
  verb->add_option("FILE", arguments->file, "the case file")->required();
  verb->callback([arguments, &status] { status = shrink(*arguments); });
}

}  // namespace overmatch::cli
