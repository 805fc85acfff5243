// SPDX-License-Identifier: Apache-2.0
// overmatch compare: lists the modules on which two modes or two subjects disagree.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/numbers.h"
#include "cli/options/input_options.h"
#include "cli/options/label_options.h"
#include "cli/options/subject_options.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/status_line.h"
#include "cli/terminal.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "report/compare/run_compare.h"

namespace overmatch::cli {

namespace {

struct CompareArguments {
  std::vector<std::string> builtins;
  std::vector<std::string> plugins;
  std::vector<std::string> commands;
  std::string mode_a;
  std::string mode_b;
  std::string a;
  std::string b;
  InputArguments inputs;
  std::vector<std::string> patterns;
  LabelArguments labels;
  std::uint64_t generated = 0;
  std::uint64_t seed = 1;
  SubjectArguments subject;  // how each subject is run
  bool all = false;
  std::string json;
  std::string html;
};

// One side as the command line gives it: a mode, a plugin ("./my.so", "./my.so:segment") or a
// command.
struct Side {
  std::string text;
  bool is_command = false;
  [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};

Subject subject_of(const Side& side, const CompareArguments& arguments) {
  const std::string& text = side.text;
  SubjectArguments subject = arguments.subject;
  subject.order = arguments.labels.order;
  if (side.is_command) {
    subject.command = text;
    subject.mode = arguments.mode_a;
    return make_subject(subject);
  }
  if (parse_mode(text)) {
    Subject made = reference_subject(*parse_mode(text));
    made.in_process = true;  // a reference needs no isolation
    return made;
  }
  const std::size_t colon = text.rfind(':');
  const bool has_mode = colon != std::string::npos && parse_mode(text.substr(colon + 1));
  subject.plugin = has_mode ? text.substr(0, colon) : text;
  if (has_mode) subject.mode = text.substr(colon + 1);
  if (subject.plugin.find('/') == std::string::npos && !subject.plugin.ends_with(".so")) {
    throw InputError("unknown subject \"" + text + "\": give a mode (" + mode_names() +
                     ") or a plugin's file (./my.so, ./my.so:segment)");
  }
  return make_subject(subject);
}

std::pair<Side, Side> sides_of(const CompareArguments& arguments) {
  const auto side = [](const std::string& name, const std::string& mode,
                       const char* options) -> Side {
    if (!name.empty() && !mode.empty())
      throw InputError(std::string(options) + " give the same side: give one of them");
    return {name.empty() ? mode : name, false};
  };
  std::vector<Side> free;
  for (const std::string& text : arguments.builtins) free.push_back({text, false});
  for (const std::string& text : arguments.plugins) free.push_back({text, false});
  for (const std::string& text : arguments.commands) free.push_back({text, true});
  // A command is asked in the mode of --mode; a command alone is compared with that mode.
  const bool commands = !arguments.commands.empty();
  if (commands && arguments.mode_a.empty()) {
    throw InputError("a command declares no mode: give the mode to ask it in with --mode");
  }
  Side a = side(arguments.a, commands ? std::string() : arguments.mode_a, "--a and --mode");
  Side b = side(arguments.b, arguments.mode_b, "--b and --mode-b");
  const std::size_t named =
      static_cast<std::size_t>(!a.empty()) + static_cast<std::size_t>(!b.empty()) + free.size();
  if (commands && named == 1) b = {arguments.mode_a, false};
  std::size_t next = 0;
  if (a.empty() && next < free.size()) a = free[next++];
  if (b.empty() && next < free.size()) b = free[next++];
  if (a.empty() || b.empty() || next < free.size()) {
    throw InputError(
        "compare needs two sides: --mode and --mode-b, or --a and --b, or two of --builtin, "
        "--plugin "
        "and --command");
  }
  return {a, b};
}

// Sets the orders in which the subjects decide a list with labels, and returns its labels. Each
// side's dialect may fix its own.
EntryLabels read_labels(const CompareArguments& arguments, Subject& a, Subject& b) {
  const GivenList given = given_list(arguments.labels);
  const bool generates = arguments.generated != 0;
  if (generates) set_generated_orders(a, b, given.order);
  if (given.labels.empty() && (given.order.empty() || generates)) return {};
  if (arguments.patterns.empty() || (generates && arguments.inputs.trees.empty()))
    throw InputError(
        "--label and --order need patterns on trees: --pattern, and --tree besides --generated");
  EntryLabels labels;
  std::vector<std::string> names;
  for (Subject* const side : {&a, &b}) {
    const Subject& other = side == &a ? b : a;
    GivenList of_side = given;
    of_side.order = order_for(side->mode, other.mode, given.order);
    labels = read_labels(of_side, side->mode, arguments.patterns.size(), names);
    set_order(*side, labels.order);
  }
  return labels;
}

// Names the sides after their subjects, or as the user did if the subjects have the same name.
void name_sides(const std::pair<Side, Side>& given, ComparedSubject& a, ComparedSubject& b) {
  a.name = a.subject->matcher->name();
  b.name = b.subject->matcher->name();
  if (a.name != b.name) return;
  const bool same = given.first.text == given.second.text;
  a.name = same ? a.name + " (A)" : given.first.text;
  b.name = same ? b.name + " (B)" : given.second.text;
}

int compare(const CompareArguments& arguments) {
  check_report_files({{"--json", arguments.json}, {"--html", arguments.html}});
  const auto sides = sides_of(arguments);
  InputArguments inputs = arguments.inputs;
  inputs.no_trees = inputs.trees.empty() && arguments.generated != 0;
  CompareRequest request{read_trees(inputs), arguments.patterns, arguments.generated,
                         arguments.seed};
  Subject subject_a = subject_of(sides.first, arguments);
  Subject subject_b = subject_of(sides.second, arguments);
  request.labels = read_labels(arguments, subject_a, subject_b);
  ComparedSubject a{&subject_a, {}};
  ComparedSubject b{&subject_b, {}};
  name_sides(sides, a, b);
  StatusLine status;
  const CompareReport report =
      run_compare(a, b, make_limits(arguments.subject), request, [&](std::uint64_t compared) {
        return status.show(a.name + " and " + b.name, "comparing", compared);
      });
  status.clear();
  ReportParts parts;
  if (arguments.json != "-" && arguments.html != "-")
    parts.add([&] { print_report(compare_text(report, wants_colour(), arguments.all)); });
  if (!arguments.json.empty()) parts.add([&] { write_file(arguments.json, compare_json(report)); });
  if (!arguments.html.empty())
    parts.add([&] { write_file(arguments.html, compare_html(report, run_facts())); });
  return parts.status(count_differences(report) > 0 ? kFound
                      : report.interrupted          ? kIncomplete
                                                    : kNothingFound);
}

}  // namespace

void add_compare(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<CompareArguments>();
  CLI::App* const verb = app.add_subcommand("compare",
                                            "list the modules on which two modes or two matchers "
                                            "disagree: what a change of rule would change");
  verb->add_option("--mode", arguments->mode_a,
                   "side A: a mode; with --command, the mode to ask the commands in")
      ->type_name("MODE");
  verb->add_option("--mode-b", arguments->mode_b, "side B: a mode")->type_name("MODE");
  verb->add_option("--a", arguments->a,
                   "side A: a mode or a plugin's file (./my.so, ./my.so:segment)")
      ->type_name("SUBJECT");
  verb->add_option("--b", arguments->b, "side B: the same")->type_name("SUBJECT");
  verb->add_option("--builtin", arguments->builtins,
                   "the next free side, A first: a reference (may be given twice)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--plugin", arguments->plugins,
                   "the next free side: a plugin (may be given twice)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option(
          "--command", arguments->commands,
          "the next free side: a program that answers one JSON object a line (may be given "
          "twice); needs --mode, and a single side is compared with that mode")
      ->type_name("'PROGRAM ARGS'")
      ->allow_extra_args(false);
  verb->add_option(
          "--tree,--trees", arguments->inputs.trees,
          "compare on real trees: a file or folder (may be repeated; default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_option(
          "--pattern", arguments->patterns,
          "compare this pattern (may be repeated; default: the last segment of every module)")
      ->type_name("P")
      ->allow_extra_args(false);
  add_labels(*verb, arguments->labels);
  verb->add_option("--generated", arguments->generated,
                   "compare on N random cases in A's mode; on trees only if --tree is given, too")
      ->type_name("N")
      ->check(whole_number(1, kMostCases));
  verb->add_option("--seed", arguments->seed, "seed of the random cases (default 1)")
      ->type_name("N")
      ->check(whole_number(0));
  verb->add_flag("--in-process", arguments->subject.in_process,
                 "run plugins without isolation, for a debugger");
  add_limits(*verb, arguments->subject);
  verb->add_flag("--all", arguments->all, "print every list in full");
  verb->add_option("--json", arguments->json,
                   "write the differences as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_option("--html", arguments->html, "write the differences as an HTML page")
      ->type_name("FILE");
  verb->callback([arguments, &status] { status = compare(*arguments); });
}

}  // namespace overmatch::cli
