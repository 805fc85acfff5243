// SPDX-License-Identifier: Apache-2.0
// Checks a subject on one case of a fuzzer.
//
// Checks agreement with the reference on every case, and one other property on every third. A hash
// of the case chooses, so that an input is always checked alike. All twelve properties would take
// ten times as long, and a fuzzer that tries ten times as many cases finds more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "properties/registry.h"
#include "properties/trial.h"
#include "search/finding.h"
#include "search/statistics.h"

namespace overmatch::fuzz {

// Checks cases of one subject, and reports each violation key once.
class CaseCheck {
 public:
  // `probe` and `properties` must outlive this object.
  CaseCheck(Probe& probe, std::span<const Property* const> properties);

  // Does not report violations with this key.
  void know(const ViolationKey& key) { known_.push_back(key); }
  // Counts of verdicts in the order of all_properties(); `counts` must outlive this object.
  using Counts = std::array<Statistics::PropertyCount, kProperties>;
  void count_in(Counts& counts) { counts_ = &counts; }
  // Checks regexes beyond the portable core, too, which correct matchers on other engines may read
  // differently.
  void ask_wide() { wide_ = true; }

  // Checks a case of the probe's mode. Returns null without a new violation key. Else returns the
  // violated property, sets `violation`, and points `culprit` to the case or to the question that
  // the property derived from it. If the answer to that question differs from the reference, the
  // violated property is agreement.
  const Property* test(const Case& content, Violation& violation, const Case*& culprit);

  // The index, below `count`, of the property that is checked besides agreement: a hash of the
  // case.
  [[nodiscard]] static std::size_t choose_property(const Case& content, std::size_t count) noexcept;

 private:
  const Property* ask(const Property& property, const Case& content, Violation& violation,
                      const Case*& culprit);
  const Property* pivot(const Property& property, Violation& violation, const Case*& culprit);

  std::vector<const Property*> properties_;  // those of the mode, without agreement
  bool asks_agreement_ = false;
  bool wide_ = false;
  Counts* counts_ = nullptr;
  Trial trial_;
  Trial pivot_;  // for questions that properties derive
  Violation pivot_violation_;
  Case question_;
  std::vector<ViolationKey> known_;
};

}  // namespace overmatch::fuzz
