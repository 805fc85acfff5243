// SPDX-License-Identifier: Apache-2.0
// Shrinking is measured here on the planted bugs: whether the minimal case of each is proved, and
// whether it is the same for every seed.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "search/finding.h"
#include "selftest/kill_matrix.h"

namespace overmatch {

// The first finding of one seed, shrunk.
struct Shrunk {
  std::string key;  // the violation key as text: property, direction, kind group
  Case minimal;
  Minimality minimality = Minimality::not_proved;
  // False: a fresh process did not repeat it, so there was nothing to shrink.
  bool reproducible = true;
  double seconds = 0;  // CPU seconds of shrinking and proving
};

// The shrunk findings of one planted bug.
struct Shrinking {
  const Planted* planted = nullptr;
  std::vector<Shrunk> results;  // one for each seed that found the bug

  // Whether the bug counts as small: its one-question witness, or the result of every seed, has at
  // most 3 modules and 12 characters.
  [[nodiscard]] bool is_small() const;
  // Whether the result of every seed is proved minimal, at least among embedded cases.
  [[nodiscard]] bool all_proved() const;
  // The different results, each with its violation key, up to renaming of characters. The search
  // decides which key it finds first.
  [[nodiscard]] std::set<std::string> distinct() const;
  // The number of different violation keys.
  [[nodiscard]] std::size_t keys() const;
};

// Measures the bugs that a default search must find, with `seeds` consecutive seeds from the
// options' seed.
[[nodiscard]] std::vector<Shrinking> measure_shrinking(std::span<const Planted* const> matchers,
                                                       const MatrixOptions& options,
                                                       std::uint64_t seeds,
                                                       const MatrixProgress& progress = {});

// For people: the shares, and each exception.
[[nodiscard]] std::string shrinking_text(std::span<const Shrinking> bugs);
// For programs: every result.
[[nodiscard]] std::string shrinking_json(std::span<const Shrinking> bugs);

// The case as text, with its characters (except the separator) renamed to a, b, c, … in order of
// first occurrence.
[[nodiscard]] std::string up_to_renaming(const Case& content);

}  // namespace overmatch
