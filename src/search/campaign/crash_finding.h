// SPDX-License-Identifier: Apache-2.0
// A crash of the subject becomes a finding: here as the discovery of the case that was asked when
// its process ended, which reduce_crash.cc makes minimal and the campaign saves.
#pragma once

#include <span>

#include "search/campaign/search.h"
#include "search/violations.h"
#include "subjects/isolation.h"

namespace overmatch {

// Whether two processes ended in the same way, most likely by the same mistake.
[[nodiscard]] bool ended_alike(const IsolatedRun& left, const IsolatedRun& right) noexcept;

// The discovery of a search whose process ended with `run`: it violates `totality` on the case that
// was asked then. A process that ended before its first case has no case to show. `trees` are those
// of the search. Makes the case anew.
[[nodiscard]] Discovery crash_discovery(const IsolatedRun& run, const SearchPlan& plan,
                                        std::span<const TreeSearch> trees, Mode mode, Order order);

}  // namespace overmatch
