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
#include "names/readers/tree_lines.h"
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

bool has_types(const std::string& file) { return file.ends_with(".tree.jsonl.gz"); }

// The reader would add a missing ancestor and move a late one: here it must have nothing to mend.
TEST(CorpusTrees, HoldEveryAncestorBeforeItsDescendants) {
  for (const std::string& file : list_tree_files(kFolder)) {
    std::string text = read_file(file);
    if (is_gzip(text)) text = gunzip(text, kLargestTree, file);
    std::string joined;
    std::unordered_set<std::string_view> before;
    const Model model = read_model(file);
    for (const std::string_view path : model.tree.modules) {
      const bool is_root = path.empty() && before.empty() && has_types(file);
      EXPECT_TRUE((is_well_formed(path) && !path.empty()) || is_root) << file << ": " << path;
      EXPECT_TRUE(parent(path).empty() || before.contains(parent(path))) << file << ": " << path;
      EXPECT_TRUE(before.insert(path).second) << file << ": " << path;
      joined.append(path).append("\n");
    }
    if (has_types(file)) {
      EXPECT_EQ(format_tree_lines(model.tree.modules, model.facts.value()), text) << file;
    } else {
      EXPECT_TRUE(joined == text) << file;
    }
  }
}

TEST(CorpusTrees, KnowTheClassesAndShapesOfTodaysArchitectures) {
  std::set<std::string> types;
  for (const std::string& file : list_tree_files(kFolder)) {
    if (!has_types(file)) continue;
    const Model model = read_model(file);
    ASSERT_TRUE(model.facts && model.facts->parameters) << file;
    EXPECT_EQ(model.facts->class_of.size(), model.tree.modules.size()) << file;
    EXPECT_GT(model.facts->parameters->size(), 100U) << file;
    EXPECT_FALSE(model.facts->from_checkpoint) << file;
    types.insert(model.facts->model_type);
  }
  for (const char* const type :
       {"deepseek_v32", "gemma4", "glm4_moe", "glm_moe_dsa", "gpt_oss", "kimi_k25", "kimi_linear",
        "lfm2", "lfm2_moe", "llama4", "minimax", "minimax_m2", "mistral3", "nemotron_h", "qwen3_5",
        "qwen3_5_moe", "qwen3_next"}) {
    EXPECT_TRUE(types.contains(type)) << type;
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
