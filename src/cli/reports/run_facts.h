// SPDX-License-Identifier: Apache-2.0
// Remembers what reports say of the run itself: command line, start, machine.
#pragma once

#include <string>

#include "report/run_facts.h"

namespace overmatch::cli {

// Takes the command line and the time of the start. Called once, before the work.
void remember_run(int argc, char** argv);

// The verb of the command line; "" without one.
[[nodiscard]] std::string verb_of_run();

// The facts as of now. If SOURCE_DATE_EPOCH is set, the time is that one, and what differs between
// two runs is left out: https://reproducible-builds.org/specs/source-date-epoch/
[[nodiscard]] report::RunFacts run_facts();

}  // namespace overmatch::cli
