// SPDX-License-Identifier: Apache-2.0
// Adds the reading and writing of trees to overmatch._core.
#pragma once

#include <nanobind/nanobind.h>

namespace overmatch::python {

void add_trees(nanobind::module_& module);

}  // namespace overmatch::python
