// SPDX-License-Identifier: Apache-2.0
#include "cli/options/input_options.h"

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cases/shipped_trees.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/read_tree.h"

namespace overmatch::cli {

std::vector<SavedCase> read_corpus(const InputArguments& arguments) {
  std::vector<SavedCase> all;
  if (arguments.no_corpus) return all;
  std::vector<std::string> folders = arguments.corpus;
  if (folders.empty()) folders.push_back(corpus_folder() + "/cases");
  for (const std::string& folder : folders) {
    for (const std::string& file : list_case_files(folder)) all.push_back(read_case(file));
  }
  return all;
}

std::vector<ModuleTree> read_trees(const InputArguments& arguments) {
  std::vector<ModuleTree> trees;
  if (arguments.no_trees) return trees;
  std::vector<std::string> paths = arguments.trees;
  if (paths.empty()) paths.push_back(corpus_folder() + "/trees");
  for (const std::string& given : paths) {
    const std::string path = tree_path(given);
    if (path == "-") {
      trees.push_back(read_tree(path));
      continue;
    }
    const std::vector<std::string> files = list_tree_files(path);
    // A folder without trees is a mistake in a path: the verb would compare or check nothing.
    if (files.empty())
      throw InputError(printable_path(path) +
                       ": no trees (*.txt, *.json, *.jsonl, also with .gz) there");
    for (const std::string& file : files) trees.push_back(read_tree(file));
  }
  return trees;
}

std::string tree_path(const std::string& given) {
  std::string corpus;
  try {
    corpus = corpus_folder();
  } catch (const InputError&) {  // without a corpus, a value is a file
    return given;
  }
  return tree_file(given, corpus + "/trees");
}

}  // namespace overmatch::cli
