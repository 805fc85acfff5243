// Real model trees, asked the questions that collide in them: for each tree the modules whose path is, as a string, the end or
// the beginning of another's, then a sample of all, by full path, last segments, first segments and leaf.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "names/tree.h"
#include "search/examiner.h"

namespace overmatch {

// A question that a tree raises about one of its modules.
struct TreeQuestion {
  std::string pattern;
  std::string target;  // the module that the pattern was made from
};

// The questions of one tree, the same on every run. Colliding modules first. `most` bounds each group.
[[nodiscard]] std::vector<TreeQuestion> tree_questions(const ModuleTree& tree, Mode mode, std::size_t most);

// A wrong verdict on a real tree.
struct Sighting {
  std::string tree;
  std::string pattern;
  std::string target;
  std::vector<std::string> wrong;  // modules selected and not meant, or missed; at most a few
  std::uint64_t wrong_count = 0;
  Direction direction = Direction::overmatch;
};

// Asks the questions of all trees.
void search_trees(Examiner& examiner, const std::vector<ModuleTree>& trees);

// What the matcher gets wrong on real trees: for each tree the first question that it answers otherwise than the reference
// does.
[[nodiscard]] std::vector<Sighting> find_sightings(Probe& probe, const std::vector<ModuleTree>& trees, std::size_t most);

}  // namespace overmatch
