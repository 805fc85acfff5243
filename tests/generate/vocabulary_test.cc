// SPDX-License-Identifier: Apache-2.0
// The vocabulary is real: every word and path of it is in a tree of the corpus. That words are
// segments, distinct and sorted is checked when vocabulary.cc is compiled.
#include "generate/vocabulary.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "names/path.h"
#include "names/readers/read_tree.h"

namespace overmatch::vocabulary_test {
namespace {

class Vocabulary : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/trees")) {
      for (const std::string_view path : trees().emplace_back(read_tree(file)).modules) {
        paths().insert(path);
        for (const std::string_view segment : Segments(path)) segments().insert(segment);
      }
    }
  }
  static void TearDownTestSuite() {
    paths().clear();
    segments().clear();
    trees().clear();
  }

  static std::vector<ModuleTree>& trees() {
    static std::vector<ModuleTree> all;
    return all;
  }
  static std::unordered_set<std::string_view>& paths() {
    static std::unordered_set<std::string_view> all;
    return all;
  }
  static std::unordered_set<std::string_view>& segments() {
    static std::unordered_set<std::string_view> all;
    return all;
  }
};

TEST_F(Vocabulary, EverySegmentIsReal) {
  for (const std::span<const std::string_view> list :
       {std::span<const std::string_view>(kRoots), std::span<const std::string_view>(kStacks),
        std::span<const std::string_view>(kBlocks), std::span<const std::string_view>(kLeaves),
        std::span<const std::string_view>(kWrappers)}) {
    for (const std::string_view word : list) EXPECT_TRUE(segments().contains(word)) << word;
  }
  for (const auto& [plain, fused] : kFusedPairs) {
    EXPECT_TRUE(segments().contains(plain)) << plain;
    EXPECT_TRUE(segments().contains(fused)) << fused;
  }
}

TEST_F(Vocabulary, EveryPathIsReal) {
  for (const std::string_view path : kRealPaths) EXPECT_TRUE(paths().contains(path)) << path;
}

// The pairs for which the list is kept, each in one model.
TEST_F(Vocabulary, HoldsThePairsThatCollideInReality) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"transformer_blocks.0.attn.to_q", "single_transformer_blocks.0.attn.to_q"},
      {"transformer.resblocks.0", "visual.transformer.resblocks.0"},
      {"classifier", "pre_classifier"},
      {"text_encoder", "text_encoder_2"},
      {"blocks.0.attn.proj", "blocks.0.attn.proj_drop"},
      {"layers.1", "layers.10"},
      {"model.layers.1", "model.layers.10"}};
  const std::unordered_set<std::string_view> listed(std::begin(kRealPaths), std::end(kRealPaths));
  for (const auto& [left, right] : kPairs) {
    EXPECT_TRUE(listed.contains(left)) << left;
    EXPECT_TRUE(listed.contains(right)) << right;
    bool together = false;
    for (const ModuleTree& tree : trees())
      together = together || (tree.modules.contains(left) && tree.modules.contains(right));
    EXPECT_TRUE(together) << left << ", " << right;
  }
}

}  // namespace
}  // namespace overmatch::vocabulary_test
