// SPDX-License-Identifier: Apache-2.0
// Declares the options that verbs share: the subject, its limits, the properties and the reports.
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

// The values of --builtin, --plugin, --command and of the options that say how the subject is run.
struct SubjectArguments {
  std::string builtin;
  std::string plugin;
  std::string command;
  std::string mode;
  std::string order;
  bool in_process = false;
  double call_seconds = 0.5;        // CPU time of one call
  std::uint64_t memory_mib = 1024;  // resident, beyond what it has before the first call
};

// Whether cases may hold regexes beyond the portable core.
struct WideArguments {
  bool wide = false;
  bool portable = false;
};

// The files that reports are written to; "" for none, "-" for stdout.
struct ReportArguments {
  std::string json;
  std::string junit;
  std::string html;
  std::string format;  // what stdout gets; "" for text, or nothing if a report goes there
  bool verbose = false;
  bool inline_case = false;  // see ReportStyle
};

// These declare options on a verb. `to` must live until the verb has run.
void add_subject(CLI::App& verb, SubjectArguments& to);
// Only --call-seconds and --memory, which add_subject includes.
void add_limits(CLI::App& verb, SubjectArguments& to);
void add_report(CLI::App& verb, ReportArguments& to);
// --format with these values, of which the first is the default.
void add_format(CLI::App& verb, std::string& to, const std::vector<std::string>& formats);
void add_properties(CLI::App& verb, std::vector<std::string>& to);
void add_wide(CLI::App& verb, WideArguments& to);

// As the options say; without them, true for a subject whose language is "python".
[[nodiscard]] bool asks_wide(const WideArguments& arguments, const Subject& subject);

// Whether the options name a subject.
[[nodiscard]] bool names_subject(const SubjectArguments& arguments);

// Starts the subject. Throws InputError for contradictory options and SubjectError for a subject
// that does not start. Loads a plugin into child processes only, unless --in-process is given.
[[nodiscard]] Subject make_subject(const SubjectArguments& arguments);
// The same; whether it takes lists of the order is left to why_not_order.
[[nodiscard]] Subject make_subject_of_any_order(const SubjectArguments& arguments);
// The reference of a mode as a subject, of lists of this order.
[[nodiscard]] Subject reference_subject(Mode mode, Order order = Order::any);

// Why the subject cannot be asked lists of this order, or "".
[[nodiscard]] std::string why_not_order(const Subject& subject, Order order);
// Asks the subject lists of this order from now on. Throws InputError if it does not take them.
void set_order(Subject& subject, Order order);

// Declares --order on a verb.
void add_order(CLI::App& verb, std::string& to);
// The order of this name for lists of this mode; for "" that of the dialect, or any. Throws
// InputError for an unknown one, and for one that contradicts the dialect.
[[nodiscard]] Order make_order(const std::string& name, Mode mode);

// The limits that --call-seconds and --memory set.
[[nodiscard]] Limits make_limits(const SubjectArguments& arguments);

// The properties of these names; all properties for an empty list. Throws InputError for an unknown
// name.
[[nodiscard]] std::vector<const Property*> choose_properties(const std::vector<std::string>& names);

// Throws InputError if the report of another option goes to standard output besides --format.
void check_format(const std::string& format, const std::string& file, const char* option);

// What stdout gets: the value of --format, or "text"; "" if a report goes there.
[[nodiscard]] std::string printed_format(const ReportArguments& arguments);

// Throws InputError for a report that cannot be written; called before the work begins.
void check_reports(const ReportArguments& arguments);

// Writes the reports and returns the exit status. The text goes to stdout unless another report
// does. Prints an error for a report that cannot be written, and goes on with the others.
[[nodiscard]] int write_reports(const CampaignResult& result, const ReportArguments& arguments,
                                const std::string& subject_option);

}  // namespace overmatch::cli
