// SPDX-License-Identifier: Apache-2.0
// A small model with all facts, for tests of PEFT's rules: in torch, an embedding, two blocks of a
// linear layer, a norm, an attention, an activation and a sequence of two linear layers, and two
// heads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "names/model_facts.h"
#include "tests/analysis/trees.h"

namespace overmatch::peft_toy {

struct Toy {
  ModuleTree tree;
  ModelFacts facts;

  // Adds a module of a class of torch, with parameters.
  void add(const std::string& path, const std::string& class_name,
           const std::map<std::string, std::vector<std::int64_t>>& parameters = {}) {
    const auto module = static_cast<std::uint32_t>(tree.modules.size());
    tree.modules.push_back(path);
    std::uint32_t at = 0;
    while (at < facts.classes.size() && facts.classes[at].name != class_name) ++at;
    if (at == facts.classes.size()) facts.classes.push_back({class_name, {}});
    facts.class_of.push_back(at);
    if (!facts.parameters) facts.parameters.emplace();
    for (const auto& [name, shape] : parameters) facts.parameters->push_back({module, name, shape});
  }
  void add_linear(const std::string& path) {
    add(path, "torch.nn.modules.linear.Linear", {{"weight", {8, 8}}, {"bias", {8}}});
  }
};

[[nodiscard]] inline Toy toy() {
  Toy toy;
  toy.tree.name = "toy";
  toy.add("", "toy.Toy");
  toy.add("embed_tokens", "torch.nn.modules.sparse.Embedding", {{"weight", {10, 8}}});
  toy.add("layers", "torch.nn.modules.container.ModuleList");
  for (const std::string block : {"layers.0", "layers.1"}) {
    toy.add(block, "toy.Block");
    toy.add_linear(block + ".q_proj");
    toy.add(block + ".norm", "torch.nn.modules.normalization.LayerNorm",
            {{"weight", {8}}, {"bias", {8}}});
    toy.add(block + ".attn", "torch.nn.modules.activation.MultiheadAttention",
            {{"in_proj_weight", {24, 8}}, {"in_proj_bias", {24}}});
    toy.add_linear(block + ".attn.out_proj");
    toy.add(block + ".act", "torch.nn.modules.activation.GELU");
    toy.add(block + ".mlp", "torch.nn.modules.container.Sequential");
    toy.add_linear(block + ".mlp.0");
    toy.add_linear(block + ".mlp.1");
  }
  toy.add_linear("pre_head");
  toy.add_linear("head");
  return toy;
}

}  // namespace overmatch::peft_toy
