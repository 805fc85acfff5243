// SPDX-License-Identifier: Apache-2.0
// Reads the saved cases and real trees that a verb is given, or those that come with overmatch.
#pragma once

#include <string>
#include <vector>

#include "cases/case.h"
#include "names/tree.h"

namespace overmatch::cli {

// The values of --trees, --corpus, --no-trees and --no-corpus.
struct InputArguments {
  // Files, folders and - for standard input; empty for the trees that come with overmatch.
  std::vector<std::string> trees;
  // Files and folders; empty for the cases that come with overmatch.
  std::vector<std::string> corpus;
  bool no_trees = false;
  bool no_corpus = false;
};

// Both throw InputError for an unreadable file; read_trees also for a folder without trees.
[[nodiscard]] std::vector<SavedCase> read_corpus(const InputArguments& arguments);
[[nodiscard]] std::vector<ModuleTree> read_trees(const InputArguments& arguments);

// The file that a value of --tree or --trees means: see cases/shipped_trees.h.
[[nodiscard]] std::string tree_path(const std::string& given);

}  // namespace overmatch::cli
