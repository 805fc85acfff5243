// SPDX-License-Identifier: Apache-2.0
// overmatch completion: prints a script that completes verbs and options in a shell. A hidden verb,
// manual, prints the manual page.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/help.h"
#include "cli/terminal.h"
#include "cli/verb.h"

namespace overmatch::cli {

void add_completion(CLI::App& app, int& status) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* const verb = app.add_subcommand(
      "completion", "print a script that completes verbs and options in bash, zsh or fish");
  verb->add_option("SHELL", *shell, "bash, zsh or fish")->required();
  verb->callback([&app, &status, shell] {
    print_output(completion_script(app, *shell));
    status = kNothingFound;
  });
  app.add_subcommand("manual", "print the manual page")->group("")->callback([&app, &status] {
    print_output(manual_page(app, OVERMATCH_VERSION));
    status = kNothingFound;
  });
}

}  // namespace overmatch::cli
