// SPDX-License-Identifier: Apache-2.0
// What an audit says of keys, ties, experts, layers and lists of classes. Each config was tried
// with PEFT 0.21.2 and transformers 5.24.
#include "analysis/peft/peft_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/peft/peft_audit.h"
#include "tests/analysis/peft/peft_toy.h"
#include "tests/analysis/trees.h"

namespace overmatch::peft_findings_test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// "severity, kind: why", with advice behind "->".
std::vector<std::string> findings(const ModuleTree& tree, const ModelFacts* facts,
                                  const std::string& config) {
  const TreeIndex index(tree);
  const PeftAudit audit = audit_peft(index, PathTemplates(index),
                                     parse_peft_config(config, "config"), std::nullopt, facts);
  std::vector<std::string> all;
  for (const AuditFinding& each : audit.audit.findings) {
    std::string text = std::string(to_string(each.severity)) + ", " +
                       std::string(to_string(each.kind)) + ": " + each.why;
    for (const Advice& one : each.advice) text += " -> " + one.pattern;
    all.push_back(std::move(text));
  }
  return all;
}

const ModuleTree& distilbert() { return shipped("distilbert-base-seqcls"); }

TEST(PeftFindings, LayersUnderAnotherName) {
  const auto of = [](const std::string& pattern) {
    return findings(distilbert(), nullptr,
                    R"({"target_modules": ["q_lin"], "layers_to_transform": [0, 1],
                        "layers_pattern": ")" +
                        pattern + "\"}");
  };
  EXPECT_THAT(of("layer"), Not(Contains(HasSubstr("layers_pattern"))));
  EXPECT_THAT(of("block"),
              AllOf(Contains(AllOf(StartsWith("warning, unmatched: layers_pattern: \"block\" "),
                                   HasSubstr("; \"layer\" does"))),
                    Not(Contains(HasSubstr("is in layer")))));
}

TEST(PeftFindings, BothHeadsInAnyOrder) {
  for (const char* const saved :
       {R"(["pre_classifier", "classifier"])", R"(["classifier", "pre_classifier"])"}) {
    for (const char* const task : {"", R"(, "task_type": "SEQ_CLS")"}) {
      EXPECT_THAT(findings(distilbert(), nullptr,
                           std::string(R"({"target_modules": ["q_lin"], "modules_to_save": )") +
                               saved + task + "}"),
                  IsEmpty())
          << saved << task;
    }
  }
  EXPECT_THAT(findings(distilbert(), nullptr,
                       R"({"target_modules": ["q_lin"], "modules_to_save": ["pre_classifier"],
                           "task_type": "SEQ_CLS"})"),
              IsEmpty())
      << "the task adds the other one";
  EXPECT_THAT(findings(distilbert(), nullptr,
                       R"({"target_modules": ["q_lin"], "modules_to_save": ["classifier"]})"),
              ElementsAre(StartsWith("error, collision")));
}

peft_toy::Toy mixtral() {
  peft_toy::Toy toy;
  toy.add("", "Mixtral");
  toy.add("model", "Model");
  toy.add("model.layers", "torch.nn.modules.container.ModuleList");
  for (int layer = 0; layer < 3; ++layer) {
    const std::string block = "model.layers." + std::to_string(layer);
    toy.add(block, "Block");
    toy.add(block + ".self_attn", "Attention");
    toy.add_linear(block + ".self_attn.q_proj");
    toy.add(block + ".mlp", "Moe");
    toy.add(block + ".mlp.experts", "Experts",
            {{"gate_up_proj", {4, 8, 8}}, {"down_proj", {4, 8, 8}}});
  }
  toy.facts.model_type = "mixtral";
  return toy;
}

TEST(PeftFindings, NamesOfExpertsThatPeftTurnsIntoParameters) {
  const peft_toy::Toy toy = mixtral();
  const auto found = [&](const std::string& config) {
    return findings(toy.tree, &toy.facts, config);
  };
  EXPECT_THAT(found(R"({"target_modules": ["q_proj", "w1", "w2", "w3"]})"), IsEmpty());
  EXPECT_THAT(found(R"x({"target_modules": ".*(q_proj|w1|w2|w3)"})x"),
              Not(Contains(HasSubstr("selects nothing"))));
  EXPECT_THAT(found(R"({"target_modules": ["q_proj", "w4"]})"),
              Contains(HasSubstr("\"w4\" selects nothing")));
  EXPECT_THAT(found(R"({"target_modules": ["q_proj", "w1", "w2", "w3"],
                        "peft_version": "0.17.0"})"),
              Contains(HasSubstr("select nothing")))
      << "before PEFT converts them";
  // What PEFT writes into the config that it converts.
  EXPECT_THAT(found(R"x({"target_modules": ["q_proj"],
                         "target_parameters": ["gate_up_proj", "down_proj"],
                         "rank_pattern": {".*\\.gate_up_proj": 16},
                         "alpha_pattern": {".*\\.gate_up_proj": 32}})x"),
              IsEmpty());
  EXPECT_THAT(found(R"x({"target_modules": ["q_proj"], "target_parameters": ["down_proj"],
                         "rank_pattern": {".*\\.gate_up_proj": 16}})x"),
              ElementsAre(AllOf(StartsWith("warning, unmatched"), HasSubstr("sets nothing"))));
}

TEST(PeftFindings, LayersToTransformHoldsForModulesOnly) {
  const peft_toy::Toy toy = mixtral();
  const std::string layers = R"(, "layers_to_transform": [0, 1]})";
  EXPECT_THAT(
      findings(toy.tree, &toy.facts, R"({"target_modules": ["q_proj", "w1", "w2", "w3"])" + layers),
      ElementsAre(AllOf(StartsWith("warning, uneven"), HasSubstr("modules only"))));
  EXPECT_THAT(findings(toy.tree, &toy.facts, R"({"target_modules": ["q_proj"])" + layers),
              IsEmpty());
  EXPECT_THAT(findings(toy.tree, &toy.facts,
                       R"({"target_modules": ["q_proj"],
      "target_parameters": ["model.layers.0.mlp.experts.down_proj"])" +
                           layers),
              IsEmpty());
  const TreeIndex index(toy.tree);
  const PeftAudit audit =
      audit_peft(index, PathTemplates(index),
                 parse_peft_config(R"({"target_modules": ["q_proj", "w2"])" + layers, "c"),
                 std::nullopt, &toy.facts);
  EXPECT_THAT(audit.audit.findings.at(0).parameters,
              ElementsAre("model.layers.2.mlp.experts.down_proj"));
}

TEST(PeftFindings, WeightsThatPeftUnties) {
  peft_toy::Toy toy = peft_toy::toy();
  toy.facts.input_embeddings = "embed_tokens";
  toy.facts.output_embeddings = "head";
  const auto only = [&](const std::string& members) {
    return findings(toy.tree, &toy.facts, R"({"target_modules": ["q_proj"], )" + members + "}");
  };
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"])"), IsEmpty());
  toy.facts.tied = {{"head.weight", "embed_tokens.weight"}};
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"])"),
              ElementsAre(HasSubstr("ensure_weight_tying does not tie these")))
      << "the model does not declare it";
  toy.facts.declared_ties = {{"head.weight", "embed_tokens.weight"}};
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"])"),
              ElementsAre(AllOf(StartsWith("warning, overlap: `embed_tokens` and `head`"),
                                HasSubstr("the second keeps the old one"),
                                HasSubstr("\"ensure_weight_tying\": true"))));
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens", "head", "pre_head"])"),
              ElementsAre(AllOf(StartsWith("warning, overlap"), HasSubstr("a copy for each"))));
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"], "ensure_weight_tying": true)"),
              IsEmpty());
  toy.facts.input_embeddings = "layers.0.norm";  // a path of several segments
  toy.facts.tied = {{"head.weight", "layers.0.norm.weight"}};
  toy.facts.declared_ties = toy.facts.tied;
  EXPECT_THAT(only(R"("modules_to_save": ["0.norm", "lm_head"], "ensure_weight_tying": true)"),
              ElementsAre(HasSubstr("\"lm_head\" selects nothing")));
  EXPECT_THAT(only(R"("modules_to_save": ["0.norm", "layers.0.norm"])"),
              Contains(HasSubstr("select the same")));
  EXPECT_THAT(only(R"("modules_to_save": ["0.norm", "layers.0.norm", "lm_head"],
                      "ensure_weight_tying": true)"),
              Not(Contains(HasSubstr("select the same"))))
      << "PEFT itself writes the path";
  toy.facts.input_embeddings = "embed_tokens";
  toy.facts.tied = {{"head.weight", "embed_tokens.weight"}};
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"], "peft_version": "0.17.0")"),
              ElementsAre(HasSubstr("PEFT 0.18 and later can tie them")));
  EXPECT_THAT(only(R"("modules_to_save": ["embed_tokens"], "peft_type": "LOHA")"),
              ElementsAre(HasSubstr("only LoRA can tie them")));
  EXPECT_THAT(findings(toy.tree, &toy.facts, R"({"target_modules": ["q_proj", "embed_tokens"]})"),
              ElementsAre(AllOf(StartsWith("note, overlap"), HasSubstr("merging unties them"))));
}

TEST(PeftFindings, KeysThatSetNothingSayWhy) {
  const ModuleTree tree = tree_of({"m", "m.layers", "m.layers.0", "m.layers.0.q_proj",
                                   "m.layers.0.v_proj", "m.layers.1", "m.layers.1.q_proj"});
  const auto found = [&](const std::string& keys) {
    return findings(tree, nullptr,
                    R"({"target_modules": ["q_proj"], "rank_pattern": {)" + keys + "}}");
  };
  EXPECT_THAT(found(R"("layers.1.q_proj": 4)"), IsEmpty());
  EXPECT_THAT(
      found(R"("layers.1": 4)"),
      ElementsAre(AllOf(StartsWith("warning, unmatched: \"layers.1\" in rank_pattern"),
                        HasSubstr("the front of paths"), HasSubstr(R"( -> layers\.1\..*)"))));
  EXPECT_THAT(found(R"("layers\\.1\\..*": 4)"), IsEmpty()) << "the advice";
  EXPECT_THAT(found(R"("v_proj": 4)"), ElementsAre(HasSubstr("no module that it matches has an")));
  EXPECT_THAT(found(R"("q_prj": 4)"), ElementsAre(HasSubstr("did you mean \"q_proj\"?")));
  EXPECT_THAT(found(R"("q_proj": 8, "layers.1.q_proj": 4)"),
              ElementsAre(StartsWith("warning, overlap")));
}

TEST(PeftFindings, AnAdapterThatPeftDrops) {
  const ModuleTree tree = tree_of({"q_proj", "lm_head"});
  EXPECT_THAT(
      findings(tree, nullptr,
               R"({"target_modules": ["q_proj", "lm_head"], "modules_to_save": ["lm_head"]})"),
      ElementsAre(AllOf(StartsWith("note, overlap: \"lm_head\" gets no adapter"))));
  EXPECT_THAT(
      findings(tree, nullptr, R"({"target_modules": ["q_proj"], "modules_to_save": ["lm_head"]})"),
      IsEmpty());
}

// A list of names and "all-linear" that adapt the same modules are told of in the same way.
TEST(PeftFindings, AllLinearInSeveralTowers) {
  peft_toy::Toy toy;
  toy.add("", "Gemma");
  for (const std::string tower : {"vision_tower", "language_model"}) {
    toy.add(tower, "Tower");
    toy.add(tower + ".layers", "torch.nn.modules.container.ModuleList");
    for (const std::string layer : {".layers.0", ".layers.1"}) {
      toy.add(tower + layer, "Layer");
      toy.add_linear(tower + layer + ".q_proj");
    }
  }
  toy.add_linear("lm_head");
  toy.facts.output_embeddings = "lm_head";
  const auto found = [&](const char* targets) {
    return findings(toy.tree, &toy.facts, std::string(R"({"target_modules": )") + targets + "}");
  };
  EXPECT_THAT(found(R"(["q_proj"])"),
              ElementsAre(StartsWith("warning, ambiguity: \"q_proj\" selects in several towers")));
  EXPECT_THAT(found(R"("all-linear")"),
              ElementsAre(StartsWith("warning, ambiguity: \"all-linear\" selects in several")));
  EXPECT_THAT(found(R"(["vision_tower.layers.0.q_proj", "layers.1.q_proj", "q_proj"])"),
              Contains(StartsWith("warning, ambiguity")))
      << "the same in a list";
  EXPECT_THAT(found(R"("all-linear", "exclude_modules": ".*vision_tower.*")"), IsEmpty());
}

}  // namespace
}  // namespace overmatch::peft_findings_test
