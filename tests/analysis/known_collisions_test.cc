// SPDX-License-Identifier: Apache-2.0
// Collisions that are known of real models: found, and gone when the advice is followed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "analysis/audit/audit.h"
#include "analysis/tree/collisions.h"
#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::known_collisions_test {
namespace {

struct Known {
  const char* tree;
  Mode mode;
  const char* pattern;
  AuditKind kind;
  const char* module;  // selected by accident
};

constexpr Known kKnown[] = {
    {"openai-clip-vit-b-32", Mode::segment, "transformer.resblocks.0", AuditKind::rerooting,
     "visual.transformer.resblocks.0"},
    {"openai-clip-vit-b-32", Mode::endswith, "transformer.resblocks.0.attn", AuditKind::rerooting,
     "visual.transformer.resblocks.0.attn"},
    {"openai-clip-vit-b-32", Mode::segment, "c_fc", AuditKind::ambiguity,
     "visual.transformer.resblocks.3.mlp.c_fc"},
    {"flux1-dev-transformer", Mode::endswith, "transformer_blocks.0.attn.to_q",
     AuditKind::collision, "single_transformer_blocks.0.attn.to_q"},
    {"flux1-dev-transformer", Mode::segment, "proj_out", AuditKind::rerooting,
     "single_transformer_blocks.7.proj_out"},
    {"flux1-dev-transformer", Mode::segment, "to_q", AuditKind::ambiguity,
     "single_transformer_blocks.7.attn.to_q"},
    {"composite-flux1-dev-pipeline", Mode::endswith, "encoder", AuditKind::collision,
     "text_encoder"},
    {"llava-1.5-7b", Mode::segment, "q_proj", AuditKind::ambiguity,
     "model.vision_tower.vision_model.encoder.layers.3.self_attn.q_proj"},
    {"llava-1.5-7b", Mode::endswith, "layers.1.self_attn.q_proj", AuditKind::ambiguity,
     "model.vision_tower.vision_model.encoder.layers.1.self_attn.q_proj"},
    {"llava-1.5-7b", Mode::regex, ".*norm", AuditKind::collision,
     "model.language_model.layers.0.input_layernorm"},
    {"sdxl-controlnet-canny", Mode::endswith, "down_blocks", AuditKind::collision,
     "controlnet_down_blocks"},
    {"composite-sdxl-controlnet-pipeline", Mode::endswith, "down_blocks", AuditKind::collision,
     "controlnet.controlnet_down_blocks"},
    {"composite-sdxl-controlnet-pipeline", Mode::regex, "text_encoder.*", AuditKind::collision,
     "text_encoder_2"},
    {"composite-sdxl-controlnet-pipeline", Mode::segment, "to_q", AuditKind::ambiguity,
     "controlnet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"},
    {"timm-crossvit-15-240", Mode::segment, "blocks.1", AuditKind::rerooting, "blocks.0.blocks.1"},
    {"timm-crossvit-15-240", Mode::endswith, "norm", AuditKind::collision,
     "blocks.0.blocks.0.0.attn.q_norm"},
    {"encdec-bert2bert", Mode::segment, "encoder", AuditKind::rerooting, "decoder.bert.encoder"},
    {"encdec-bert2bert", Mode::segment, "query", AuditKind::ambiguity,
     "decoder.bert.encoder.layer.3.attention.self.query"},
    {"peft-lora-bert-seqcls", Mode::endswith, "layer", AuditKind::collision,
     "base_model.model.bert.encoder.layer.0.attention.self.query.base_layer"},
    {"peft-lora-llava-1.5-7b", Mode::segment, "q_proj", AuditKind::ambiguity, ""},
    {"peft-lora-mistral-two-adapters", Mode::endswith, "norm", AuditKind::collision, ""},
    {"distilbert-base-seqcls", Mode::endswith, "classifier", AuditKind::collision,
     "pre_classifier"},
    {"deepseek-v3", Mode::endswith, "experts", AuditKind::collision,
     "model.layers.3.mlp.shared_experts"},
};

class KnownCollisions : public testing::TestWithParam<Known> {};

TEST_P(KnownCollisions, AreFoundAndGoneWithTheAdvice) {
  const Known& known = GetParam();
  const TreeIndex index(shipped(known.tree));
  const PathTemplates templates(index);
  const Audit audit = audit_patterns(index, templates, known.mode, {known.pattern}, std::nullopt);
  const auto finding =
      std::find_if(audit.findings.begin(), audit.findings.end(),
                   [&](const AuditFinding& each) { return each.kind == known.kind; });
  ASSERT_NE(finding, audit.findings.end());
  if (*known.module != '\0') {
    EXPECT_THAT(paths_of(index, finding->modules), testing::Contains(known.module));
  }
  ASSERT_FALSE(finding->advice.empty());

  // The patterns of one mode and purpose are written together, in place of the pattern.
  std::map<std::pair<Mode, std::string>, std::vector<std::string>> groups;
  for (const Advice& advice : finding->advice)
    groups[{advice.mode, advice.purpose}].push_back(advice.pattern);
  for (const auto& [key, patterns] : groups) {
    SCOPED_TRACE(std::string(to_string(key.first)) + " " + patterns[0]);
    const Audit again = audit_patterns(index, templates, key.first, patterns, std::nullopt);
    Selection selected;
    for (const AuditedPattern& pattern : again.patterns) {
      EXPECT_FALSE(pattern.selected.empty());
      selected.insert(selected.end(), pattern.selected.begin(), pattern.selected.end());
    }
    std::sort(selected.begin(), selected.end());
    const auto had = [&](AuditKind kind) {
      return std::any_of(audit.findings.begin(), audit.findings.end(),
                         [&](const AuditFinding& each) { return each.kind == kind; });
    };
    for (const AuditFinding& each : again.findings) {
      EXPECT_NE(each.kind, AuditKind::collision) << each.why;
      // A pattern can have two troubles, each with its own advice.
      EXPECT_TRUE(each.kind != AuditKind::rerooting ||
                  (known.kind != AuditKind::rerooting && had(AuditKind::rerooting)))
          << each.why;
    }
    if (known.kind == AuditKind::ambiguity) {
      for (const std::uint32_t module : selected) {
        EXPECT_TRUE(std::binary_search(finding->modules.begin(), finding->modules.end(), module))
            << index.path(module);
        EXPECT_TRUE(key.second.find('#') != std::string::npos ||
                    in_subtree(index.path(module), key.second))
            << index.path(module);
      }
      EXPECT_LT(selected.size(), finding->modules.size());
      continue;
    }
    if (key.first == Mode::subtree) continue;
    // What was selected by accident is gone, unless the pattern is nobody's name and all of it was
    // meant.
    const bool named = !audit.patterns[0].precise.empty();
    for (const std::uint32_t module : finding->modules) {
      EXPECT_EQ(std::binary_search(selected.begin(), selected.end(), module), !named)
          << index.path(module);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Trees, KnownCollisions, testing::ValuesIn(kKnown), [](const auto& each) {
  std::string name = std::string(each.param.tree) + "_" + std::string(to_string(each.param.mode)) +
                     "_" + each.param.pattern;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
      },
      '_');
  return name;
});

// Also before any pattern is written.
TEST(KnownHazards, AreInTheTrees) {
  const struct {
    const char* tree;
    const char* shorter;
    const char* longer;
    Hazard hazard;
  } rows[] = {
      {"openai-clip-vit-b-32", "transformer.resblocks.0", "visual.transformer.resblocks.0",
       Hazard::rerooting},
      {"flux1-dev-transformer", "transformer_blocks.0.attn.to_q",
       "single_transformer_blocks.0.attn.to_q", Hazard::suffix},
      {"flux1-dev-transformer", "proj_out", "single_transformer_blocks.0.proj_out",
       Hazard::rerooting},
      {"sdxl-controlnet-canny", "down_blocks.0", "controlnet_down_blocks.0", Hazard::suffix},
      {"composite-sdxl-controlnet-pipeline", "text_encoder", "text_encoder_2", Hazard::digits},
      {"timm-crossvit-15-240", "blocks.1", "blocks.0.blocks.1", Hazard::rerooting},
      {"encdec-bert2bert", "encoder", "decoder.bert.encoder", Hazard::rerooting},
      {"llava-1.5-7b", "model.language_model.layers.1", "model.language_model.layers.10",
       Hazard::digits},
      {"distilbert-base-seqcls", "classifier", "pre_classifier", Hazard::suffix},
  };
  for (const auto& row : rows) {
    const TreeIndex index(shipped(row.tree));
    EXPECT_THAT(
        find_hazards(index).pairs,
        testing::Contains(HazardPair{index.find(row.shorter), index.find(row.longer), row.hazard}))
        << row.tree << " " << row.longer;
  }
}

}  // namespace
}  // namespace overmatch::known_collisions_test
