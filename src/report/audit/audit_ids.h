// SPDX-License-Identifier: Apache-2.0
// The ids of findings, by which a baseline or `accept` knows them in other runs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/audit/audit_report.h"

namespace overmatch {

// A finding of a run, as a baseline knows it.
struct FoundId {
  std::string id;
  std::size_t size = 0;     // the modules or parameters that it is about; 0 if they are not counted
  std::size_t finding = 0;  // its number; one that is about several entries has an id for each
  std::string minimal = {};  // as KnownFinding::minimal (ci/baseline.h)
};

// The ids of an audit's findings, in their order; equal ones are numbered. The hazards of a tree
// have none.
[[nodiscard]] std::vector<FoundId> ids_of(const AuditReport& report);

}  // namespace overmatch
