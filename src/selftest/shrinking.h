// SPDX-License-Identifier: Apache-2.0
// What the shrinker and the prover make of the planted bugs: is the least case of each proved
// least, and is it the same wherever the search came from?
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "search/finding.h"
#include "selftest/kill_matrix.h"

namespace overmatch {

// One seed's first finding, shrunk.
struct Shrunk {
  std::string key;  // the finding's id without its kind: which property, which way
  Case minimal;
  Minimality minimality = Minimality::not_proved;
  bool reproducible = true;  // false: seen once and not again in a fresh process, so that there was
                             // nothing to shrink
  double seconds = 0;        // CPU time of shrinking and proving
};

struct Shrinking {
  const Planted* planted = nullptr;
  std::vector<Shrunk> results;  // one for each seed with which it was found

  // Whether the bars speak of it: its least case has at most 3 modules and 12 characters, as its
  // witness of one question has, or what it was shrunk to with every seed.
  [[nodiscard]] bool is_small() const;
  [[nodiscard]] bool all_proved() const;
  // Up to renaming of characters, of each sort of violation: which of two sorts is met first, is
  // the search's affair.
  [[nodiscard]] std::set<std::string> distinct() const;
  [[nodiscard]] std::size_t sorts() const;
};

// Of the bugs that a default search must find, from the options' seed on.
[[nodiscard]] std::vector<Shrinking> measure_shrinking(std::span<const Planted* const> matchers,
                                                       const MatrixOptions& options,
                                                       std::uint64_t seeds,
                                                       const MatrixProgress& progress = {});

[[nodiscard]] std::string shrinking_text(std::span<const Shrinking> bugs);
[[nodiscard]] std::string shrinking_json(std::span<const Shrinking> bugs);

// The case as text, its characters (but for the separator) renamed to a, b, c, … in order of their
// first occurrence.
[[nodiscard]] std::string up_to_renaming(const Case& content);

}  // namespace overmatch
