// overmatch compare: the modules on which two modes or two subjects disagree.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "cases/corpus.h"
#include "cli/subject_options.h"
#include "names/files.h"
#include "names/input_error.h"
#include "names/read_tree.h"
#include "report/compare_report.h"

namespace overmatch::cli {

namespace {

struct Arguments {
  std::vector<std::string> builtins;
  std::vector<std::string> plugins;
  std::string mode_a;
  std::string mode_b;
  std::string a;
  std::string b;
  std::vector<std::string> trees;
  std::vector<std::string> patterns;
  std::uint64_t generated = 0;
  std::uint64_t seed = 1;
  bool in_process = false;
  bool all = false;
  std::string json;
};

// "segment", "./my.so" or "./my.so:segment".
Subject subject_of(const std::string& text, const Arguments& arguments) {
  SubjectArguments subject;
  if (parse_mode(text)) {
    Subject made = reference_subject(*parse_mode(text));
    made.in_process = true;  // ours: nothing to be protected from
    return made;
  }
  const std::size_t colon = text.rfind(':');
  const bool has_mode = colon != std::string::npos && parse_mode(text.substr(colon + 1));
  subject.plugin = has_mode ? text.substr(0, colon) : text;
  if (has_mode) subject.mode = text.substr(colon + 1);
  if (subject.plugin.find('/') == std::string::npos && !subject.plugin.ends_with(".so")) {
    throw InputError(
        "unknown subject \"" + text +
        "\": it is a mode (endswith, segment, exact, subtree, regex) or a plugin's file (./my.so, ./my.so:segment)");
  }
  subject.in_process = arguments.in_process;
  return make_subject(subject);
}

std::pair<std::string, std::string> sides_of(const Arguments& arguments) {
  const auto side = [](const std::string& name, const std::string& mode, const char* options) {
    if (!name.empty() && !mode.empty()) throw InputError(std::string(options) + " name one side twice: give one");
    return name.empty() ? mode : name;
  };
  std::vector<std::string> free = arguments.builtins;
  free.insert(free.end(), arguments.plugins.begin(), arguments.plugins.end());
  std::string a = side(arguments.a, arguments.mode_a, "--a and --mode");
  std::string b = side(arguments.b, arguments.mode_b, "--b and --mode-b");
  std::size_t next = 0;
  if (a.empty() && next < free.size()) a = free[next++];
  if (b.empty() && next < free.size()) b = free[next++];
  if (a.empty() || b.empty() || next < free.size()) {
    throw InputError("compare needs two sides: --mode and --mode-b, or --a and --b, or --builtin and --plugin, two in all");
  }
  return {a, b};
}

// The two by name; where they share one, by what the user called them.
void name_sides(const Subject& a, const Subject& b, const std::pair<std::string, std::string>& given, CompareReport& report) {
  report.a = a.matcher->name();
  report.b = b.matcher->name();
  if (report.a != report.b) return;
  report.a = given.first == given.second ? report.a + " (A)" : given.first;
  report.b = given.first == given.second ? report.b + " (B)" : given.second;
}

int compare(const Arguments& arguments) {
  const auto sides = sides_of(arguments);
  std::vector<ModuleTree> trees;
  std::vector<std::string> paths = arguments.trees;
  if (paths.empty() && arguments.generated == 0) paths.push_back(corpus_folder() + "/trees");
  for (const std::string& path : paths) {
    for (const std::string& file : list_tree_files(path)) trees.push_back(read_tree(file));
  }
  if (trees.empty() && !paths.empty()) throw InputError(paths.front() + ": no trees (*.txt, *.json) there");
  Subject a = subject_of(sides.first, arguments);
  Subject b = subject_of(sides.second, arguments);
  CompareReport report;
  name_sides(a, b, sides, report);
  const Comparison comparison{&a, &b, make_limits({})};
  for (const ModuleTree& tree : trees) {
    const std::vector<std::string> patterns = arguments.patterns.empty() ? patterns_of(tree) : arguments.patterns;
    report.trees.push_back({tree.name, tree.modules.size(), patterns.size(), compare_on_tree(comparison, tree, patterns)});
  }
  if (arguments.generated > 0) {
    report.cases = arguments.generated;
    report.seed = arguments.seed;
    report.generated = compare_on_generated(comparison, arguments.generated, arguments.seed);
  }
  if (arguments.json != "-") {
    const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    fmt::print("{}", compare_text(report, colour, arguments.all));
    std::fflush(stdout);
  }
  if (!arguments.json.empty()) write_file(arguments.json, compare_json(report));
  return count_differences(report) == 0 ? kNothingFound : kFound;
}

}  // namespace

void add_compare(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* const verb = app.add_subcommand(
      "compare", "the modules on which two modes or two matchers disagree: what a change of rule would change");
  verb->add_option("--mode", arguments->mode_a, "side A: a mode")->type_name("MODE");
  verb->add_option("--mode-b", arguments->mode_b, "side B: a mode")->type_name("MODE");
  verb->add_option("--a", arguments->a, "side A: a mode or a plugin's file (./my.so, ./my.so:segment)")->type_name("SUBJECT");
  verb->add_option("--b", arguments->b, "side B: the same")->type_name("SUBJECT");
  verb->add_option("--builtin", arguments->builtins, "a reference as the side that is free, A first (may be given twice)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--plugin", arguments->plugins, "a plugin as the side that is free (may be given twice)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option("--tree,--trees", arguments->trees, "real trees: files or folders (default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_option("--pattern", arguments->patterns, "a pattern (may be repeated; default: the last name of every module)")
      ->type_name("P")
      ->allow_extra_args(false);
  verb->add_option("--generated", arguments->generated, "random cases in A's mode, instead of trees unless some are named")
      ->type_name("N");
  verb->add_option("--seed", arguments->seed, "their seed (default 1)")->type_name("N");
  verb->add_flag("--in-process", arguments->in_process, "no isolation of plugins: for a debugger");
  verb->add_flag("--all", arguments->all, "cut no list short");
  verb->add_option("--json", arguments->json, "write the differences as JSON; - for standard output")->type_name("FILE");
  verb->callback([arguments, &status] { status = compare(*arguments); });
}

}  // namespace overmatch::cli
