// SPDX-License-Identifier: Apache-2.0
// Copies of layers. That PEFT 0.21.2 names and shares them so was watched there.
#include "analysis/peft/facts/peft_replication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/peft/rules/peft_rules.h"
#include "names/input_error.h"
#include "tests/analysis/peft/peft_toy.h"

namespace overmatch::peft_replication_test {
namespace {

using testing::ElementsAre;

PeftConfig config_of(const std::string& members) {
  return parse_peft_config(R"({"target_modules": ["q"], )" + members + "}", "c");
}

// A model with two layers in the list of this path.
Model model_of(const std::string& list) {
  peft_toy::Toy toy;
  toy.add("", "toy.Toy");
  for (std::size_t end = 0; end != std::string::npos;) {
    end = list.find('.', end + 1);
    toy.add(list.substr(0, end), "torch.nn.modules.container.ModuleList");
  }
  for (const std::string layer : {".0", ".1"}) {
    toy.add(list + layer, "toy.Layer");
    toy.add_linear(list + layer + ".q");
  }
  toy.add_linear("head");
  Model model;
  model.tree = std::move(toy.tree);
  model.facts = std::move(toy.facts);
  model.facts->tied = {{"head.weight", "embed.weight"}};
  for (const ParameterFacts& each : *model.facts->parameters)
    model.parameters.push_back(std::string(model.tree.modules[each.module]) + "." + each.name);
  return model;
}

std::vector<std::string> texts_of(const Names& names) { return {names.begin(), names.end()}; }

TEST(PeftReplication, CopiesLayersWithTheirFacts) {
  const auto after =
      replicated(model_of("layers"), config_of(R"("layer_replication": [[1, 2], [0, 2]])"));
  ASSERT_TRUE(after);
  EXPECT_THAT(texts_of(after->tree.modules),
              ElementsAre("", "layers", "layers.0", "layers.0.q", "layers.1", "layers.1.q",
                          "layers.2", "layers.2.q", "head"));
  EXPECT_THAT(
      texts_of(after->parameters),
      ElementsAre("layers.0.q.bias", "layers.0.q.weight", "layers.1.q.bias", "layers.1.q.weight",
                  "layers.2.q.bias", "layers.2.q.weight", "head.bias", "head.weight"));
  const ModelFacts& facts = *after->facts;
  EXPECT_EQ(facts.class_at(6)->name, "toy.Layer");
  EXPECT_EQ(facts.class_at(7)->name, "torch.nn.modules.linear.Linear");
  ASSERT_EQ(facts.parameters->size(), 8U);
  EXPECT_EQ((*facts.parameters)[5].module, 7U);
  // The layers 0 and 2 are both the old layer 1.
  EXPECT_THAT(facts.tied, ElementsAre(std::pair("head.weight", "embed.weight"),
                                      std::pair("layers.2.q.bias", "layers.0.q.bias"),
                                      std::pair("layers.2.q.weight", "layers.0.q.weight")));
}

TEST(PeftReplication, FindsTheListAsPeftDoes) {
  const struct {
    const char* list;
    const char* config;
    bool found;
  } rows[] = {
      {"layers", R"("layer_replication": [[0, 2]])", true},
      {"h", R"("layer_replication": [[0, 2]])", true},
      {"model.model.layers", R"("layer_replication": [[0, 2]])", true},
      {"bert.encoder.layer", R"("layer_replication": [[0, 2]])", true},
      {"model.bert.encoder.layer", R"("layer_replication": [[0, 2]])", true},
      {"bert.model.layers", R"("layer_replication": [[0, 2]])", false},
      {"roberta.encoder.layer", R"("layer_replication": [[0, 2]])", false},
      {"model.decoder.layers", R"("layer_replication": [[0, 2]])", false},
      {"layers", R"("layer_replication": [[0, 3]])", false},
      {"layers", R"("layer_replication": [[-1, 1]])", false},
      {"layers", R"("layer_replication": [[0, 2]], "peft_version": "0.9.0")", false},
      {"layers", R"("layer_replication": [[0, 2]], "peft_type": "LOHA")", false},
      {"layers", R"("layer_replication": [])", false},
      {"layers", R"("r": 8)", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(replicated(model_of(row.list), config_of(row.config)).has_value(), row.found)
        << row.list << " " << row.config;
  }
}

TEST(PeftReplication, WhatIsNotFoundIsRefusedOrLeftOpen) {
  const Model model = model_of("decoder");
  const TreeIndex index(model.tree);
  const PeftConfig config = config_of(R"("layer_replication": [[0, 2]])");
  const PeftEffect known = apply_peft(index, config, &*model.facts);
  ASSERT_TRUE(known.refused);
  EXPECT_EQ(known.refused->member, "layer_replication");
  const PeftEffect names = apply_peft(index, config);
  EXPECT_FALSE(names.refused);
  EXPECT_EQ(names.not_judged.size(), 1U);
}

TEST(PeftReplication, RefusesWhatIsNoListOfPairsOrTooLong) {
  for (const char* const value : {"3", "[3]", "[[1]]", "[[0, 1, 2]]", "[[0, 1.5]]"})
    EXPECT_THROW((void)config_of(R"("layer_replication": )" + std::string(value)), InputError)
        << value;
  std::string many = "[[0, 2]";
  for (int at = 0; at < 5'000; ++at) many += ", [0, 2]";
  EXPECT_THROW(
      (void)replicated(model_of("layers"), config_of(R"("layer_replication": )" + many + "]")),
      InputError);
}

}  // namespace
}  // namespace overmatch::peft_replication_test
