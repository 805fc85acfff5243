// SPDX-License-Identifier: Apache-2.0
// What a kill matrix says against the harness: the reasons for which a selftest fails.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "selftest/kill_matrix.h"

namespace overmatch {

enum class FaultKind : std::uint8_t {
  survivor,         // no property sees a planted bug
  false_mark,       // a bug is marked as one that must survive, and the mark is not true
  accused,          // a property, or the search, accuses a correct variant
  agreement_alone,  // no property but agreement sees a bug that others should see
  idle_property,    // a property sees nothing at all
};
[[nodiscard]] std::string_view to_string(FaultKind kind) noexcept;

struct Fault {
  FaultKind kind = FaultKind::survivor;
  std::string_view about;  // the matcher or the property
  std::string what;        // one sentence
};

// `properties`: those that were asked. `complete`: the rows are all planted matchers of their
// modes, so that a property that sees nothing in them is idle. A property that was left out is not
// idle, but it is still expected where it should see a bug.
[[nodiscard]] std::vector<Fault> judge(std::span<const MatrixRow> rows,
                                       std::span<const Property* const> properties, bool complete);

// The marked bugs that survive with reason: their marks are true.
[[nodiscard]] bool survives_rightly(const MatrixRow& row) noexcept;

// Whether any property, asked alone, or the search broke on the row's matcher.
[[nodiscard]] bool is_killed(const MatrixRow& row) noexcept;

}  // namespace overmatch
