// SPDX-License-Identifier: Apache-2.0
// A comparison finds where two subjects disagree: on the modules of a tree, or on generated cases,
// which it then shrinks.
//
// Both are asked in one supervised process, unless both are references: a plugin's crash ends the
// comparison, not this program. A command has its own process and is asked from this one; a plugin
// beside it is then asked each question in a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cases/case.h"
#include "names/tree.h"
#include "search/runner.h"

namespace overmatch {

// One side's verdict on a module: not selected, selected, or the pattern was rejected. Of a list
// with labels, the number of the label that the module gets: `no` for nothing.
enum class Said : std::uint16_t { no = kNull, yes = 1, rejected = kMostLabels + 1 };

// A pattern and a module on which the two sides disagree.
struct Difference {
  std::string pattern;  // "" of a list with labels, which is asked as a whole
  std::string module;
  Said a = Said::no;
  Said b = Said::no;
  std::optional<Case> content;  // of generated cases: the shrunk case
  bool reduced = true;          // false: the work ended before shrinking
};

// The two sides and the limits of a comparison.
struct Comparison {
  Subject* a = nullptr;
  Subject* b = nullptr;
  Limits limits;
  // Asked repeatedly; false ends the work early.
  std::function<bool()> goes_on = {};
};

// The differences that were found, in order.
struct Differences {
  std::vector<Difference> found;
  bool interrupted = false;
  std::string broke_off;  // how a subject failed, which ended the work, or ""
};

// The differences on one tree, each pattern asked alone; sorted by pattern, then in the tree's
// order. O(patterns × modules).
[[nodiscard]] Differences compare_on_tree(const Comparison& comparison, const ModuleTree& tree,
                                          std::span<const std::string> patterns);

// The same of a list with labels, one a pattern, asked as a whole in the orders of the two
// subjects; sorted by what the sides said, then in the tree's order.
[[nodiscard]] Differences compare_labels_on_tree(const Comparison& comparison,
                                                 const ModuleTree& tree,
                                                 std::span<const std::string> patterns,
                                                 std::span<const Label> labels);

// The distinct last segments of the modules, without numbers: patterns for a comparison on a tree.
[[nodiscard]] std::vector<std::string> patterns_of(const ModuleTree& tree);

// One shrunk case for each pair of verdicts and kind group among `cases` generated cases in A's
// mode. If A has an order, these are lists with labels, asked as a whole in the orders of the two
// subjects, and all labels are one verdict.
[[nodiscard]] Differences compare_on_generated(const Comparison& comparison, std::uint64_t cases,
                                               std::uint64_t seed);

}  // namespace overmatch
