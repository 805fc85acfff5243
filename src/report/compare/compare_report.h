// SPDX-License-Identifier: Apache-2.0
// Writes the differences between two subjects as text, as JSON and as HTML.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cases/entry_labels.h"
#include "names/tree.h"
#include "report/run_facts.h"
#include "search/campaign/compare.h"

namespace overmatch {

// The differences on one real tree.
struct TreeComparison {
  std::string tree;  // its name
  std::size_t modules = 0;
  std::size_t patterns = 0;
  std::vector<Difference> differences;  // ordered by pattern
};

// What a comparison found.
struct CompareReport {
  std::string a;  // the names of the two subjects
  std::string b;
  EntryLabels labels = {};  // of a list with labels
  std::vector<TreeComparison> trees;
  std::vector<Difference> generated;  // on generated cases
  std::uint64_t cases = 0;            // how many cases were generated
  std::uint64_t seed = 0;
  bool interrupted = false;
  // How a subject's failure ended the comparison; "" if none did.
  std::string broke_off;
  // Failures of a subject that did not repeat when it was asked the same again, one sentence each.
  std::vector<std::string> incidents;
};

// The labels that the numbers of a difference stand for; empty of a plain list.
[[nodiscard]] const EntryLabels& labels_of(const CompareReport& report,
                                           const Difference& difference) noexcept;

// The sum over the trees and the generated cases.
[[nodiscard]] std::size_t count_differences(const CompareReport& report) noexcept;

// The report that people read. `all` prints every list in full.
[[nodiscard]] std::string compare_text(const CompareReport& report, bool colour, bool all);
// One HTML page without external files.
[[nodiscard]] std::string compare_html(const CompareReport& report, const report::RunFacts& run);
// {"a", "b", "differences": [{"module", "pattern", "a", "b", "tree" or "case"}], "complete"}.
// The `a` and `b` of a difference are true, false or "rejected". "broke_off" and "incidents" are
// there only when they are not empty. Of a list with labels, `pattern` is null, and `a` and `b` are
// what the module gets, a string or null; {"rejected": true} where a side rejects the list.
[[nodiscard]] std::string compare_json(const CompareReport& report);

}  // namespace overmatch
