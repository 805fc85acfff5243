// SPDX-License-Identifier: Apache-2.0
// Adds comparisons of modes and Python callables to overmatch._core.
#pragma once

#include <nanobind/nanobind.h>

namespace overmatch::python {

void add_comparisons(nanobind::module_& module);

}  // namespace overmatch::python
