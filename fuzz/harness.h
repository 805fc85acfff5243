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

  // The modes of the subjects.
  [[nodiscard]] const std::vector<Mode>& modes() const noexcept { return modes_; }
  // Checks the subject of the case's mode, or the first subject (in its mode) if there is none.
  // Does not return if a property is violated.
  void run(Case& content);

 private:
  struct Candidate {
    explicit Candidate(std::unique_ptr<Matcher> matcher);
    std::unique_ptr<Matcher> matcher;
    Probe probe;
    CaseCheck check;
  };

  Harness();
  std::vector<std::unique_ptr<Candidate>> candidates_;
  std::vector<Mode> modes_;
  Violation violation_;
};

}  // namespace overmatch::fuzz
