// SPDX-License-Identifier: Apache-2.0
// Checks properties on a case and reports each kind of violation once.
#pragma once

#include <functional>
#include <span>

#include "generate/case_generator.h"
#include "properties/trial.h"
#include "search/finding.h"
#include "search/known_keys.h"
#include "search/statistics.h"

namespace overmatch {

class PropertyRunner {
 public:
  // Told of the first violation with a key: its key, case and sentence are set.
  using Report = std::function<void(Discovery&)>;

  // `probe`, `properties` and `statistics` must outlive the runner.
  PropertyRunner(Probe& probe, std::span<const Property* const> properties, Statistics& statistics,
                 Report report);

  // Checks every property of the mode; after a violation of agreement no other, since what the
  // others would say follows from it. `facts` of a generated case, or null.
  void run(const Case& content, const CaseFacts* facts = nullptr);
  // Checks agreement only, and the others if the list is rejected: agreement is vacuous there.
  void run_agreement(const Case& content);

  // Whether a violation of the property in this way would be new.
  [[nodiscard]] bool is_new(const Property& property, Direction direction, KindGroup group) const {
    return !known_.contains({&property, direction, group});
  }
  // Violations with this key are not reported any more.
  void mark_known(const ViolationKey& key) { known_.insert(key); }
  // Whether any key is known.
  [[nodiscard]] bool has_found() const noexcept { return !known_.empty(); }
  // Reports a violation that the caller has seen itself.
  void report(const Property& property, const Violation& violation, const Case& content);

 private:
  class New;
  // False when the property is broken, as far as that is known: a violation that is not new may go
  // unnoticed.
  bool run_property(const Property& property, Trial& trial, const Case& content);
  void report_simplest(const Property& property, const Case& content);

  std::span<const Property* const> properties_;
  Statistics& statistics_;
  Report report_;
  bool has_agreement_;
  KnownKeys known_;
  Trial trial_;
  Violation violation_;
  Trial own_trial_;  // of the question that a property made
  Violation own_violation_;
};

}  // namespace overmatch
