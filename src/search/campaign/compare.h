// SPDX-License-Identifier: Apache-2.0
// Where two subjects disagree: on the modules of a tree, or on generated cases, which are then
// shrunk.
//
// Both are asked in one supervised process, unless both are references: a plugin that crashes ends
// the comparison, not us. A command has a process of its own and is asked from here; a plugin
// beside it is then put each question in a process for itself.
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

// What one side says of a module for a pattern. A rejected pattern is no answer about any module.
enum class Said : std::uint8_t { no, yes, rejected };

struct Difference {
  std::string pattern;
  std::string module;
  Said a = Said::no;
  Said b = Said::no;
  std::optional<Case> content;  // of a generated one: the smallest case that the shrinker found
  bool reduced = true;          // false: the work ended before it was looked for
};

struct Comparison {
  Subject* a = nullptr;
  Subject* b = nullptr;
  Limits limits;
  std::function<bool()> goes_on = {};  // asked again and again; false ends the work, which then
                                       // gives what it has
};

struct Differences {
  std::vector<Difference> found;
  bool interrupted = false;
  std::string broke_off;  // how a subject failed, which ended the work; "" if none did
};

// The differences on one tree, each pattern asked by itself; by pattern, then in the tree's order.
[[nodiscard]] Differences compare_on_tree(const Comparison& comparison, const ModuleTree& tree,
                                          std::span<const std::string> patterns);

// The patterns that a tree raises: the last segment of each module, numbers left out.
[[nodiscard]] std::vector<std::string> patterns_of(const ModuleTree& tree);

// The first case of each sort of difference (who selects more, and how pattern and module resemble
// each other) among `cases` generated ones in A's mode, made minimal.
[[nodiscard]] Differences compare_on_generated(const Comparison& comparison, std::uint64_t cases,
                                               std::uint64_t seed);

}  // namespace overmatch
