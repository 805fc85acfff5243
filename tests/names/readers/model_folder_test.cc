// SPDX-License-Identifier: Apache-2.0
#include "names/readers/model_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "names/readers/files.h"
#include "names/readers/tree_lines.h"
#include "tests/names/weight_files.h"
#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::model_folder_test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kEmbed = R"("model.embed.weight": {"dtype": "F16", "shape": [9, 4]})";
constexpr const char* kNorm = R"("model.norm.weight": {"dtype": "F16", "shape": [4]})";
constexpr const char* kIndex =
    R"({"weight_map": {"model.norm.weight": "2.safetensors", "model.embed.weight": "1.safetensors"}})";

class ModelFolder : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    write_file(file(name), text);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }
  [[nodiscard]] std::string path() const {
    return std::filesystem::path(file("x")).parent_path().string();
  }
  [[nodiscard]] Model read() const { return read_model(path()); }
  [[nodiscard]] std::string refusal() const {
    return message_of([&] { (void)read(); });
  }
  void write_shards() const {
    write("model.safetensors.index.json", kIndex);
    write("1.safetensors", safetensors_of("{" + std::string(kEmbed) + "}"));
    write("2.safetensors", safetensors_of("{" + std::string(kNorm) + "}"));
  }

 private:
  TemporaryFolder folder_;
};

// The modules with their facts, one a line.
std::string lines_of(const Model& model) {
  const std::string all = format_tree_lines(model.tree.modules, model.facts.value());
  return all.substr(all.find('\n') + 1);
}

TEST_F(ModelFolder, ShapesComeFromTheHeader) {
  write("model.safetensors",
        safetensors_of(R"({"__metadata__": {"shape": "none"}, )" + std::string(kEmbed) + ", " +
                       kNorm + R"(, "scale": {"shape": []}})"));
  write("config.json", R"({"model_type": "toy", "tie_word_embeddings": false, "eps": NaN,
    "limits": [-Infinity, Infinity], "title": "NaN \" Infinity"})");
  const Model model = read();
  EXPECT_EQ(lines_of(model),
            "{\"module\": \"model\"}\n"
            "{\"module\": \"model.embed\", \"parameters\": {\"weight\": [9, 4]}}\n"
            "{\"module\": \"model.norm\", \"parameters\": {\"weight\": [4]}}\n");
  EXPECT_EQ(model.tree.name, std::filesystem::path(path()).filename());
  EXPECT_EQ(model.parameters.size(), 3U);
  EXPECT_TRUE(model.facts->from_checkpoint);
  EXPECT_EQ(model.facts->model_type, "toy");
  EXPECT_EQ(model.facts->tie_word_embeddings, false);
  EXPECT_EQ(model.facts->config,
            R"({"model_type":"toy","tie_word_embeddings":false,"eps":null,"limits":[null,null],)"
            R"("title":"NaN \" Infinity"})");
  EXPECT_THAT(model.warnings, IsEmpty());
  EXPECT_EQ(lines_of(read_model(file("model.safetensors"))), lines_of(model))
      << "the file alone has the shapes, too";
}

TEST_F(ModelFolder, ShapesComeFromAllFilesOfAnIndex) {
  write_shards();
  EXPECT_EQ(lines_of(read()),
            "{\"module\": \"model\"}\n"
            "{\"module\": \"model.norm\", \"parameters\": {\"weight\": [4]}}\n"
            "{\"module\": \"model.embed\", \"parameters\": {\"weight\": [9, 4]}}\n");
  for (const char* pointer : {"", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"}) {
    std::filesystem::remove(file("2.safetensors"));
    if (*pointer != '\0') write("2.safetensors", pointer);
    const Model model = read();
    EXPECT_EQ(model.facts->parameters, std::nullopt) << "some shapes are no shapes";
    EXPECT_EQ(model.parameters.size(), 2U);
    EXPECT_THAT(model.warnings, ElementsAre(EndsWith("the shapes of parameters are unknown, "
                                                     "because 2.safetensors is not there")));
  }
}

TEST_F(ModelFolder, NamesOfPickledWeightsComeFromTheirIndex) {
  write("pytorch_model.bin.index.json", R"({"weight_map": {"a.weight": "pytorch_model.bin"}})");
  const Model model = read();
  EXPECT_EQ(lines_of(model), "{\"module\": \"a\"}\n");
  EXPECT_EQ(model.facts->parameters, std::nullopt);
  EXPECT_THAT(model.warnings, IsEmpty());
}

TEST_F(ModelFolder, TheOutputLayerOfTiedModelsIsAdded) {
  const struct {
    const char* config;
    const char* weights;
    const char* added;
  } rows[] = {
      {R"({"architectures": ["ToyForCausalLM"], "tie_word_embeddings": true})", kEmbed, "lm_head"},
      {R"({"architectures": ["GPT2LMHeadModel"]})", kEmbed, "lm_head"},
      {R"({"architectures": ["T5ForConditionalGeneration"], "model_type": "t5"})", kEmbed,
       "lm_head"},
      {R"({"architectures": ["WhisperForConditionalGeneration"]})", kEmbed, "proj_out"},
      {R"({"architectures": ["LlavaForConditionalGeneration"], "model_type": "llava"})", kEmbed,
       nullptr},
      {R"({"architectures": ["ToyForCausalLM"], "tie_word_embeddings": false})", kEmbed, nullptr},
      {R"({"architectures": ["ToyForCausalLM"]})", R"("lm_head.weight": {"shape": [9, 4]})",
       nullptr},
      {R"({"architectures": ["ToyForCausalLM"]})", R"("embed_out.weight": {"shape": [9, 4]})",
       nullptr},
      {R"({"architectures": ["ToyModel"]})", kEmbed, nullptr},
      {R"({"architectures": []})", kEmbed, nullptr},
      {R"({})", kEmbed, nullptr},
  };
  for (const auto& [config, weights, added] : rows) {
    write("config.json", config);
    write("model.safetensors", safetensors_of("{" + std::string(weights) + "}"));
    const Model model = read();
    if (added == nullptr) {
      EXPECT_THAT(model.facts->not_in_checkpoint, IsEmpty()) << config;
      EXPECT_THAT(model.warnings, IsEmpty()) << config;
      continue;
    }
    ASSERT_THAT(model.facts->not_in_checkpoint, ElementsAre(2U)) << config;
    EXPECT_EQ(model.tree.modules[2], added);
    EXPECT_THAT(model.warnings, ElementsAre(HasSubstr("most likely `" + std::string(added) + "`")));
  }
}

TEST_F(ModelFolder, TheAddedLayerHasTheShapeOfTheEmbeddings) {
  write("config.json", R"({"architectures": ["GPT2LMHeadModel"]})");
  write("model.safetensors", safetensors_of(R"({"wte.weight": {"shape": [9, 4]}})"));
  const Model model = read();
  EXPECT_EQ(lines_of(model),
            "{\"module\": \"wte\", \"parameters\": {\"weight\": [9, 4]}}\n"
            "{\"module\": \"lm_head\", \"parameters\": {\"weight\": [9, 4]}, \"in_checkpoint\": "
            "false}\n");
  EXPECT_THAT(model.facts->tied, ElementsAre(testing::Pair("lm_head.weight", "wte.weight")));
  const std::string written = format_tree_lines(model.tree.modules, *model.facts);
  const Model again = parse_model(written, "t");
  EXPECT_EQ(format_tree_lines(again.tree.modules, *again.facts), written);

  write("model.safetensors", safetensors_of(R"({"a.wte.weight": {"shape": [9, 4]},
    "b.wte.weight": {"shape": [7, 4]}})"));
  EXPECT_THAT(read().facts->tied, IsEmpty()) << "which of the two is unknown";
}

TEST_F(ModelFolder, IsToldFromAFolderOfTrees) {
  EXPECT_FALSE(is_model_folder(path()));
  EXPECT_FALSE(is_model_folder(file("none")));
  write("config.json", "{}");
  write("a.txt", "a\n");
  EXPECT_FALSE(is_model_folder(path()));
  EXPECT_THAT(list_tree_files(path()), ElementsAre(EndsWith("a.txt"), EndsWith("config.json")));
  write_shards();
  EXPECT_TRUE(is_model_folder(path()));
  EXPECT_THAT(list_tree_files(path()), ElementsAre(path()));
  EXPECT_EQ(read_tree(path()).modules.size(), 3U);
}

TEST_F(ModelFolder, Refusals) {
  write("config.json", "{}");
  EXPECT_THAT(refusal(), HasSubstr(": a folder without model: it has no model.safetensors, "
                                   "model.safetensors.index.json or pytorch_model.bin.index.json; "
                                   "give one file"));
  write("pytorch_model.bin", "PK");
  EXPECT_THAT(refusal(), HasSubstr("can't be read without running it"));
  write_shards();
  const struct {
    const char* file;
    std::string text;
    const char* says;
  } rows[] = {
      {"config.json", "[]", "config.json: no JSON object"},
      {"config.json", "{", "config.json: line 1, column 2: no JSON"},
      {"config.json", "{}", "(nothing thrown)"},
      {"1.safetensors", "x", "1.safetensors: not a sound safetensors file: it is cut short"},
      {"1.safetensors", safetensors_of("{\"model.embed.weight\": {\"shape\": [-1]}}"),
       "1.safetensors: a \"shape\" that is no array of non-negative numbers"},
      {"1.safetensors", safetensors_of("{\"model.embed.weight\": {\"shape\": [[1]]}}"),
       "1.safetensors: a \"shape\" that is no array of non-negative numbers"},
      {"1.safetensors", safetensors_of("{\"model.embed.weight\": {\"shape\": {}}}"),
       "1.safetensors: a \"shape\" that is no array of non-negative numbers"},
      {"1.safetensors", safetensors_of("{\"model.embed.weight\": {\"shape\": [], \"shape\": []}}"),
       "1.safetensors: a second \"shape\""},
  };
  for (const auto& [name, text, says] : rows) {
    write(name, text);
    EXPECT_THAT(refusal(), HasSubstr(says)) << text;
  }
}

}  // namespace
}  // namespace overmatch::model_folder_test
