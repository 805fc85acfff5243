// The command line. The only file that knows the option parser.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/arguments.h"
#include "names/input_error.h"
#include "subjects/plugin.h"

namespace {

using namespace overmatch;
using namespace overmatch::cli;

void add_subject(CLI::App& verb, SubjectArguments& to) {
  verb.add_option("--builtin", to.builtin, "a reference as the subject: endswith, segment, exact, subtree or regex")
      ->type_name("NAME");
  verb.add_option("--plugin", to.plugin, "a shared object with the C interface of overmatch_plugin.h")->type_name("FILE");
  verb.add_option("--mode", to.mode, "test the subject in this mode, whatever it claims")->type_name("MODE");
  verb.add_flag("--in-process", to.in_process, "no isolation: for a debugger; a crash ends overmatch");
  verb.add_option("--call-seconds", to.call_seconds, "CPU time that one call may take (default 0.5)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0));
  verb.add_option("--memory", to.memory_mib, "MiB that the subject's process may hold (default 2048)")
      ->type_name("MIB")
      ->check(CLI::Range(16, 1 << 20));
}

void add_report(CLI::App& verb, ReportArguments& to) {
  verb.add_option("--json", to.json, "write the report as JSON; - for standard output")->type_name("FILE");
  verb.add_option("--junit", to.junit, "write the report as JUnit XML")->type_name("FILE");
  verb.add_option("--html", to.html, "write the report as a page")->type_name("FILE");
  verb.add_flag("-v,--verbose", to.verbose, "also how often each collision kind and situation occurred");
}

void add_properties(CLI::App& verb, std::vector<std::string>& to) {
  verb.add_option("--property", to, "ask only this property (may be repeated)")->type_name("NAME")->allow_extra_args(false);
}

int run(int argc, char** argv) {
  CLI::App app(
      "overmatch tests module-name matchers: does one ever select a module that its author did not mean, or miss one "
      "that he did?\nExit status: 0 nothing found, 1 something found, 2 bad usage or input, 3 no subject.",
      "overmatch");
  app.set_version_flag("--version", "overmatch " OVERMATCH_VERSION);
  app.require_subcommand(1);

  CheckArguments check_arguments;
  CLI::App* const check_verb = app.add_subcommand(
      "check", "test a subject against the properties; without a subject, the reference matchers themselves");
  add_subject(*check_verb, check_arguments.subject);
  add_report(*check_verb, check_arguments.report);
  add_properties(*check_verb, check_arguments.properties);
  check_verb->add_option("--cases", check_arguments.cases, "random cases, whatever is found (default 20000, fewer once found)")
      ->type_name("N");
  check_verb->add_option("--time", check_arguments.seconds, "random cases for this long instead")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 1e7));
  check_verb->add_option("--seed", check_arguments.seed, "the random cases' seed (default 1)")->type_name("N");
  check_verb->add_option("--trees", check_arguments.trees, "real trees: files or folders (default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  check_verb->add_option("--corpus", check_arguments.corpus, "saved cases: files or folders (default: those of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  check_verb->add_flag("--no-trees", check_arguments.no_trees, "leave out the real trees");
  check_verb->add_flag("--no-corpus", check_arguments.no_corpus, "leave out the saved cases");
  check_verb->add_flag("--random-only", check_arguments.random_only, "leave out the exhaustive search of small cases");
  check_verb->add_flag("--wide", check_arguments.wide,
                       "regexes beyond what Python, PCRE2 and RE2 read alike (look-around, classes, back-references)");
  check_verb->add_option("--accept", check_arguments.accept, "a known finding that is no fault, by its id; * for any part")
      ->type_name("ID")
      ->allow_extra_args(false);
  check_verb->add_option("--save", check_arguments.save, "folder for the cases found (default overmatch-cases; '' saves none)")
      ->type_name("DIR");

  ReproArguments repro_arguments;
  CLI::App* const repro_verb = app.add_subcommand("repro", "replay saved cases; without a subject, on the reference matchers");
  add_subject(*repro_verb, repro_arguments.subject);
  add_report(*repro_verb, repro_arguments.report);
  add_properties(*repro_verb, repro_arguments.properties);
  repro_verb->add_option("PATH", repro_arguments.paths, "case files or folders of them")->required();

  ShrinkArguments shrink_arguments;
  CLI::App* const shrink_verb = app.add_subcommand("shrink", "make a failing case minimal for a subject");
  add_subject(*shrink_verb, shrink_arguments.subject);
  add_report(*shrink_verb, shrink_arguments.report);
  add_properties(*shrink_verb, shrink_arguments.properties);
  shrink_verb->add_option("--save", shrink_arguments.save, "folder for the minimal case (default overmatch-cases)")
      ->type_name("DIR");
  shrink_verb->add_option("FILE", shrink_arguments.file, "the case file")->required();

  GenerateArguments generate_arguments;
  CLI::App* const generate_verb =
      app.add_subcommand("generate", "write random cases with what the reference selects, as JSON Lines");
  generate_verb->add_option("--mode", generate_arguments.mode, "the cases' mode (default segment)")->type_name("MODE");
  generate_verb->add_option("--count", generate_arguments.count, "how many (default 100)")->type_name("N");
  generate_verb->add_option("--seed", generate_arguments.seed, "their seed (default 1)")->type_name("N");
  generate_verb->add_flag("--wide", generate_arguments.wide, "regexes beyond what Python, PCRE2 and RE2 read alike");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    fmt::print(stderr, "overmatch: {} (see overmatch --help)\n", error.what());
    return kBadUsage;
  }
  if (check_verb->parsed()) return check(check_arguments);
  if (repro_verb->parsed()) return repro(repro_arguments);
  if (shrink_verb->parsed()) return cli::shrink(shrink_arguments);
  return generate(generate_arguments);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const overmatch::SubjectError& error) {
    fmt::print(stderr, "overmatch: {}\n", error.what());
    return kNoSubject;
  } catch (const overmatch::InputError& error) {
    fmt::print(stderr, "overmatch: {}\n", error.what());
    return kBadUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "overmatch: internal error: {}\n", error.what());
    return kBadUsage;
  }
}
