// SPDX-License-Identifier: Apache-2.0
// Runs a program with verbs: parses its command line, runs the verb and reports errors.
#pragma once

#include <span>

#include "cli/verb.h"

namespace overmatch::cli {

// Runs the verb that the command line names and returns the exit status. Prints an error as one
// line on stderr. Throws nothing.
[[nodiscard]] int run_program(std::span<const AddVerb> verbs, int argc, char** argv);

}  // namespace overmatch::cli
