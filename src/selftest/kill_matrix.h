// The kill matrix: which law sees which planted bug, and after how many cases.
//
// Two questions are put to every planted matcher. Does the default search, without the saved cases, find it? And which laws see
// it, each asked alone of the same random cases? Nobody is credited by accident: to a bug whose witness has no empty pattern, a
// question with one is answered by the reference, because the empty pattern tells almost any two matchers apart.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "planted/planted.h"
#include "search/hunt.h"
#include "search/statistics.h"
#include "subjects/isolation.h"

namespace overmatch {

struct MatrixOptions {
  HuntPlan plan;                        // its trees, seed and random cases; its saved cases are not used
  std::uint64_t law_cases = 500;        // random cases of which every law is asked
  std::uint64_t correct_cases = 2'000;  // the same, of a correct variant, and its random cases in the search
  Limits limits = {std::chrono::milliseconds(250), 512ULL << 20U};
  unsigned jobs = 1;  // processes side by side; the matrix does not depend on it
};

struct MatrixRow {
  const Planted* planted = nullptr;
  // The search.
  std::uint64_t found_after = 0;  // cases until a law broke or the process died; 0: never
  Phase phase = Phase::own;
  std::string strategy;
  std::string law;   // that broke first
  std::string what;  // one sentence
  Case content;      // the case, as it was met
  std::uint64_t cases = 0;
  double seconds = 0;  // of the search, for benchmarks; no part of any report
  // Each law alone: cases until it broke, in the order of all_properties(); 0: never.
  std::array<std::uint64_t, kProperties> killed_after{};
};

// Told how many rows are done. Returns false to end early.
using MatrixProgress = std::function<bool(std::uint64_t rows)>;

// A row for each of `matchers`, in their order. Throws std::system_error when no process can be started.
[[nodiscard]] std::vector<MatrixRow> run_matrix(std::span<const Planted* const> matchers, const MatrixOptions& options,
                                                const MatrixProgress& progress = {});

}  // namespace overmatch
