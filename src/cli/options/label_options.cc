// SPDX-License-Identifier: Apache-2.0
#include "cli/options/label_options.h"

#include <CLI/CLI.hpp>

namespace overmatch::cli {

void add_labels(CLI::App& verb, LabelArguments& to) {
  verb.add_option("--label", to.labels,
                  "what the module gets for which the pattern decides, one for each --pattern; "
                  "null for nothing")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  verb.add_option("--order", to.order,
                  "with --label: whether the first or the last pattern that matches a module "
                  "decides; not needed in a dialect that fixes it")
      ->type_name("first|last");
}

GivenList given_list(const LabelArguments& arguments) {
  GivenList given{arguments.order, {}};
  for (const std::string& word : arguments.labels) given.labels.push_back(parse_label(word));
  return given;
}

}  // namespace overmatch::cli
