// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/trees.h"

#include <algorithm>
#include <stdexcept>

namespace overmatch {

const std::vector<ModuleTree>& shipped_trees() {
  static const std::vector<ModuleTree> all = [] {
    std::vector<ModuleTree> trees;
    for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/trees"))
      trees.push_back(read_tree(file));
    return trees;
  }();
  return all;
}

const ModuleTree& shipped(const std::string& name) {
  const auto& all = shipped_trees();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const ModuleTree& tree) { return tree.name == name; });
  if (found == all.end()) throw std::runtime_error("no shipped tree " + name);
  return *found;
}

ModuleTree tree_of(const std::vector<std::string>& paths) {
  ModuleTree tree;
  for (const std::string& path : paths) tree.modules.push_back(path);
  return tree;
}

std::vector<std::string> paths_of(const TreeIndex& index, const Selection& selection) {
  std::vector<std::string> paths;
  for (const std::uint32_t module : selection) paths.emplace_back(index.path(module));
  return paths;
}

}  // namespace overmatch
