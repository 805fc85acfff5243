// SPDX-License-Identifier: Apache-2.0
// Looks for a case that shows that a subject's answers depend on earlier questions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "search/campaign/search.h"
#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// For a subject whose wrong answer could not be repeated: the first of some hundred random cases on
// which a fresh subject violates a property other than agreement, reduced; nothing if there is none
// or `goes_on` returns false before. `cases_before`: how many cases the search had tried, for
// Finding::found_after. Throws WorkEnded if the work is interrupted.
[[nodiscard]] std::optional<Finding> find_stateful(const Runner& runner, const SearchPlan& plan,
                                                   std::uint64_t cases_before,
                                                   const std::function<bool()>& goes_on);

}  // namespace overmatch
