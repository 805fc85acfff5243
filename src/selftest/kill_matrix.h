// SPDX-License-Identifier: Apache-2.0
// The kill matrix (a term of mutation testing) says which property detects which planted bug, and
// after how many cases.
//
// Each planted matcher is tested twice: by the default search without saved cases, and by each
// property alone on the same random cases. The empty pattern reveals almost any bug; so, for a bug
// whose witness has none, the reference answers questions with an empty pattern
// (ignore_empty_pattern.h).
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

// What the matrix is measured with.
struct MatrixOptions {
  SearchPlan plan;                     // saved cases are not used
  std::uint64_t property_cases = 500;  // random cases for each property
  // The same for a correct variant, and the random cases of its search.
  std::uint64_t correct_cases = 2'000;
  Limits limits = {std::chrono::milliseconds(500), 512ULL << 20U};
  unsigned jobs = 1;       // parallel processes; the matrix does not depend on it
  bool properties = true;  // false: only the searches
};

// The first violation that the search found in one matcher.
struct MatrixSearch {
  std::uint64_t found_after = 0;  // cases until a violation or a crash; 0: none
  Phase phase = Phase::own;
  std::string strategy;  // of the random phase
  std::string property;  // the property that was violated
  std::string what;      // one sentence
  Case content;          // the failing case, not shrunk
  std::uint64_t cases = 0;
  double seconds = 0;  // CPU seconds of the search process: differs from run to run

  [[nodiscard]] bool found() const noexcept { return found_after != 0; }
};

// The results of one planted matcher.
struct MatrixRow : MatrixSearch {
  const Planted* planted = nullptr;
  // Cases until each property alone detects it, in the order of all_properties(); 0: never.
  std::array<std::uint64_t, kProperties> killed_after{};
  std::uint32_t expected = 0;  // bit i: the i-th property should detect it (expectation.h)
  // For a bug that a default search must not find (Differs): whether that is so. Its witness
  // differs from the reference only outside the core or limit; and outside the core, a wide search
  // finds it.
  bool mark_holds = false;
};

// Called with the number of finished rows. Returns false to end early.
using MatrixProgress = std::function<bool(std::uint64_t rows)>;

// One row for each of `matchers`, in order; fewer if it was ended early. Throws std::system_error
// if no process can be started.
[[nodiscard]] std::vector<MatrixRow> run_matrix(std::span<const Planted* const> matchers,
                                                const MatrixOptions& options,
                                                const MatrixProgress& progress = {});

}  // namespace overmatch
