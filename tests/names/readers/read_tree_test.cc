// SPDX-License-Identifier: Apache-2.0
#include "names/readers/read_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "names/readers/files.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::read_tree_test {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;

std::vector<std::string> modules_of(std::string_view text) {
  const ModuleTree tree = parse_tree(text, "t");
  return {tree.modules.begin(), tree.modules.end()};
}

TEST(ReadTree, List) {
  EXPECT_THAT(modules_of("model\nmodel.norm\nlm_head\n"),
              ElementsAre("model", "model.norm", "lm_head"));
  EXPECT_THAT(modules_of("model\nlm_head"), ElementsAre("model", "lm_head"))
      << "the last line may be open";
  EXPECT_THAT(modules_of("\nmodel\n"), ElementsAre("", "model"))
      << "an empty first line is the root";
  EXPECT_THAT(modules_of("\n"), ElementsAre("")) << "what named_modules() prints for a lone layer";
  EXPECT_THAT(modules_of(" a \n[0]x\n"), ElementsAre(" a ", "[0]x")) << "spaces belong to the name";
  EXPECT_THAT(modules_of("GGUFoutput\nGGUF\n"), ElementsAre("GGUFoutput", "GGUF"))
      << "a file of weights has a version there";
}

TEST(ReadTree, ListFromWindows) {
  EXPECT_THAT(modules_of("\xEF\xBB\xBF\r\nmodel\r\nlm_head\r\n"),
              ElementsAre("", "model", "lm_head"));
  EXPECT_THAT(modules_of("\xEF\xBB\xBFmodel\nlm_head"), ElementsAre("model", "lm_head"));
  EXPECT_THAT(modules_of("a\r\r\n"), ElementsAre("a\r"))
      << "one carriage return ends the line, another is the name's";
}

TEST(ReadTree, JsonArray) {
  EXPECT_THAT(modules_of(R"(["", "model", "a\nb", "\u00e9\u0000"])"),
              ElementsAre("", "model", "a\nb", "\xC3\xA9\0"sv));
  EXPECT_THAT(modules_of("\xEF\xBB\xBF \r\n\t[\"z\", \"a\"]\n"), ElementsAre("z", "a"))
      << "in the order of the file";
}

TEST(ReadTree, SafetensorsIndex) {
  EXPECT_THAT(modules_of(R"({
    "metadata": {"total_size": 10, "weight_map": {"not.this": "x"}, "more": [["a", {"b": null}]]},
    "weight_map": {
      "scale": "1.safetensors",
      "model.layers.1.q_proj.weight": "1.safetensors",
      "model.layers.1.q_proj.bias": "1.safetensors",
      "model.layers.0.q_proj.weight": "2.safetensors",
      "lm_head.weight": "2.safetensors"
    },
    "other": ["a", true, 1, -1, 1.5, null]
  })"),
              ElementsAre("model", "model.layers", "model.layers.1", "model.layers.1.q_proj",
                          "model.layers.0", "model.layers.0.q_proj", "lm_head"));
}

TEST(ReadTree, AncestorsAreAddedBeforeTheirFirstDescendant) {
  EXPECT_THAT(modules_of("x\na.b.c\na.d\ny\n"), ElementsAre("x", "a", "a.b", "a.b.c", "a.d", "y"));
  EXPECT_THAT(modules_of("a.b.c\na.b\na\n"), ElementsAre("a", "a.b", "a.b.c"))
      << "listed after it was added: no duplicate";
  EXPECT_THAT(modules_of(R"(["a.b", "c.d"])"), ElementsAre("a", "a.b", "c", "c.d"))
      << "the root only if it is listed";
}

TEST(ReadTree, NameWithoutFolderAndEndings) {
  for (const auto& [file, name] : {std::pair{"trees/gpt2.modules.txt.gz", "gpt2"},
                                   {"qwen2.5-7b.tf4.47.modules.txt", "qwen2.5-7b.tf4.47"},
                                   {"/a/model.safetensors.index.json", "model"},
                                   {"names.json", "names"},
                                   {"names.csv", "names.csv"},
                                   {".txt", ".txt"},
                                   {"standard input", "standard input"}}) {
    EXPECT_EQ(parse_tree("a\n", file).name, name);
  }
}

class TreeFiles : public testing::Test {
 protected:
  const TemporaryFolder folder_;
};

TEST_F(TreeFiles, ReadAFileByName) {
  const ModuleTree tree = read_tree(folder_.put("tiny.modules.txt", "model\nmodel.norm\n"));
  EXPECT_EQ(tree.name, "tiny");
  EXPECT_THAT(tree.modules.views(), ElementsAre("model", "model.norm"));
}

TEST_F(TreeFiles, ListedByEndingAndName) {
  folder_.put("b.txt", "");
  folder_.put("a.json", "");
  folder_.put("c.txt.gz", "");
  folder_.put("d.json.gz", "");
  folder_.put("README.md", "");
  folder_.put("sources.tsv", "");
  folder_.put("e.gz", "");
  std::filesystem::create_directory(folder_.file("folder.txt"));
  EXPECT_THAT(list_tree_files(folder_.path()),
              ElementsAre(folder_.file("a.json"), folder_.file("b.txt"), folder_.file("c.txt.gz"),
                          folder_.file("d.json.gz")));
  EXPECT_THAT(list_tree_files(folder_.file("README.md")), ElementsAre(folder_.file("README.md")))
      << "a file gives itself";
  EXPECT_THAT(list_tree_files("-"), ElementsAre("-"));
}

TEST(ReadTree, DeepSeekV3) {
  const std::string file = OVERMATCH_CORPUS_DIR "/trees/deepseek-v3.modules.txt.gz";
  const ModuleTree tree = read_tree(file);
  EXPECT_EQ(tree.name, "deepseek-v3");
  EXPECT_EQ(tree.modules.size(), 75'396U);
  EXPECT_TRUE(tree.modules.contains("model.layers.60.mlp.experts.255.down_proj"));
  const std::string packed = read_file(file);
  EXPECT_EQ(parse_tree(packed, "renamed").modules, tree.modules)
      << "known by its bytes, not by its name";
}

}  // namespace
}  // namespace overmatch::read_tree_test
