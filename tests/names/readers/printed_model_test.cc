// SPDX-License-Identifier: Apache-2.0
#include "names/readers/printed_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"

namespace overmatch::printed_model_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> modules_of(std::string_view text) {
  const ModuleTree tree = parse_tree(text, "t");
  return {tree.modules.begin(), tree.modules.end()};
}

constexpr const char* kLlama = R"(LlamaForCausalLM(
  (model): LlamaModel(
    (embed_tokens): Embedding(128256, 64)
    (layers): ModuleList(
      (0-1): 2 x LlamaDecoderLayer(
        (self_attn): LlamaAttention(
          (q_proj): Linear(in_features=64, out_features=64, bias=False)
        )
      )
      (2): LlamaDecoderLayer(
        (mlp): LlamaMLP()
      )
    )
    (norm): LlamaRMSNorm((64,), eps=1e-05)
  )
  (lm_head): Linear(in_features=64, out_features=128256, bias=False)
)
)";

TEST(PrintedModel, IsReadAsItsTree) {
  const auto tree =
      ElementsAre("model", "model.embed_tokens", "model.layers", "model.layers.0",
                  "model.layers.0.self_attn", "model.layers.0.self_attn.q_proj", "model.layers.1",
                  "model.layers.1.self_attn", "model.layers.1.self_attn.q_proj", "model.layers.2",
                  "model.layers.2.mlp", "model.norm", "lm_head");
  EXPECT_THAT(modules_of(kLlama), tree);
  EXPECT_THAT(modules_of("```\n" + std::string(kLlama) + "```\n"), tree) << "from a model card";
  EXPECT_THAT(modules_of(">>> print(model)\n" + std::string(kLlama)), tree);
  std::string windows;
  for (const char* c = kLlama; *c != '\0'; ++c) windows += *c == '\n' ? "\r\n" : std::string(1, *c);
  EXPECT_THAT(modules_of(windows), tree);
}

TEST(PrintedModel, HasClasses) {
  const Model model = parse_model(kLlama, "t");
  const ModelFacts& facts = model.facts.value();
  EXPECT_TRUE(facts.printed);
  EXPECT_FALSE(facts.parameters);
  const auto class_of = [&](std::string_view path) -> std::string {
    for (std::size_t at = 0; at < model.tree.modules.size(); ++at) {
      if (model.tree.modules[at] == path)
        return facts.class_at(at) == nullptr ? "" : facts.class_at(at)->name;
    }
    return "none";
  };
  EXPECT_EQ(class_of("model.layers.1.self_attn.q_proj"), "torch.nn.modules.linear.Linear");
  EXPECT_EQ(class_of("model.layers.1"), "LlamaDecoderLayer") << "of a range";
  EXPECT_EQ(class_of("model.layers"), "torch.nn.modules.container.ModuleList");
  EXPECT_EQ(class_of("model.norm"), "LlamaRMSNorm") << "its bases are not shown";
  const auto first = [](const char* text) {
    const Model other = parse_model(text, "t");
    return other.facts->class_at(0) == nullptr ? ModuleClass() : *other.facts->class_at(0);
  };
  EXPECT_EQ(first("M(\n  (a): lora.Linear(\n    (b): A()\n  )\n)\n").name, "");
  const ModuleClass convolution = first("M(\n  (a): Conv2d(3, 8, kernel_size=(3, 3))\n)\n");
  EXPECT_TRUE(convolution.is_a("_ConvNd"));
  EXPECT_FALSE(convolution.is_a("Linear"));
}

TEST(PrintedModel, OddNames) {
  EXPECT_THAT(
      modules_of("M(\n  (0): A({'max': 512}) with B: C \n  (1): D(\n    (a b): E()\n  )\n)\n"),
      ElementsAre("0", "1", "1.a b"));
  EXPECT_THAT(modules_of("M(\n  (0-3): 2 x A()\n  (5-6): B()\n)\n"), ElementsAre("0-3", "5-6"))
      << "no range if the count says otherwise";
  EXPECT_THAT(modules_of("M(\n  scale=1\n  rate=2\n  (a): A(\n    p=0.1\n    (b): B()\n  )\n)\n"),
              ElementsAre("a", "a.b"))
      << "what modules say of themselves";
}

TEST(PrintedModel, Refusals) {
  const auto refusal = [](const std::string& text) {
    return message_of([&] { (void)parse_tree(text, "t"); });
  };
  EXPECT_THAT(
      refusal(std::string(kLlama) + "trainable params: 1\n"),
      HasSubstr("t:18: what print() shows of a model ends here, and \"trainable params: 1\""));
  EXPECT_THAT(refusal("M(\n  (a): A()\n  (a): B()\n)\n"), HasSubstr("t:3: duplicate module \"a\""));
  EXPECT_THAT(refusal("M(\n  (a.b): A()\n)\n"), HasSubstr("t:2: a name with a dot"));
  EXPECT_THAT(refusal("M(\n  (0-999999999): 1000000000 x A()\n)\n"), HasSubstr("t:2: "))
      << "no tree is that big";
  std::string deep;
  for (std::size_t depth = 0; depth < 300; ++depth) deep += std::string(depth, ' ') + "(a): A(\n";
  EXPECT_THAT(refusal(deep), HasSubstr("modules in each other"));
}

TEST(PrintedModel, IsNotEveryText) {
  EXPECT_TRUE(is_printed_model(kLlama));
  EXPECT_FALSE(is_printed_model("model\nmodel.norm\n"));
  EXPECT_FALSE(is_printed_model("a (b): c\nd\n"));
  EXPECT_FALSE(is_printed_model("M()\n"));
  EXPECT_FALSE(is_printed_model(""));
}

}  // namespace
}  // namespace overmatch::printed_model_test
