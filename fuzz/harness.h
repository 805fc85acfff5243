// SPDX-License-Identifier: Apache-2.0
// What the property targets have in common: subjects, an exam for each, and a mismatch for an end.
#pragma once

#include <memory>
#include <vector>

#include "fuzz/case_check.h"

namespace overmatch::fuzz {

class Harness {
 public:
  // One for the whole process, over subjects().
  [[nodiscard]] static Harness& get();

  // The modes that there are subjects for.
  [[nodiscard]] const std::vector<Mode>& modes() const noexcept { return modes_; }
  // Examines the subject of the case's mode; a case of a mode without a subject is put to the
  // first, in its mode. Does not return when a property is broken.
  void run(Case& content);

 private:
  struct Candidate {
    explicit Candidate(std::unique_ptr<Matcher> matcher);
    std::unique_ptr<Matcher> matcher;
    Probe probe;
    CaseCheck exam;
  };

  Harness();
  std::vector<std::unique_ptr<Candidate>> candidates_;
  std::vector<Mode> modes_;
  Violation violation_;
};

}  // namespace overmatch::fuzz
