// SPDX-License-Identifier: Apache-2.0
// overmatch audit: reports what patterns select on a real model, and what to write instead.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/heap.h"
#include "cli/options/audit_options.h"
#include "cli/options/baseline_options.h"
#include "cli/options/input_options.h"
#include "cli/options/subject_options.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "report/audit/run_audit.h"
#include "report/ci/ci_report.h"

namespace overmatch::cli {

namespace {

struct AuditArguments {
  AuditInputs inputs;
  std::string tree_before;
  std::optional<std::string> intended;
  std::string trainable;
  bool hazards = false;
  bool all = false;
  std::string fail_on;
  std::string json;
  std::string sarif;
  std::string html;
  std::string format;
  BaselineArguments baseline;
};

// Reads the files that the options name.
AuditRequest make_request(const AuditArguments& arguments) {
  AuditRequest request = make_audit_request(arguments.inputs);
  request.intended = arguments.intended;
  request.hazards = arguments.hazards;
  if (!arguments.trainable.empty()) request.trainable.emplace().file = arguments.trainable;
  check_usage(request);
  if (!arguments.fail_on.empty() && !parse_severity(arguments.fail_on)) {
    throw InputError("unknown severity \"" + arguments.fail_on +
                     "\": choose note, warning or error for --fail-on");
  }
  check_report_files(
      {{"--json", arguments.json}, {"--sarif", arguments.sarif}, {"--html", arguments.html}});
  check_format(arguments.format, arguments.json, "--json");
  check_format(arguments.format, arguments.sarif, "--sarif");
  check_format(arguments.format, arguments.html, "--html");
  if (!arguments.baseline.file.empty() && request.patterns.empty() && !request.peft &&
      !request.config && request.override_tensor.empty() && request.tensor_type.empty())
    throw InputError("--baseline needs patterns or a config: the hazards of a tree are not kept");
  read_configs(request);
  if (request.trainable) request.trainable->text = read_file(request.trainable->file);
  return request;
}

// What a baseline calls the command.
std::string name_of(const AuditArguments& arguments) {
  const AuditInputs& inputs = arguments.inputs;
  std::string read = !inputs.peft.empty()     ? inputs.peft
                     : !inputs.config.empty() ? inputs.config
                                              : inputs.mode;
  const auto add = [&](const char* option, const std::vector<std::string>& values) {
    for (const std::string& value : values)
      read += (read.empty() ? "" : " ") + std::string(option) + " " + value;
  };
  add("--override-tensor", inputs.override_tensor);
  add("--tensor-type", inputs.tensor_type);
  return "audit " + inputs.tree + " " + read;
}

int audit(const AuditArguments& arguments) {
  AuditRequest request = make_request(arguments);
  OpenBaseline baseline(arguments.baseline);
  prepare_heap(12);  // what DeepSeek-V3 needs
  if (arguments.inputs.tree == "-" && arguments.tree_before == "-")
    throw InputError("--tree - and --tree-before - both read standard input");
  if (!arguments.tree_before.empty())
    request.before = read_model(tree_path(arguments.tree_before)).tree;
  Model model = read_model(tree_path(arguments.inputs.tree));
  for (const std::string& warning : model.warnings) warn_on_stderr(warning);
  const auto run = run_audit(std::move(model), arguments.inputs.tree, request);
  std::optional<AuditReport> without_known;
  if (baseline.given()) {
    without_known = run->report();
    const std::vector<FoundId> ids = ids_of(*without_known);
    const std::vector<bool> known = baseline.judge(name_of(arguments), ids);
    std::vector<bool> left(without_known->audit.findings.size());
    for (std::size_t at = 0; at < ids.size(); ++at)
      left[ids[at].finding] = left[ids[at].finding] || !known[at];
    std::size_t at = 0;
    std::erase_if(without_known->audit.findings, [&](const AuditFinding&) { return !left[at++]; });
  }
  const AuditReport& report = without_known ? *without_known : run->report();
  const bool to_file = arguments.json == "-" || arguments.sarif == "-" || arguments.html == "-";
  const std::string format = !arguments.format.empty() ? arguments.format : to_file ? "" : "text";
  ReportParts parts;
  if (format == "text")
    parts.add([&] { print_report(audit_text(report, wants_colour(), arguments.all)); });
  if (format == "github") parts.add([&] { print_output(audit_github(report)); });
  if (format == "markdown") parts.add([&] { print_output(audit_markdown(report)); });
  if (format == "json") parts.add([&] { print_output(audit_json(report)); });
  if (format == "sarif") parts.add([&] { print_output(audit_sarif(report, OVERMATCH_VERSION)); });
  if (!arguments.json.empty()) parts.add([&] { write_file(arguments.json, audit_json(report)); });
  if (!arguments.sarif.empty())
    parts.add([&] { write_file(arguments.sarif, audit_sarif(report, OVERMATCH_VERSION)); });
  if (!arguments.html.empty())
    parts.add([&] { write_file(arguments.html, audit_html(report, run_facts())); });
  parts.add([&] { baseline.tell(format); });
  parts.add([&] { baseline.write(); });
  return parts.status(is_found(report, parse_severity(arguments.fail_on)) ? kFound
                      : is_incomplete(report)                             ? kIncomplete
                                                                          : kNothingFound);
}

}  // namespace

void add_audit(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<AuditArguments>();
  CLI::App* const verb =
      app.add_subcommand("audit",
                         "report what patterns select on a real model, what "
                         "they select by accident, and what to write instead\n"
                         "Exit status: 0 nothing found, 1 something found (see "
                         "--fail-on), 2 bad usage or unreadable input, 4 nothing found, "
                         "but something was not judged.");
  add_audit_inputs(*verb, arguments->inputs);
  verb->add_option("--tree-before", arguments->tree_before,
                   "the same model in an earlier layout: reports entries that select something "
                   "else here than there, with their translation")
      ->type_name("FILE");
  verb->add_option("--intended", arguments->intended,
                   "the intended subtree: every module selected outside of it is an escape")
      ->type_name("ROOT");
  verb->add_option("--trainable", arguments->trainable,
                   "compare with the {\"parameter\": requires_grad} of a real run")
      ->type_name("FILE");
  verb->add_flag("--hazards", arguments->hazards,
                 "report the hazards of the tree, too; the default when there are no patterns");
  verb->add_flag("--all", arguments->all, "print every list in full");
  verb->add_option(
          "--fail-on", arguments->fail_on,
          "exit with 1 from this severity on: note, warning or error (default: warning, because a "
          "note says what may well be meant)")
      ->type_name("SEVERITY");
  verb->add_option("--json", arguments->json, "write the report as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_option("--sarif", arguments->sarif, "write the findings as SARIF, for code review")
      ->type_name("FILE");
  verb->add_option("--html", arguments->html,
                   "write the report as an HTML page, with the whole tree to search")
      ->type_name("FILE");
  add_format(*verb, arguments->format, {"text", "github", "markdown", "json", "sarif"});
  add_baseline(*verb, arguments->baseline);
  verb->callback([arguments, &status] { status = audit(*arguments); });
}

}  // namespace overmatch::cli
