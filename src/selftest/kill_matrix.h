// SPDX-License-Identifier: Apache-2.0
// The kill matrix: which property sees which planted bug, and after how many cases.
//
// Two questions are put to every planted matcher. Does the default search, without the saved cases,
// find it? And which properties see it, each asked alone of the same random cases? Nobody is
// credited by accident: to a bug whose witness has no empty pattern, a question with one is
// answered by the reference, because the empty pattern tells almost any two matchers apart.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "planted/planted.h"
#include "search/campaign/search.h"
#include "search/statistics.h"
#include "subjects/isolation.h"

namespace overmatch {

struct MatrixOptions {
  SearchPlan plan;  // its properties, trees, seed and random cases; its saved cases are not used
  std::uint64_t property_cases = 500;  // random cases of which every property is asked
  std::uint64_t correct_cases =
      2'000;  // the same, of a correct variant, and its random cases in the search
  Limits limits = {std::chrono::milliseconds(250), 512ULL << 20U};
  unsigned jobs = 1;       // processes side by side; the matrix does not depend on it
  bool properties = true;  // false: the searches only
};

// Where the search met a matcher's first violation.
struct MatrixSearch {
  std::uint64_t found_after = 0;  // cases until a property broke or the process died; 0: never
  Phase phase = Phase::own;
  std::string strategy;  // of the random phase
  std::string property;  // that broke first
  std::string what;      // one sentence
  Case content;          // the case, as it was met
  std::uint64_t cases = 0;
  double seconds = 0;  // CPU time of the process that searched: a measurement, not the same twice

  [[nodiscard]] bool found() const noexcept { return found_after != 0; }
};

struct MatrixRow : MatrixSearch {
  const Planted* planted = nullptr;
  // Each property alone: cases until it broke, in the order of all_properties(); 0: never.
  std::array<std::uint64_t, kProperties> killed_after{};
  std::uint32_t expected = 0;  // bit i: the i-th property should see it (expectation.h)
  // Of a bug that is marked as one that a default search must not find (Differs): whether its mark
  // is true. Its witness shows a difference beyond the mark's border and none inside; and beyond
  // the core, a wide search finds it.
  bool mark_holds = false;
};

// Told how many rows are done. Returns false to end early.
using MatrixProgress = std::function<bool(std::uint64_t rows)>;

// A row for each of `matchers`, in their order; fewer when it was ended early. Throws
// std::system_error when no process can be started.
[[nodiscard]] std::vector<MatrixRow> run_matrix(std::span<const Planted* const> matchers,
                                                const MatrixOptions& options,
                                                const MatrixProgress& progress = {});

}  // namespace overmatch
