// SPDX-License-Identifier: Apache-2.0
// Real model trees, asked the questions that collide in them: for each tree the modules whose path
// is, as a string, the end or the beginning of another's, then a sample of all, by full path, last
// segments, first segments and leaf.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "names/tree.h"
#include "search/tester.h"

namespace overmatch {

// A question that a tree raises about one of its modules.
struct TreeQuestion {
  std::string pattern;
  std::string target;  // the module that the pattern was made from
};

// How a tree is searched, the same on every run.
struct TreeSearch {
  const ModuleTree* tree = nullptr;
  std::vector<TreeQuestion> questions;  // about colliding modules first
  // The modules that most questions are asked of: the colliding ones with what they collide with,
  // and an even choice. Layers repeat: the rest of a big model would say the same again.
  Names sample;
};

// The trees must outlive the result. O(n log n) for n modules.
[[nodiscard]] std::vector<TreeSearch> plan_trees(std::span<const ModuleTree> trees, Mode mode);

// Which question of which tree a subject answered otherwise than the reference.
struct TreeHit {
  std::size_t tree = 0;
  std::size_t question = 0;
};

// Asks the first question of each tree about all its modules and the others, and all regexes, about
// the sample. `hit` is told the first question of a tree that is answered wrongly.
void search_trees(Tester& tester, std::span<const TreeSearch> trees,
                  const std::function<void(const TreeHit&)>& hit);

// A wrong verdict on a real tree.
struct RealExample {
  std::string tree;
  std::string pattern;
  std::string target;
  std::vector<std::string> wrong;  // modules selected and not meant, or missed; at most a few
  std::uint64_t wrong_count = 0;
  Direction direction = Direction::overmatch;
};

// Asks the hits again, of the whole trees, and tells the `most` that matter most.
[[nodiscard]] std::vector<RealExample> find_real_examples(Probe& probe,
                                                          std::span<const TreeSearch> trees,
                                                          std::span<const TreeHit> hits,
                                                          std::size_t most);

}  // namespace overmatch
