// SPDX-License-Identifier: Apache-2.0
// Compares two subjects as it is asked on the command line or in Python, which share this path.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cases/entry_labels.h"
#include "names/tree.h"
#include "report/compare/compare_report.h"

namespace overmatch {

// Sets the orders in which the two decide generated lists with labels: `given`, unless a dialect
// fixes its own. Without `given`, and if A's lists have no fixed order, generated lists stay plain.
// Throws InputError for a side that reads no such lists.
void set_generated_orders(Subject& a, Subject& b, const std::string& given);

// The order of a list with labels for the side in mode `side`: `given`, or none where its dialect
// fixes its own and that of the other side does not.
[[nodiscard]] std::string order_for(Mode side, Mode other, const std::string& given);

// What to compare on.
struct CompareRequest {
  std::vector<ModuleTree> trees;
  std::vector<std::string> patterns;  // empty for the last segments of each tree's modules
  std::uint64_t generated = 0;        // how many random cases in A's mode
  std::uint64_t seed = 1;
  // Of a list with labels: one a pattern, and their names. The subjects have the orders.
  EntryLabels labels = {};
};

// A subject and its name in the report.
struct ComparedSubject {
  Subject* subject = nullptr;
  std::string name;
};

// Compares on each tree and on the generated cases. `goes_on` is asked repeatedly with the number
// of trees and sets of cases compared so far; false ends the work early. Throws SubjectError if a
// subject failed before any difference was found.
[[nodiscard]] CompareReport run_compare(const ComparedSubject& a, const ComparedSubject& b,
                                        const Limits& limits, const CompareRequest& request,
                                        const std::function<bool(std::uint64_t)>& goes_on);

}  // namespace overmatch
