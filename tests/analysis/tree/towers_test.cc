// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/towers.h"

#include <gtest/gtest.h>

#include "tests/analysis/trees.h"

namespace overmatch::towers_test {
namespace {

TEST(Towers, WhatASegmentSays) {
  const struct {
    const char* segment;
    Modality modality;
  } rows[] = {
      {"vision_tower", Modality::vision},
      {"visual", Modality::vision},
      {"img_model", Modality::vision},
      {"high_res_vision_model", Modality::vision},
      {"imageEncoder2", Modality::vision},
      {"audio_tower", Modality::audio},
      {"token2wav", Modality::audio},
      {"language_model", Modality::language},
      {"text_encoder_2", Modality::language},
      {"multi_modal_projector", Modality::connector},
      {"vision_projection", Modality::connector},
      {"qformer", Modality::connector},
      {"encoder", Modality::unmarked},
      {"transformer_blocks", Modality::unmarked},
      {"supervision", Modality::unmarked},
      {"context", Modality::unmarked},
      {"", Modality::unmarked},
  };
  for (const auto& row : rows) EXPECT_EQ(modality_of(row.segment), row.modality) << row.segment;
}

std::vector<std::string> roots(const char* tree, const char* entry) {
  const TreeIndex index(shipped(tree));
  std::vector<std::string> all;
  for (const Tower& tower :
       towers_of(index, PathTemplates(index), *index.select(Mode::segment, entry)))
    all.push_back(tower.root + " " + std::to_string(tower.modules.size()));
  return all;
}

TEST(Towers, OfRealModels) {
  using Roots = std::vector<std::string>;
  EXPECT_EQ(roots("llava-1.5-7b", "q_proj"),
            (Roots{"model.vision_tower 24", "model.language_model 32"}));
  EXPECT_EQ(roots("llama-2-7b-seqcls", "q_proj"), (Roots{"model 32"}));
  EXPECT_EQ(roots("t5-small", "q"), (Roots{"encoder 6", "decoder 12"}));
  EXPECT_EQ(roots("openai-clip-vit-b-32", "c_fc"), (Roots{"visual 12", "transformer 12"}));
  EXPECT_EQ(roots("roberta-base-mlm", "dense"), (Roots{"roberta.encoder 36"}))
      << "a head is no tower";
  EXPECT_EQ(roots("gpt2", "lm_head"), Roots());
}

TEST(Towers, WhichModelsWriteText) {
  EXPECT_TRUE(writes_text(TreeIndex(shipped("llava-1.5-7b"))));
  EXPECT_TRUE(writes_text(TreeIndex(shipped("gpt2"))));
  EXPECT_FALSE(writes_text(TreeIndex(shipped("clip-vit-base-patch32"))));
  EXPECT_FALSE(writes_text(TreeIndex(shipped("flux1-dev-transformer"))));
}

}  // namespace
}  // namespace overmatch::towers_test
