// SPDX-License-Identifier: Apache-2.0
// The saved cases and real trees that a verb is given, or those of overmatch.
#pragma once

#include <string>
#include <vector>

#include "cases/case.h"
#include "names/tree.h"

namespace overmatch::cli {

struct InputArguments {
  std::vector<std::string> trees;  // files, folders, - for standard input; none: those of overmatch
  std::vector<std::string> corpus;
  bool no_trees = false;
  bool no_corpus = false;
};

// Both throw InputError for what can't be read, read_trees also for a folder without trees.
[[nodiscard]] std::vector<SavedCase> read_corpus(const InputArguments& arguments);
[[nodiscard]] std::vector<ModuleTree> read_trees(const InputArguments& arguments);

}  // namespace overmatch::cli
