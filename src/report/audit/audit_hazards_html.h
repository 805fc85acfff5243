// SPDX-License-Identifier: Apache-2.0
// Writes the hazards of a tree as HTML tables.
#pragma once

#include <string>

#include "report/audit/audit_report.h"

namespace overmatch::report {

[[nodiscard]] std::string hazards_html(const TreeIndex& index, const TreeHazards& found);

}  // namespace overmatch::report
