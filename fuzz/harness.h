// SPDX-License-Identifier: Apache-2.0
// Checks the subjects of a property target, and ends the process at the first violation.
#pragma once

#include <memory>
#include <vector>

#include "fuzz/case_check.h"

namespace overmatch::fuzz {

class Harness {
 public:
  // The instance of this process, with all subjects().
  [[nodiscard]] static Harness& get();

  // What a subject is asked: cases of its mode with lists of one order.
  struct Kind {
    Mode mode;
    Order order;
  };
  [[nodiscard]] const std::vector<Kind>& kinds() const noexcept { return kinds_; }
  // Checks the subject of the case's mode and order, or the first of its mode, or the first (in its
  // mode) if there is none; fits the labels to it.
  // Does not return if a property is violated.
  void run(Case& content);

 private:
  struct Candidate {
    Candidate(Matcher& subject, Order order);
    Matcher& matcher;
    Probe probe;
    CaseCheck check;
  };

  Harness();
  std::vector<std::unique_ptr<Matcher>> matchers_;
  std::vector<std::unique_ptr<Candidate>> candidates_;  // one for each of kinds_
  std::vector<Kind> kinds_;
  Violation violation_;
};

}  // namespace overmatch::fuzz
