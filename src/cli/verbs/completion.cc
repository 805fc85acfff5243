// SPDX-License-Identifier: Apache-2.0
// overmatch completion: prints a script that completes words of the command line in a shell. A
// hidden verb, manual, prints the manual page.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/completion_script.h"
#include "cli/explain/topics.h"
#include "cli/help.h"
#include "cli/terminal.h"
#include "cli/verb.h"

namespace overmatch::cli {

namespace {

std::vector<std::string> explained_words() {
  std::vector<std::string> words;
  for (const TopicGroup& group : all_topics()) {
    for (const Topic& topic : group.topics) words.push_back(plain_name(topic.name));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

void add_completion(CLI::App& app, int& status) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* const verb = app.add_subcommand(
      "completion", "print a script that completes verbs, options and values in bash, zsh or fish");
  verb->add_option("SHELL", *shell, "bash, zsh or fish")->required();
  verb->callback([&app, &status, shell] {
    print_output(completion_script(app, *shell, explained_words()));
    status = kNothingFound;
  });
  app.add_subcommand("manual", "print the manual page")->group("")->callback([&app, &status] {
    print_output(manual_page(app, OVERMATCH_VERSION));
    status = kNothingFound;
  });
}

}  // namespace overmatch::cli
