// SPDX-License-Identifier: Apache-2.0
// Which layers vLLM makes of modules, and what it calls them.
#include "analysis/servers/server_layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/trees.h"

namespace overmatch::server_layers_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "NAME = PARTS" of each layer.
std::vector<std::string> layers(const std::vector<std::string>& paths) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  const ServerLayers server(index, linear_modules(index, nullptr));
  std::vector<std::string> out;
  for (const ServerLayer& layer : server.layers()) {
    std::string text = layer.name;
    for (const std::string& part : layer.parts)
      text += (&part == &layer.parts[0] ? " = " : " ") + part;
    out.push_back(text + (layer.kind == ServerLayerKind::head ? " (head)" : ""));
  }
  return out;
}

TEST(ServerLayers, FuseWhatStandsBesideEachOther) {
  EXPECT_THAT(layers({"a", "a.k_proj", "a.q_proj", "a.v_proj", "a.o_proj", "b", "b.gate_proj",
                      "b.up_proj"}),
              ElementsAre("a.qkv_proj = a.q_proj a.k_proj a.v_proj", "a.o_proj",
                          "b.gate_up_proj = b.gate_proj b.up_proj"));
}

TEST(ServerLayers, KeepWhatLacksAPart) {
  EXPECT_THAT(layers({"a", "a.q_proj", "a.k_proj", "b", "b.v_proj", "c", "c.qkv_proj"}),
              ElementsAre("a.q_proj", "a.k_proj", "b.v_proj", "c.qkv_proj"));
}

TEST(ServerLayers, HoldExpertsAsOne) {
  EXPECT_THAT(
      layers({"m", "m.experts", "m.experts.0", "m.experts.0.w1", "m.experts.0.w2", "m.experts.0.w3",
              "m.experts.1", "m.experts.1.w1", "m.experts.1.w2", "m.experts.1.w3", "m.gate"}),
      ElementsAre("m.experts = m.experts.0.w1 m.experts.0.w3 m.experts.0.w2", "m.gate"));
  EXPECT_THAT(layers({"m", "m.experts", "m.experts.0", "m.experts.0.fc1"}),
              ElementsAre("m.experts.0.fc1"));
}

TEST(ServerLayers, RenameRootsOfSeveralTowers) {
  EXPECT_THAT(layers({"model", "model.language_model", "model.language_model.q", "model.visual",
                      "model.visual.qkv", "lm_head"}),
              ElementsAre("language_model.model.q", "visual.qkv", "language_model.lm_head (head)"));
  EXPECT_THAT(layers({"visual", "visual.qkv", "model", "model.layers", "model.layers.q"}),
              ElementsAre("visual.qkv", "language_model.model.layers.q"));
  EXPECT_THAT(layers({"model", "model.layers", "model.layers.q", "lm_head"}),
              ElementsAre("model.layers.q", "lm_head (head)"));
}

TEST(ServerLayers, RenameEntriesOnlyAtADot) {
  const ModuleTree tree = tree_of({"model", "model.language_model", "model.visual", "lm_head"});
  const TreeIndex index(tree);
  const ServerLayers server(index, {});
  EXPECT_EQ(server.renamed("model.visual.blocks.0"), "visual.blocks.0");
  EXPECT_EQ(server.renamed("model.visual"), "model.visual");
  EXPECT_EQ(server.renamed("model.visual_2.a"), "model.visual_2.a");
  EXPECT_EQ(server.renamed("lm_head"), "lm_head");
}

TEST(LinearModules, AreThoseOfTheClassOrElseLeavesByName) {
  const std::string typed =
      "{\"overmatch_tree\": 1}\n"
      "{\"module\": \"a\", \"class\": \"torch.nn.modules.linear.Linear\"}\n"
      "{\"module\": \"b\", \"class\": \"my.Router\"}\n";
  const Model model = parse_model(typed, "t");
  const TreeIndex index(model.tree);
  EXPECT_THAT(paths_of(index, linear_modules(index, &*model.facts)), ElementsAre("a"));
  EXPECT_THAT(paths_of(index, linear_modules(index, nullptr)), ElementsAre("a", "b"));
  EXPECT_THAT(layers({"x", "x.norm1", "x.act_fn", "x.embed_tokens"}), IsEmpty());
}

}  // namespace
}  // namespace overmatch::server_layers_test
