// SPDX-License-Identifier: Apache-2.0
// The real trees that come with overmatch are what their list of sources says.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <unordered_set>

#include "names/path.h"
#include "names/readers/files.h"
#include "names/readers/gzip.h"
#include "names/readers/read_tree.h"
#include "names/tree_builder.h"

namespace overmatch::trees_test {
namespace {

const std::string kFolder = OVERMATCH_CORPUS_DIR "/trees";

// File to number of modules, from the columns `file` and `modules`.
std::map<std::string, std::size_t> read_sources() {
  std::map<std::string, std::size_t> sources;
  std::istringstream lines(read_file(kFolder + "/sources.tsv"));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "file\tmodel\tmodules\tsource\tchecked");
  while (std::getline(lines, line)) {
    std::istringstream columns(line);
    std::string file, model, modules, source;
    std::getline(columns, file, '\t');
    std::getline(columns, model, '\t');
    std::getline(columns, modules, '\t');
    std::getline(columns, source, '\t');
    EXPECT_FALSE(model.empty() || source.empty()) << file;
    EXPECT_TRUE(sources.emplace(file, std::stoul(modules)).second) << file << " twice";
  }
  return sources;
}

TEST(CorpusTrees, AreListedWithTheirNumberOfModules) {
  std::map<std::string, std::size_t> found;
  for (const std::string& file : list_tree_files(kFolder)) {
    found[std::filesystem::path(file).filename().string()] = read_tree(file).modules.size();
  }
  EXPECT_EQ(found, read_sources());
}

// The reader would add a missing ancestor and move a late one: here it must have nothing to mend.
TEST(CorpusTrees, HoldEveryAncestorBeforeItsDescendants) {
  for (const std::string& file : list_tree_files(kFolder)) {
    std::string text = read_file(file);
    if (is_gzip(text)) text = gunzip(text, kLargestTree, file);
    std::string joined;
    std::unordered_set<std::string_view> before;
    const ModuleTree tree = read_tree(file);
    for (const std::string_view path : tree.modules) {
      EXPECT_TRUE(is_well_formed(path) && !path.empty()) << file << ": " << path;
      EXPECT_TRUE(parent(path).empty() || before.contains(parent(path))) << file << ": " << path;
      EXPECT_TRUE(before.insert(path).second) << file << ": " << path;
      joined.append(path).append("\n");
    }
    EXPECT_TRUE(joined == text) << file;
  }
}

TEST(CorpusTrees, AreSmallOnDisk) {
  std::uintmax_t total = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    EXPECT_LE(entry.file_size(), 1U << 20U) << entry.path();
    total += entry.file_size();
  }
  EXPECT_LE(total, 3U << 20U) << "every clone carries them";
}

}  // namespace
}  // namespace overmatch::trees_test
