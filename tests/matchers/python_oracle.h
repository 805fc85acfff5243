// SPDX-License-Identifier: Apache-2.0
// Asks Python's `re` and `fnmatch`, in one subprocess for many questions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "matchers/mode.h"

namespace overmatch {

struct OracleQuestion {
  std::string pattern;
  std::size_t names = 0;  // which set
};

struct OracleQuestions {
  std::vector<std::vector<std::string>> name_sets;
  std::vector<OracleQuestion> questions;
};

struct Comparison {
  std::size_t pairs = 0;    // (pattern, name), both sides having compiled the pattern
  std::size_t refused = 0;  // patterns that both sides refuse
  std::size_t unsupported =
      0;  // patterns that only we refuse and say so: see matchers/python_regex/python_dialect.h
  std::size_t different = 0;  // patterns on which the sides disagree otherwise
  std::string examples;       // the first few of those
};

// The lines that a command of the shell prints.
[[nodiscard]] std::vector<std::string> run_lines(const std::string& command);

// Compares the reference of a mode with Python's `method` (python_oracle.py). Nothing, and the
// reason in `why_not`, where there is no Python that reads patterns as the reference claims
// to: 3.11 or later. Releases before 3.11.5 are not asked about possessive groups.
[[nodiscard]] std::optional<Comparison> compare_with_python(const OracleQuestions& asked, Mode mode,
                                                            const std::string& method,
                                                            std::string& why_not);

}  // namespace overmatch
