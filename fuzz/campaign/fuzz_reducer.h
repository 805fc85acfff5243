// SPDX-License-Identifier: Apache-2.0
// Turns a worker's violation into a finding: confirms it, shrinks it and detects leaks.
#pragma once

#include <optional>

#include "fuzz/campaign/fuzz_folder.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// Converts a recorded violation into a discovery of the search.
[[nodiscard]] Discovery to_discovery(const RecordedViolation& from);

class FuzzReducer {
 public:
  // `runner` and `properties` must outlive the reducer.
  FuzzReducer(const Runner& runner, std::span<const Property* const> properties)
      : runner_(runner), properties_(properties) {}

  // The finding is not reproducible if a new process of the subject shows nothing alike.
  [[nodiscard]] Finding reduce(const RecordedViolation& from, Effort effort) const;
  // Nothing if the subject does not leak on the case.
  [[nodiscard]] std::optional<Finding> leak_in(const Case& content, Effort effort,
                                               std::uint64_t found_after) const;

 private:
  [[nodiscard]] IsolatedRun asked_plainly(const Case& content) const;

  const Runner& runner_;
  std::span<const Property* const> properties_;
};

// Whether a finding is a leak.
[[nodiscard]] bool is_leak(const Finding& finding) noexcept;

}  // namespace overmatch::fuzz
