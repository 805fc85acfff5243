// SPDX-License-Identifier: Apache-2.0
// Reducing turns a discovery into a finding: confirmed in a fresh process, shrunk, proved minimal,
// classified.
#pragma once

#include <optional>
#include <span>

#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// Finding::not_reduced when the user ended the run.
inline constexpr const char* kInterrupted = "interrupted";

// How far a discovery is reduced.
enum class Effort : std::uint8_t {
  minimal,  // shrink, and prove minimal
  confirm,  // only repeat it in a fresh process
  // As minimal, but do not shrink a finding whose answers depend on earlier questions: such a
  // finding is known already.
  minimal_once,
};

// Reduces one discovery. `crash`: how the process ended, for a discovery that crashed it. At the
// runner's deadline it returns the simplest failing case so far (Finding::out_of_time); if the work
// is interrupted, the finding says so (Finding::not_reduced). Throws what Runner::run throws,
// except WorkEnded.
[[nodiscard]] Finding reduce(const Runner& runner, std::span<const Property* const> properties,
                             const Discovery& discovery, const std::optional<IsolatedRun>& crash,
                             Effort effort);

// Reduces what ends the subject's process: a crash, a hang, excessive memory. Each failing
// evaluation ends a process, so many cases are tried in one process, simplest first: the first that
// ends it is the simplest that does. Fills in the minimal case, its proof and `reproducible` of
// `finding`, which holds the discovery. `crash`: how the process ended.
void reduce_crash(const Runner& runner, std::span<const Property* const> properties,
                  const IsolatedRun& crash, Effort effort, Finding& finding);

// The discovery as a finding, without asking the subject; `why` it is not reduced.
[[nodiscard]] Finding unreduced(const Discovery& discovery, const std::optional<IsolatedRun>& crash,
                                std::string why);

// A crash that a fresh process did not repeat, as a finding that cannot be replayed.
[[nodiscard]] Finding to_finding(Incident incident);

// The minimal case as it is saved, with title, collision kind and subject.
[[nodiscard]] SavedCase to_saved(const Finding& finding, const std::string& subject);

}  // namespace overmatch
