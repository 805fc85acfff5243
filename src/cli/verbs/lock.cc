// SPDX-License-Identifier: Apache-2.0
// overmatch lock: writes what a config selects on a model to a file, and compares with it later.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/heap.h"
#include "cli/options/audit_options.h"
#include "cli/options/input_options.h"
#include "cli/options/subject_options.h"
#include "cli/reports/report_files.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "report/audit/run_audit.h"
#include "report/ci/ci_report.h"
#include "report/lock/against.h"
#include "report/lock/lock_difference.h"

namespace overmatch::cli {

namespace {

struct LockArguments {
  AuditInputs inputs;
  std::string write;
  std::string check;
  std::string against;
  std::string format;
  std::string json;
  bool all = false;
};

void print_difference(const LockDifference& difference, const LockArguments& arguments) {
  const std::string file = arguments.check == "-" ? "standard input" : arguments.check;
  if (!arguments.json.empty()) write_file(arguments.json, difference_json(difference, file));
  if (arguments.json == "-") return;
  if (arguments.format == "json") return print_output(difference_json(difference, file));
  if (arguments.format == "github")
    print_output(difference_github(difference, file));
  else if (arguments.format == "markdown")
    print_output(difference_markdown(difference, file));
  else
    print_report(difference_text(difference, file, wants_colour(), arguments.all));
}

// Writes a lock and says what it holds.
int write(const Lock& lock, const std::string& file) {
  write_file(file, lock_text(lock));
  if (lock.is_empty())
    warn_on_stderr("nothing that is judged is locked: a check can only compare the text");
  if (file != "-") print_report(fmt::format("{}: {}\n", printable_path(file), in_words(lock)));
  return kNothingFound;
}

// Compares what the library that wrote the config reads with what a server does.
int against(const LockArguments& arguments, const AuditRun& run) {
  const Model& model = run.model();
  const AuditReport& report = run.report();
  const TwoReadings readings = compare_with_vllm(run.index(), model.facts ? &*model.facts : nullptr,
                                                 *report.read, report.audit);
  print_report(
      readings_text(readings, run.index(), arguments.inputs.config, wants_colour(), arguments.all));
  return readings.differences.empty() ? kNothingFound : kFound;
}

// Throws InputError for options that make no sense together.
void check_lock_usage(const LockArguments& arguments, const AuditRequest& request) {
  if (request.patterns.empty() && !request.peft && !request.config &&
      request.override_tensor.empty() && request.tensor_type.empty())
    throw InputError("lock needs what selects modules: give --config, or --mode and --pattern");
  if (!arguments.write.empty() && !arguments.check.empty())
    throw InputError("--write and --check exclude each other: check first, then write");
  if (arguments.check.empty() && !arguments.format.empty())
    throw InputError("--format needs --check: the lock file itself has one format");
  if (arguments.check.empty() && !arguments.json.empty())
    throw InputError("--json needs --check: it is the difference");
  check_format(arguments.format, arguments.json, "--json");
  if (arguments.against.empty()) return;
  if (arguments.against != "vllm")
    throw InputError("--against " + in_quotes(arguments.against) +
                     ": the server that is known is vllm");
  if (!request.config)
    throw InputError("--against needs --config: a server reads the config of a quantized model");
  if (!arguments.write.empty() || !arguments.check.empty())
    throw InputError("--against compares two readers of one config: leave out --write and --check");
}

int lock(const LockArguments& arguments) {
  AuditRequest request = make_audit_request(arguments.inputs);
  check_usage(request);
  check_lock_usage(arguments, request);
  check_report_files({{"--write", arguments.write}, {"--json", arguments.json}});
  read_configs(request);
  std::optional<Lock> before;
  if (!arguments.check.empty())
    before = parse_lock(read_file(arguments.check), printable_path(arguments.check));
  prepare_heap(12);
  Model model = read_model(tree_path(arguments.inputs.tree));
  for (const std::string& warning : model.warnings) warn_on_stderr(warning);
  const auto run = run_audit(std::move(model), arguments.inputs.tree, request);
  if (!arguments.against.empty()) return against(arguments, *run);
  const auto refusal = refusal_of(run->report());
  if (before && refusal) {
    print_difference(refused_now(*refusal), arguments);
    return kFound;
  }
  const Lock now = make_lock(run->report());
  if (!before) {
    return write(now, arguments.write.empty() ? "-" : arguments.write);
  }
  const LockDifference difference = compare_locks(*before, now, run->index());
  print_difference(difference, arguments);
  if (!difference.changes.empty()) return kFound;
  return difference.incomplete ? kIncomplete : kNothingFound;
}

}  // namespace

void add_lock(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<LockArguments>();
  CLI::App* const verb = app.add_subcommand(
      "lock",
      "write what a config selects on a model to a small file, and check later that it still does\n"
      "Exit status: 0 written or the same, 1 the selection differs, 2 bad usage or unreadable "
      "input, 4 nothing differs, but something is not judged.");
  add_audit_inputs(*verb, arguments->inputs);
  verb->add_option("--write", arguments->write,
                   "write the file; - for standard output, the default")
      ->type_name("FILE");
  verb->add_option("--check", arguments->check,
                   "compare with this file, and say which modules are gone or new, by which entry "
                   "and by which rename; - for standard input")
      ->type_name("FILE");
  verb->add_option("--against", arguments->against,
                   "compare how the library that wrote the --config reads it with how this server "
                   "does: vllm; writes no file")
      ->type_name("SERVER");
  add_format(*verb, arguments->format, {"text", "github", "markdown", "json"});
  verb->add_option("--json", arguments->json,
                   "write what --check finds as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_flag("--all", arguments->all, "print every list in full");
  verb->callback([arguments, &status] { status = lock(*arguments); });
}

}  // namespace overmatch::cli
