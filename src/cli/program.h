// SPDX-License-Identifier: Apache-2.0
// What the programs `overmatch` and `overmatch-selftest` share: they read the command line, run the
// verb that it names and report errors.
#pragma once

#include <span>

#include "cli/verb.h"

namespace overmatch::cli {

// Runs the verb among `verbs` that the command line names and returns the exit status. An error
// goes to standard error in one line.
[[nodiscard]] int run_program(std::span<const AddVerb> verbs, int argc, char** argv);

}  // namespace overmatch::cli
