// SPDX-License-Identifier: Apache-2.0
// Violations of properties on one case are collected here, each property asked in a fresh process.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/trial.h"
#include "search/finding.h"
#include "search/runner.h"

namespace overmatch {

// Wants the violations of one key only.
class Only final : public Wanted {
 public:
  explicit Only(const ViolationKey& key) : key_(key) {}
  [[nodiscard]] bool operator()(Direction direction, KindGroup group) const override {
    return direction == key_.direction && group == key_.group;
  }

 private:
  ViolationKey key_;
};

// Whether the subject violates the key's property on the case, in the key's direction and kind
// group. An invalid answer violates kTotality.
[[nodiscard]] bool violates(Trial& trial, const ViolationKey& key, const Case& content,
                            Violation& violation);

// One discovery for each violation key that a fresh subject shows on the case, in the order of
// `properties`. `crash` is set to how the process ended if the case crashed it, else to "". If the
// work ends early (Runner::ended), the discoveries so far.
[[nodiscard]] std::vector<Discovery> violations_of(const Runner& runner,
                                                   std::span<const Property* const> properties,
                                                   const Case& content, std::string& crash);

// Writes one record to the sink for each violation key of one property on the trial's case.
void report_violations(Trial& trial, const Property& property, const Sink& sink);

// Checks all properties on the case and ignores the results: for a case that may crash the subject.
void ask_all(Probe& probe, std::span<const Property* const> properties, const Case& content);

// Runs ask_all in a fresh process; the result says how that ended.
[[nodiscard]] IsolatedRun crash_on(const Runner& runner,
                                   std::span<const Property* const> properties,
                                   const Case& content);

}  // namespace overmatch
