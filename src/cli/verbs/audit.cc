// SPDX-License-Identifier: Apache-2.0
// overmatch audit: reports what patterns select on a real model, and what to write instead.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/heap.h"
#include "cli/label_options.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "report/audit/run_audit.h"

namespace overmatch::cli {

namespace {

struct AuditArguments {
  std::string tree;
  std::string mode;
  std::vector<std::string> patterns;
  LabelArguments labels;
  std::string peft;
  std::string config;
  std::vector<std::string> override_tensor;
  std::vector<std::string> tensor_type;
  std::string peft_version;
  std::optional<std::string> intended;
  std::string trainable;
  bool hazards = false;
  bool all = false;
  std::string fail_on;
  std::string json;
  std::string sarif;
  std::string html;
};

// Reads the files that the options name.
AuditRequest make_request(const AuditArguments& arguments) {
  AuditRequest request;
  request.mode = arguments.mode;
  request.patterns = arguments.patterns;
  request.labels = given_list(arguments.labels);
  request.intended = arguments.intended;
  request.hazards = arguments.hazards;
  request.peft_version = arguments.peft_version;
  if (!arguments.peft.empty()) request.peft.emplace().file = arguments.peft;
  if (!arguments.config.empty()) request.config.emplace().file = arguments.config;
  request.override_tensor = arguments.override_tensor;
  request.tensor_type = arguments.tensor_type;
  if (!arguments.trainable.empty()) request.trainable.emplace().file = arguments.trainable;
  check_usage(request);
  if (!arguments.fail_on.empty() && !parse_severity(arguments.fail_on)) {
    throw InputError("unknown severity \"" + arguments.fail_on +
                     "\": choose note, warning or error for --fail-on");
  }
  check_report_files(
      {{"--json", arguments.json}, {"--sarif", arguments.sarif}, {"--html", arguments.html}});
  if (request.peft) request.peft->text = read_file(request.peft->file);
  if (request.config) request.config->text = read_file(request.config->file);
  if (request.trainable) request.trainable->text = read_file(request.trainable->file);
  return request;
}

int audit(const AuditArguments& arguments) {
  const AuditRequest request = make_request(arguments);
  prepare_heap();
  Model model = read_model(arguments.tree);
  for (const std::string& warning : model.warnings) warn_on_stderr(warning);
  const auto run = run_audit(std::move(model), arguments.tree, request);
  const AuditReport& report = run->report();
  ReportParts parts;
  if (arguments.json != "-" && arguments.sarif != "-" && arguments.html != "-")
    parts.add([&] { print_report(audit_text(report, wants_colour(), arguments.all)); });
  if (!arguments.json.empty()) parts.add([&] { write_file(arguments.json, audit_json(report)); });
  if (!arguments.sarif.empty())
    parts.add([&] { write_file(arguments.sarif, audit_sarif(report, OVERMATCH_VERSION)); });
  if (!arguments.html.empty())
    parts.add([&] { write_file(arguments.html, audit_html(report, run_facts())); });
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
  verb->add_option("--tree", arguments->tree,
                   "the model: a list of modules or parameters, what print(model) shows, what "
                   "overmatch.tree(model).save(FILE) writes, a checkpoint's index, .safetensors or "
                   "GGUF, or the folder of a Hugging Face model; - for standard input")
      ->type_name("FILE")
      ->required();
  verb->add_option("--mode", arguments->mode, "read the patterns in this mode: " + mode_names())
      ->type_name("MODE");
  verb->add_option("--pattern", arguments->patterns, "audit this pattern (may be repeated)")
      ->type_name("P")
      ->allow_extra_args(false);
  add_labels(*verb, arguments->labels);
  verb->add_option("--peft", arguments->peft,
                   "audit a PEFT adapter_config.json; each member is read by PEFT's own rule")
      ->type_name("FILE");
  verb->add_option(
          "--config", arguments->config,
          "audit the lists of a config, JSON or YAML, that is recognised by its content: of "
          "PEFT, transformers, compressed-tensors, llm-compressor, ModelOpt, GPTQModel, "
          "torchao, axolotl or NeMo Automodel; each list is read by its library's own rule")
      ->type_name("FILE");
  verb->add_option("--override-tensor", arguments->override_tensor,
                   "audit llama.cpp's option of this name: PATTERN=BUFFER, several separated by "
                   "commas (may be repeated)")
      ->type_name("P=LABEL")
      ->allow_extra_args(false);
  verb->add_option("--tensor-type", arguments->tensor_type,
                   "audit llama-quantize's option of this name: PATTERN=TYPE (may be repeated)")
      ->type_name("P=TYPE")
      ->allow_extra_args(false);
  verb->add_option("--peft-version", arguments->peft_version,
                   "apply the rules of this release of PEFT (default: the config's peft_version, "
                   "else the newest known)")
      ->type_name("VERSION");
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
  verb->callback([arguments, &status] { status = audit(*arguments); });
}

}  // namespace overmatch::cli
