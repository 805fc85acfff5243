// SPDX-License-Identifier: Apache-2.0
// The real-tree phase asks the questions that real model trees raise.
//
// First come modules whose path begins or ends another's, then a sample of all; each is asked by
// full path, last segments, first segments and leaf.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "names/tree.h"
#include "search/tester.h"

namespace overmatch {

// A pattern made from one module of a tree.
struct TreeQuestion {
  std::string pattern;
  std::string target;  // the module that the pattern was made from
};

// The questions about one tree, a pure function of the tree and the mode.
struct TreeSearch {
  const ModuleTree* tree = nullptr;
  std::vector<TreeQuestion> questions;  // about colliding modules first
  // The modules that most questions are about: the colliding pairs and an evenly spaced choice.
  // Layers of a model repeat, so the others would add little.
  Names sample;
};

// Plans the search of each tree. The trees must outlive the result. O(n log n) for n modules.
[[nodiscard]] std::vector<TreeSearch> plan_trees(std::span<const ModuleTree> trees, Mode mode);

// Indices of a question that the subject answered differently from the reference.
struct TreeHit {
  std::size_t tree = 0;
  std::size_t question = 0;
};

// Asks the first question of each tree about all its modules; asks the other questions, and all
// regexes, about the sample. Calls `on_hit` for the first wrong answer on each tree.
void search_trees(Tester& tester, std::span<const TreeSearch> trees,
                  const std::function<void(const TreeHit&)>& on_hit);

// A real example: a wrong verdict on a real tree, for the report.
struct RealExample {
  std::string tree;
  std::string pattern;
  std::string target;
  std::vector<std::string> wrong;  // modules wrongly selected, or missed; at most a few
  std::uint64_t wrong_count = 0;
  Direction direction = Direction::overmatch;
};

// Asks the hits again about the whole trees and returns at most `most` examples, the most telling
// first.
[[nodiscard]] std::vector<RealExample> find_real_examples(Probe& probe,
                                                          std::span<const TreeSearch> trees,
                                                          std::span<const TreeHit> hits,
                                                          std::size_t most);

}  // namespace overmatch
