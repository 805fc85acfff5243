// SPDX-License-Identifier: Apache-2.0
// Adds audits and proofs, with their pages, to overmatch._core.
#pragma once

#include <nanobind/nanobind.h>

#include "report/run_facts.h"

namespace overmatch::python {

// What an HTML page says of a run in this process: the version and the time, and no command.
[[nodiscard]] report::RunFacts facts_of_run();

void add_reports(nanobind::module_& module);

}  // namespace overmatch::python
