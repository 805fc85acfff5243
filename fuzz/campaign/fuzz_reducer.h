// SPDX-License-Identifier: Apache-2.0
// From what a worker left to a finding: seen again, made minimal, and told apart from a leak.
#pragma once

#include <optional>

#include "fuzz/campaign/fuzz_folder.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// What a worker left, as the search would have told it.
[[nodiscard]] Discovery to_discovery(const Marked& from);

class FuzzReducer {
 public:
  // Both must outlive the reducer.
  FuzzReducer(const Runner& runner, std::span<const Property* const> properties)
      : runner_(runner), properties_(properties) {}

  // Not reproducible when a fresh subject does nothing of the kind.
  [[nodiscard]] Finding reduce(const Marked& from, Effort effort) const;
  // Nothing when the case makes the subject keep no memory.
  [[nodiscard]] std::optional<Finding> leak_in(const Case& content, Effort effort,
                                               std::uint64_t found_after) const;

 private:
  [[nodiscard]] IsolatedRun asked_plainly(const Case& content) const;

  const Runner& runner_;
  std::span<const Property* const> properties_;
};

// Whether a finding is a leak's.
[[nodiscard]] bool is_leak(const Finding& finding) noexcept;

}  // namespace overmatch::fuzz
