// SPDX-License-Identifier: Apache-2.0
// Reports of the kill matrix, for people and for programs: pure functions of the matrix, without
// measured times.
#pragma once

#include <string>

#include "report/run_facts.h"
#include "selftest/kill_matrix.h"
#include "selftest/verdict.h"

namespace overmatch {

// A kill matrix and its verdict.
struct MatrixResult {
  std::vector<MatrixRow> rows;
  std::vector<const Property*> properties;  // those that were checked
  std::vector<Fault> faults;
  std::uint64_t seed = 1;
  std::uint64_t property_cases = 0;
  bool interrupted = false;
};

// How the text looks.
struct MatrixStyle {
  bool colour = false;   // ANSI colours: on a terminal only
  bool summary = false;  // without the rows of the matchers
};

// For people.
[[nodiscard]] std::string matrix_text(const MatrixResult& result, const MatrixStyle& style);
// For programs: one JSON object.
[[nodiscard]] std::string matrix_json(const MatrixResult& result);
// One HTML page without external files: a heat map of the classes of bugs, and all rows.
[[nodiscard]] std::string matrix_html(const MatrixResult& result, const report::RunFacts& run);

}  // namespace overmatch
