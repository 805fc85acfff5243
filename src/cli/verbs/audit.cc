// SPDX-License-Identifier: Apache-2.0
// overmatch audit: reports what patterns select on a real model, and what to write instead.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "analysis/audit/suggestion.h"
#include "analysis/peft/peft_audit.h"
#include "cli/heap.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
#include "names/readers/read_tree.h"
#include "names/writable.h"
#include "report/audit/audit_report.h"

namespace overmatch::cli {

namespace {

struct AuditArguments {
  std::string tree;
  std::string mode;
  std::vector<std::string> patterns;
  std::string peft;
  std::string peft_version;
  std::optional<std::string> intended;
  std::string trainable;
  bool hazards = false;
  bool all = false;
  std::string fail_on;
  std::string json;
  std::string sarif;
};

void check(const AuditArguments& arguments) {
  if (!arguments.peft.empty() && !arguments.patterns.empty())
    throw InputError("--peft and --pattern exclude each other: both give patterns");
  if (!arguments.peft.empty() && !arguments.mode.empty()) {
    throw InputError(
        "--mode and --peft exclude each other: PEFT has a rule of its own for each member");
  }
  if (arguments.peft.empty() && arguments.patterns.empty()) {
    if (!arguments.mode.empty())
      throw InputError("--mode needs patterns: give them with --pattern");
    if (arguments.intended)
      throw InputError("--intended needs patterns: give them with --pattern or --peft");
    if (!arguments.trainable.empty())
      throw InputError("--trainable needs patterns: give them with --pattern or --peft");
  }
  if (!arguments.patterns.empty() && arguments.mode.empty()) {
    throw InputError("--pattern needs --mode: endswith, segment, exact, subtree or regex");
  }
  if (!arguments.fail_on.empty() && !parse_severity(arguments.fail_on)) {
    throw InputError("unknown severity \"" + arguments.fail_on +
                     "\": choose note, warning or error for --fail-on");
  }
  if (!arguments.json.empty() && arguments.json == arguments.sarif) {
    throw InputError(arguments.json == "-"
                         ? "--json - and --sarif - both write standard output"
                         : "--json and --sarif both write " + printable_path(arguments.json));
  }
  need_writable(arguments.json);
  need_writable(arguments.sarif);
}

// Throws InputError if the tree lacks the intended subtree: every selected module would be an
// escape.
void check_intended(const TreeIndex& index, const std::string& root) {
  if (root.empty() || index.find(root) != kNoModule) return;
  const auto groups = suggest(index, Mode::exact, root, {});
  throw InputError("--intended " + overmatch::in_quotes(root) + ": the tree has no such module" +
                   (groups.empty() ? "" : "; did you mean " + in_words(groups) + "?"));
}

// Finds the line of each pattern in the config, by its text in JSON.
std::vector<std::size_t> lines_of(const std::string& text,
                                  const std::vector<AuditedPattern>& patterns) {
  std::vector<std::size_t> lines;
  for (const AuditedPattern& pattern : patterns) {
    std::string spelled;
    append_json_string(spelled, pattern.pattern);
    std::size_t from = text.find("\"" + pattern.member + "\"");
    if (from == std::string::npos) from = 0;
    const std::size_t at = text.find(spelled, from);
    lines.push_back(
        at == std::string::npos
            ? 0
            : 1 + static_cast<std::size_t>(std::count(
                      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
  }
  return lines;
}

void add_trainable(const AuditArguments& arguments, const TreeIndex& index, const Model& model,
                   const TrainingPlan& plan, AuditReport& report) {
  if (!arguments.trainable.empty()) {
    const auto dump =
        parse_trainable(read_file(arguments.trainable), printable_path(arguments.trainable));
    report.trainable = compare_trainable(index, plan, dump, report.audit.findings);
    report.dumped = true;
    rank(report.audit.findings);
  } else if (!model.parameters.empty()) {
    report.trainable = count_trainable(index, plan, model.parameters);
  }
}

int audit(const AuditArguments& arguments) {
  check(arguments);
  prepare_heap();
  Model model = read_model(arguments.tree);
  for (const std::string& warning : model.warnings) warn_on_stderr(warning);
  const TreeIndex index =
      model.shape ? TreeIndex(model.tree, *std::move(model.shape)) : TreeIndex(model.tree);
  const PathTemplates templates(index);
  AuditReport report;
  report.index = &index;
  report.file = arguments.tree;
  report.parameters = model.parameters.size();
  report.intended = arguments.intended;
  if (arguments.intended) check_intended(index, *arguments.intended);
  if (!arguments.peft.empty()) {
    const std::string text = read_file(arguments.peft);
    PeftConfig config = parse_peft_config(text, printable_path(arguments.peft));
    if (!arguments.peft_version.empty()) {
      const auto version = parse_peft_version(arguments.peft_version);
      if (!version)
        throw InputError("--peft-version " + overmatch::in_quotes(arguments.peft_version) +
                         ": give a release of PEFT, such as 0.21.2");
      config.version = *version;
    }
    PeftAudit result = [&] {
      try {
        return audit_peft(index, templates, config, arguments.intended,
                          model.facts ? &*model.facts : nullptr);
      } catch (const InputError& error) {  // a pattern that does not compile
        throw InputError(printable_path(arguments.peft) + ": " + error.what());
      }
    }();
    report.audit = std::move(result.audit);
    report.effect = std::move(result.effect);
    report.config = arguments.peft;
    report.lines = lines_of(text, report.audit.patterns);
    add_trainable(arguments, index, model, plan_of(*report.effect, config), report);
  } else if (!arguments.patterns.empty()) {
    report.audit = audit_patterns(index, templates, need_mode(arguments.mode), arguments.patterns,
                                  arguments.intended);
    if (!arguments.trainable.empty() || !model.parameters.empty()) {
      Selection selected;
      for (const AuditedPattern& pattern : report.audit.patterns) {
        selected.insert(selected.end(), pattern.selected.begin(), pattern.selected.end());
      }
      sort_modules(selected, index.size());
      add_trainable(arguments, index, model, plan_of(selected), report);
    }
  }
  if (arguments.hazards || report.audit.patterns.empty())
    report.hazards = find_tree_hazards(index, templates);

  if (arguments.json != "-" && arguments.sarif != "-") {
    print_report(audit_text(report, wants_colour(), arguments.all));
  }
  if (!arguments.json.empty()) write_file(arguments.json, audit_json(report));
  if (!arguments.sarif.empty()) write_file(arguments.sarif, audit_sarif(report, OVERMATCH_VERSION));
  if (is_found(report, parse_severity(arguments.fail_on))) return kFound;
  return report.effect && !report.effect->not_judged.empty() ? kIncomplete : kNothingFound;
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
  verb->add_option("--mode", arguments->mode,
                   "read the patterns in this mode: endswith, segment, exact, subtree or regex")
      ->type_name("MODE");
  verb->add_option("--pattern", arguments->patterns, "audit this pattern (may be repeated)")
      ->type_name("P")
      ->allow_extra_args(false);
  verb->add_option("--peft", arguments->peft,
                   "audit a PEFT adapter_config.json; each member is read by PEFT's own rule")
      ->type_name("FILE");
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
  verb->callback([arguments, &status] { status = audit(*arguments); });
}

}  // namespace overmatch::cli
