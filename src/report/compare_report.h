// SPDX-License-Identifier: Apache-2.0
// Where two subjects disagree, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "names/tree.h"
#include "search/campaign/compare.h"

namespace overmatch {

struct TreeComparison {
  std::string tree;
  std::size_t modules = 0;
  std::size_t patterns = 0;
  std::vector<Difference> differences;
};

struct CompareReport {
  std::string a;  // how the two are named
  std::string b;
  std::vector<TreeComparison> trees;
  std::vector<Difference> generated;
  std::uint64_t cases = 0;  // generated
  std::uint64_t seed = 0;
  bool interrupted = false;
  std::string broke_off;  // how a subject failed, which ended the comparison, or ""
  std::vector<std::string>
      incidents;  // what a subject did once, and not again when it was asked the same, in words
};

[[nodiscard]] std::size_t count_differences(const CompareReport& report) noexcept;

// `all`: no list is cut short.
[[nodiscard]] std::string compare_text(const CompareReport& report, bool colour, bool all);
// {"a", "b", "differences": [{"module", "pattern", "a", "b", "tree" or "case"}]}; a side that
// rejects the pattern is "rejected"; "incidents" if there were any; "complete": whether all was
// compared, and "broke_off": why not.
[[nodiscard]] std::string compare_json(const CompareReport& report);

}  // namespace overmatch
