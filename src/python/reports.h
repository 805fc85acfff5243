// SPDX-License-Identifier: Apache-2.0
// Adds audits, proofs and comparisons to overmatch._core.
#pragma once

#include <nanobind/nanobind.h>

namespace overmatch::python {

void add_reports(nanobind::module_& module);

}  // namespace overmatch::python
