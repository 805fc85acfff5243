// SPDX-License-Identifier: Apache-2.0
// From options to a subject, a list of properties and finished reports: what the verbs have in
// common.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/verb.h"
#include "properties/property.h"
#include "report/check/report.h"
#include "search/campaign/campaign.h"
#include "search/runner.h"

namespace overmatch::cli {

// Which subject, and how it is run.
struct SubjectArguments {
  std::string builtin;
  std::string plugin;
  std::string command;
  std::string mode;
  bool in_process = false;
  double call_seconds = 0.5;
  std::uint64_t memory_mib = 1024;
};

// Whether regexes beyond the portable core are asked.
struct WideArguments {
  bool wide = false;
  bool portable = false;
};

struct ReportArguments {
  std::string json;
  std::string junit;
  std::string html;
  bool verbose = false;
};

// Declare the options on a verb.
void add_subject(CLI::App& verb, SubjectArguments& to);
// What add_subject declares of how much a subject may take.
void add_limits(CLI::App& verb, SubjectArguments& to);
void add_report(CLI::App& verb, ReportArguments& to);
void add_properties(CLI::App& verb, std::vector<std::string>& to);

void add_wide(CLI::App& verb, WideArguments& to);

// As the options say; where they say nothing, of a subject that says that its regexes are Python's.
[[nodiscard]] bool asks_wide(const WideArguments& arguments, const Subject& subject);

// Whether the options name a subject at all.
[[nodiscard]] bool names_subject(const SubjectArguments& arguments);

// Starts the subject. Throws InputError for contradictory options and SubjectError when it can't be
// started. A plugin is loaded into child processes only, unless the user wants it in this one.
[[nodiscard]] Subject make_subject(const SubjectArguments& arguments);
// The reference of a mode as a subject.
[[nodiscard]] Subject reference_subject(Mode mode);

[[nodiscard]] Limits make_limits(const SubjectArguments& arguments);

// The properties of these names, all of them for none. Throws InputError for an unknown one, naming
// the nearest.
[[nodiscard]] std::vector<const Property*> choose_properties(const std::vector<std::string>& names);

// Throws InputError for reports that cannot be written, before the work whose result they are.
void check_reports(const ReportArguments& arguments);

// Writes the reports that were asked for, and returns the exit status. People's text goes to stdout
// unless a program's report does. A report that cannot be written keeps none of the others away.
[[nodiscard]] int write_reports(const CampaignResult& result, const ReportArguments& arguments,
                                const std::string& subject_option);

}  // namespace overmatch::cli
