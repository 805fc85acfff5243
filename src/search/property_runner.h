// SPDX-License-Identifier: Apache-2.0
// Checks properties on a case and reports each kind of violation once.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "generate/case_generator.h"
#include "properties/registry.h"
#include "properties/trial.h"
#include "search/finding.h"
#include "search/statistics.h"

namespace overmatch {

// The set of violation keys that a search has reported.
class KnownKeys {
 public:
  KnownKeys() : known_(kProperties * kDirections * kKindGroups, false) {}

  [[nodiscard]] bool contains(const ViolationKey& key) const { return known_[slot(key)]; }
  [[nodiscard]] bool empty() const noexcept { return empty_; }
  void insert(const ViolationKey& key) {
    known_[slot(key)] = true;
    empty_ = false;
  }

 private:
  static constexpr std::size_t kDirections = 3;

  [[nodiscard]] static std::size_t slot(const ViolationKey& key) noexcept {
    return (index_of(*key.property) * kDirections + static_cast<std::size_t>(key.direction)) *
               kKindGroups +
           static_cast<std::size_t>(key.group);
  }

  std::vector<bool> known_;
  bool empty_ = true;
};

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
