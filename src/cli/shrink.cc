// overmatch shrink: a user's own failing case, made minimal for a subject.
#include "cases/case_file.h"
#include "cli/arguments.h"
#include "cli/subject_options.h"
#include "names/input_error.h"

namespace overmatch::cli {

int shrink(const ShrinkArguments& arguments) {
  if (!names_subject(arguments.subject)) throw InputError("shrink needs the subject that fails: --builtin or --plugin");
  CampaignOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.limits = make_limits(arguments.subject);
  const SavedCase saved = read_case(arguments.file);
  Subject subject = make_subject(arguments.subject);
  if (subject.mode != saved.content.mode) {
    throw InputError(arguments.file + ": is of mode " + std::string(to_string(saved.content.mode)) + ", the subject of mode " +
                     std::string(to_string(subject.mode)) + "; --mode overrides the mode that a subject claims");
  }
  CampaignResult result;
  result.subject = subject.matcher->name();
  result.mode = subject.mode;
  result.statistics.cases = 1;
  std::vector<Finding> findings = examine_case(subject, saved.content, options, true);
  for (Finding& finding : findings) {
    if (is_explained(finding, findings)) continue;
    if (!arguments.save.empty()) finding.file = save_case(to_saved(finding, result.subject), arguments.save);
    result.findings.push_back(std::move(finding));
  }
  write_reports(result, arguments.report, subject.option);
  return result.findings.empty() ? kNothingFound : kFound;
}

}  // namespace overmatch::cli
