// SPDX-License-Identifier: Apache-2.0
// From a discovery to a finding: confirmed in a fresh process, shrunk, proved minimal, explained.
#pragma once

#include <optional>

#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// Why a finding is not reduced: the user ended the run.
inline constexpr const char* kInterrupted = "interrupted";

enum class Effort : std::uint8_t {
  minimal,       // shrink, and prove minimal
  confirm,       // only look whether it can be seen again
  minimal_once,  // shrink, but not if the answers turn out to depend on earlier questions: that is
                 // known already
};

// Ends at the runner's deadline with what it has: a case that fails, if not the least, or one that
// is not even confirmed. `death`: how the process ended, for a discovery that killed it. When the
// work is interrupted (Runner::ended), the finding says that it is not reduced. Throws what a run
// throws.
[[nodiscard]] Finding reduce(const Runner& runner, std::span<const Property* const> properties,
                             const Discovery& discovery, const std::optional<IsolatedRun>& death,
                             Effort effort);

// The same without a question to the subject: the case as it was met. `why` it is not reduced.
[[nodiscard]] Finding unreduced(const Discovery& discovery, const std::optional<IsolatedRun>& death,
                                std::string why);

// A death that a fresh process did not repeat, as a finding that can't be replayed.
[[nodiscard]] Finding to_finding(Incident incident);

// The finding's minimal case as it is filed: its title, its kind, and which subject it was found
// in.
[[nodiscard]] SavedCase to_saved(const Finding& finding, const std::string& subject);

// Whether the finding says no more than one among `others`: its minimal case is answered wrongly
// outright, which agreement tells; or fewer of its patterns are rejected of the same modules
// already.
[[nodiscard]] bool is_explained(const Finding& finding, std::span<const Finding> others);
// The findings that none of the others explains, in their order.
[[nodiscard]] std::vector<Finding> unexplained(std::vector<Finding> findings);

}  // namespace overmatch
