// From a discovery to a finding: confirmed in a fresh process, shrunk, proved minimal, explained.
#pragma once

#include <optional>

#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// How much work a finding may cost, in evaluations of its property.
inline constexpr std::uint64_t kShrinkBudget = 30'000;
inline constexpr std::uint64_t kProofBudget = 1'500'000;
// The same where every evaluation costs a process.
inline constexpr std::uint64_t kForkedShrinkBudget = 1'200;

// Every sort of violation that the subject, asked for the first time, shows on a case, in the order of the properties; a crash
// is kTotality's. Those of agreement first. `crash` is set to how the process ended if the case killed it.
[[nodiscard]] std::vector<Discovery> violations_of(const Runner& runner, std::span<const Property* const> properties,
                                                   const Case& content, std::string& crash);

// How the process of a subject ends that is asked the case and every property of it.
[[nodiscard]] IsolatedRun death_on(const Runner& runner, std::span<const Property* const> properties, const Case& content);

// `death`: how the process ended, for a discovery that killed it. `minimal`: whether to shrink and prove.
[[nodiscard]] Finding reduce(const Runner& runner, std::span<const Property* const> properties, const Discovery& discovery,
                             const std::optional<IsolatedRun>& death, bool minimal = true);

// The finding's minimal case as it is filed: its title, its kind, and which subject it was found in.
[[nodiscard]] SavedCase to_saved(const Finding& finding, const std::string& subject);

// Whether the finding says no more than a finding of agreement among `others`: its minimal case is answered wrongly outright.
[[nodiscard]] bool is_explained(const Finding& finding, std::span<const Finding> others);

}  // namespace overmatch
