// SPDX-License-Identifier: Apache-2.0
// Declares --order and --label, which make the patterns of a verb a list with labels.
#pragma once

#include <string>
#include <vector>

#include "cases/given_list.h"
#include "cli/verb.h"

namespace overmatch::cli {

struct LabelArguments {
  std::string order;
  std::vector<std::string> labels;
};

// Declares both on a verb. `to` must live until the verb has run.
void add_labels(CLI::App& verb, LabelArguments& to);

[[nodiscard]] GivenList given_list(const LabelArguments& arguments);

}  // namespace overmatch::cli
