// SPDX-License-Identifier: Apache-2.0
// The kill matrix for people and for programs: pure functions of it, the same bytes for the same
// matrix. Measured times stand in neither.
#pragma once

#include <string>

#include "selftest/kill_matrix.h"
#include "selftest/verdict.h"

namespace overmatch {

struct MatrixResult {
  std::vector<MatrixRow> rows;
  std::vector<const Property*> properties;  // asked
  std::vector<Fault> faults;
  std::uint64_t seed = 1;
  std::uint64_t property_cases = 0;
  bool interrupted = false;
};

struct MatrixStyle {
  bool colour = false;   // ANSI colours: on a terminal only
  bool summary = false;  // no row a matcher
};

[[nodiscard]] std::string matrix_text(const MatrixResult& result, const MatrixStyle& style);
[[nodiscard]] std::string matrix_json(const MatrixResult& result);

}  // namespace overmatch
