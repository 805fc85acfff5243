// SPDX-License-Identifier: Apache-2.0
// What a subject shows on one case, each question put to a fresh process.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/trial.h"
#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// Wants one sort only.
class Only final : public Wanted {
 public:
  explicit Only(const ViolationKey& key) : key_(key) {}
  [[nodiscard]] bool operator()(Direction direction, KindGroup shape) const override {
    return direction == key_.direction && shape == key_.shape;
  }

 private:
  ViolationKey key_;
};

// Whether the sort's property is broken by the case in the sort's way. A failure of the subject is
// kTotality's.
[[nodiscard]] bool violates(Trial& trial, const ViolationKey& key, const Case& content,
                            Violation& violation);

// Every sort of violation that the subject, asked for the first time, shows on a case, in the order
// of the properties; a crash is kTotality's. Those of agreement first. `crash` is set to how the
// process ended if the case killed it.
// When the work ends before its time (Runner::ended), those that were seen until then.
[[nodiscard]] std::vector<Discovery> violations_of(const Runner& runner,
                                                   std::span<const Property* const> properties,
                                                   const Case& content, std::string& crash);

// Writes every sort of violation of one property on the trial's case to the sink.
void report_violations(Trial& trial, const Property& property, const Sink& sink);

// Asks the subject about the case, and every property if the question alone is harmless.
void ask_all(Probe& probe, std::span<const Property* const> properties, const Case& content);

// How the process of a subject ends that is asked the case and every property of it.
[[nodiscard]] IsolatedRun crash_on(const Runner& runner,
                                   std::span<const Property* const> properties,
                                   const Case& content);

}  // namespace overmatch
