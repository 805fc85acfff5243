// SPDX-License-Identifier: Apache-2.0
// The exam: what a fuzzer asks of a subject about one case.
//
// Agreement with the reference is asked every time. Of the other properties one is asked every
// third time. The case itself chooses, so that the same input always asks the same: all twelve
// would take ten times as long, and a fuzzer that tries ten times as many cases finds more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "properties/registry.h"
#include "properties/trial.h"
#include "search/finding.h"
#include "search/statistics.h"

namespace overmatch::fuzz {

class CaseCheck {
 public:
  // `probe` and `properties` must outlive the exam.
  CaseCheck(Probe& probe, std::span<const Property* const> properties);

  // Violations that were found before and are not wanted again.
  void know(const ViolationKey& key) { known_.push_back(key); }
  // Where the verdicts are counted, in the order of all_properties(); must outlive the exam.
  using Counts = std::array<Statistics::PropertyCount, kProperties>;
  void count_in(Counts& counts) { counts_ = &counts; }
  // Asks regexes beyond the portable core too, which right matchers on other engines read
  // otherwise.
  void ask_wide() { wide_ = true; }

  // Asks about the case, whose mode must be the probe's. Null when all is well, or no violation is
  // of a new sort; else the property that is broken, `violation` says how and `culprit` where: on
  // the case itself, or on a question that a property made. Where the answer to that question is
  // plainly wrong, it is agreement that is broken, and the property's violation is explained by it.
  const Property* test(const Case& content, Violation& violation, const Case*& culprit);

  // The number of the property that a case is asked besides agreement, below `count`: a function of
  // its bytes.
  [[nodiscard]] static std::size_t choose_property(const Case& content, std::size_t count) noexcept;

 private:
  const Property* ask(const Property& property, const Case& content, Violation& violation,
                      const Case*& culprit);
  const Property* pivot(const Property& property, Violation& violation, const Case*& culprit);

  std::vector<const Property*> properties_;  // that speak about the mode, but for agreement
  bool asks_agreement_ = false;
  bool wide_ = false;
  Counts* counts_ = nullptr;
  Trial trial_;
  Trial pivot_;  // for questions that properties make
  Violation pivot_violation_;
  Case question_;
  std::vector<ViolationKey> known_;
};

}  // namespace overmatch::fuzz
