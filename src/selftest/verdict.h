// SPDX-License-Identifier: Apache-2.0
// The verdict on a kill matrix lists the reasons for which a selftest fails.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "selftest/kill_matrix.h"

namespace overmatch {

// Why a selftest fails.
enum class FaultKind : std::uint8_t {
  survivor,          // no property detects a planted bug
  false_mark,        // a bug is wrongly marked as one that must survive
  accused,           // a property or the search reports a correct variant
  agreement_alone,   // only agreement detects a bug that others should
  vacuous_property,  // a property detects no bug at all
};
// The name in reports.
[[nodiscard]] std::string_view to_string(FaultKind kind) noexcept;

// One reason.
struct Fault {
  FaultKind kind = FaultKind::survivor;
  std::string_view about;  // the matcher or the property
  std::string what;        // one sentence
};

// The faults of a matrix. `properties`: those that were checked; the others are not vacuous, but
// stay expected where they should detect a bug. `complete`: the rows are all planted matchers of
// their modes, so a property that detects none of them is vacuous.
[[nodiscard]] std::vector<Fault> judge(std::span<const MatrixRow> rows,
                                       std::span<const Property* const> properties, bool complete);

// Whether the bug is rightly marked as one that survives.
[[nodiscard]] bool survives_rightly(const MatrixRow& row) noexcept;

// Whether a property alone or the search detected the row's matcher.
[[nodiscard]] bool is_killed(const MatrixRow& row) noexcept;

}  // namespace overmatch
