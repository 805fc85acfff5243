// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/reports/run_facts.h"
#include "cli/terminal.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "subjects/plugin.h"

namespace overmatch::cli {

namespace {

// Help in the layout of help.h.
class HelpFormatter final : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_help(const CLI::App* app, std::string /*name*/,
                                      CLI::AppFormatMode /*mode*/) const override {
    constexpr std::size_t kMostColumns = 80;
    return help_text(*app, std::min(columns_of(STDOUT_FILENO), kMostColumns));
  }
};

// Adds the options that every verb has.
void add_terminal_options(CLI::App& app) {
  for (CLI::App* const verb : app.get_subcommands([](CLI::App*) { return true; })) {
    if (verb->get_group().empty()) continue;
    verb->add_option_function<std::string>(
            "--color",
            [](const std::string& when) {
              if (when != "auto" && when != "always" && when != "never")
                throw InputError("--color is auto, always or never, not " + in_quotes(when));
              set_colour(when == "auto" ? std::nullopt : std::optional(when == "always"));
            },
            "colour the report: always, never or auto (default), which asks the terminal")
        ->type_name("WHEN")
        ->group("Other");
    verb->add_flag_function(
            "-q,--quiet", [](std::int64_t) { set_quiet(); },
            "print only the first line of the report, and no status line")
        ->group("Other");
  }
}

int run(std::span<const AddVerb> verbs, int argc, char** argv) {
  CLI::App app(
      "overmatch tests module-name matchers: does one ever select a module that its author did not "
      "mean, or miss one that the author did mean?\nExit status: 0 nothing found, 1 something "
      "found, "
      "2 bad usage or input, 3 the subject did not start, 4 nothing found, but the run is "
      "incomplete "
      "(interrupted, or ended by the subject) or the proof undecided.",
      "overmatch");
  app.set_version_flag("--version", "overmatch " OVERMATCH_VERSION);
  app.require_subcommand(1);
  int status = kNothingFound;
  for (const AddVerb add : verbs) add(app, status);
  add_terminal_options(app);
  const auto formatter = std::make_shared<HelpFormatter>();
  app.formatter(formatter);
  for (CLI::App* const verb : app.get_subcommands([](CLI::App*) { return true; }))
    verb->formatter(formatter);
  refuse_empty_names(app);
  refuse_invalid_text(app);
  std::string verb;
  try {
    std::vector<std::string> words = spelled_out(app, {argv + std::min(argc, 1), argv + argc});
    for (const CLI::App* const each : app.get_subcommands([](const CLI::App*) { return true; })) {
      if (!words.empty() && each->get_name() == words[0]) verb = words[0];
    }
    keep_inputs(app, words);
    std::reverse(words.begin(), words.end());  // CLI11 expects the last argument first
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    print_error(fmt::format("overmatch: {} (see overmatch {}--help)\n", error.what(),
                            verb.empty() ? "" : verb + " "));
    return kBadUsage;
  }
  return status;
}

}  // namespace

int run_program(std::span<const AddVerb> verbs, int argc, char** argv) {
  remember_run(argc, argv);
  hold_standard_streams();
  try {
    const int status = run(verbs, argc, argv);
    if (has_output_failed() || (std::fflush(stdout) == 0 && std::ferror(stdout) == 0))
      return status;
    print_error("overmatch: standard output: cannot write\n");
    return status == kNothingFound ? kBadUsage : status;
  } catch (const overmatch::SubjectError& error) {
    print_error(fmt::format("overmatch: {}\n", error.what()));
    return kNoSubject;
  } catch (const overmatch::InputError& error) {
    print_error(fmt::format("overmatch: {}\n", error.what()));
    return kBadUsage;
  } catch (const std::exception& error) {
    print_error(fmt::format("overmatch: internal error: {}\n", error.what()));
    return kBadUsage;
  }
}

}  // namespace overmatch::cli
