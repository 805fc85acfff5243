// SPDX-License-Identifier: Apache-2.0
// What vLLM reads otherwise than the library that wrote a config, with pairs of which one differs
// and one does not.
#include "analysis/servers/server_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/configs/formats/read_config.h"
#include "names/input_error.h"
#include "tests/analysis/trees.h"
#include "tests/support/message_of.h"

namespace overmatch::server_reading_test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kDense = {"model",
                                         "model.l",
                                         "model.l.0",
                                         "model.l.0.q_proj",
                                         "model.l.0.k_proj",
                                         "model.l.0.v_proj",
                                         "model.l.0.o_proj",
                                         "model.l.0.gate_proj",
                                         "model.l.0.up_proj",
                                         "lm_head"};
const std::vector<std::string> kTowers = {"model",
                                          "model.language_model",
                                          "model.language_model.o_proj",
                                          "model.vision_tower",
                                          "model.vision_tower.fc1",
                                          "lm_head"};
const std::vector<std::string> kExperts = {"mlp",
                                           "mlp.gate",
                                           "mlp.experts",
                                           "mlp.experts.0",
                                           "mlp.experts.0.gate_proj",
                                           "mlp.experts.0.up_proj",
                                           "mlp.experts.0.down_proj",
                                           "mlp.experts.1",
                                           "mlp.experts.1.gate_proj",
                                           "mlp.experts.1.up_proj",
                                           "mlp.experts.1.down_proj"};

TwoReadings readings(const std::vector<std::string>& paths, const std::string& text) {
  Model model;
  model.tree = tree_of(paths);
  const TreeIndex index(model.tree);
  const ReadConfig config = read_config(text, "f");
  const ConfigAudit audit = audit_lists(index, PathTemplates(index), config, model, std::nullopt);
  return compare_with_vllm(index, nullptr, config, audit.audit);
}

// "KIND: MODULES (WHY)" of each difference.
std::vector<std::string> differences(const std::vector<std::string>& paths,
                                     const std::string& text) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  std::vector<std::string> out;
  for (const ReadingDifference& each : readings(paths, text).differences) {
    constexpr std::array names = {"left out", "quantized", "relabelled", "refused"};
    std::string line = std::string(names.at(static_cast<std::size_t>(each.kind))) + ":";
    for (const std::string& path : paths_of(index, each.modules)) line += " " + path;
    out.push_back(line + " (" + each.why + ")");
  }
  return out;
}

std::string ignoring(const std::string& entries) {
  return "targets: [Linear]\nscheme: W4A16\nignore: [" + entries + "]\n";
}

TEST(CompressedTensorsInVllm, ReadsPlainEntriesAlike) {
  EXPECT_THAT(differences(kDense, ignoring("lm_head, 're:.*o_proj$', model.l.0.o_proj")),
              IsEmpty());
  EXPECT_EQ(readings(kDense, ignoring("lm_head")).compared, 7U);
}

TEST(CompressedTensorsInVllm, MatchesTheNameOfAFusedLayer) {
  EXPECT_THAT(
      differences(kDense, ignoring("lm_head, 're:.*up_proj$'")),
      ElementsAre(AllOf(HasSubstr("left out: model.l.0.gate_proj (ignore \"re:.*up_proj$\""),
                        HasSubstr("`gate_up_proj`, which vLLM makes of gate_proj and "
                                  "up_proj"))));
  EXPECT_THAT(differences(kDense, ignoring("lm_head, 're:.*[.]up_proj$', 're:.*gate_proj$'")),
              IsEmpty());
}

TEST(CompressedTensorsInVllm, RefusesAFusedLayerThatIsLeftOutInPart) {
  EXPECT_THAT(
      differences(kDense, ignoring("lm_head, 're:.*q_proj$'")),
      ElementsAre(HasSubstr("refused: model.l.0.q_proj model.l.0.k_proj model.l.0.v_proj")));
  EXPECT_THAT(differences(kDense, ignoring("lm_head, 're:.*[.][qkv]_proj$'")), IsEmpty());
}

TEST(CompressedTensorsInVllm, ReadsRegexesOverItsOwnNames) {
  EXPECT_THAT(differences(kTowers, ignoring("lm_head, 're:vision_tower.*'")),
              ElementsAre(HasSubstr("left out: model.vision_tower.fc1 (ignore")));
  EXPECT_THAT(differences(kTowers, ignoring("lm_head, 're:model.vision_tower.*'")),
              ElementsAre(AllOf(HasSubstr("quantized: model.vision_tower.fc1 ("),
                                HasSubstr("llm-compressor leaves them out by ignore"))));
  EXPECT_THAT(differences(kTowers, ignoring("lm_head, 're:.*vision_tower.*'")), IsEmpty());
  EXPECT_THAT(differences(kTowers, ignoring("lm_head, model.vision_tower.fc1")), IsEmpty())
      << "vLLM renames paths";
}

TEST(CompressedTensorsInVllm, TakesTheHeadOnlyByName) {
  EXPECT_THAT(differences(kDense, ignoring("nothing.here")),
              ElementsAre(AllOf(HasSubstr("left out: lm_head"), HasSubstr("output layer"))));
  EXPECT_THAT(differences(kDense, "targets: [Linear, lm_head]\nscheme: W4A16\nignore: []\n"),
              IsEmpty());
}

TEST(CompressedTensorsInVllm, AsksTheFirstExpertForAll) {
  EXPECT_THAT(differences(kExperts, ignoring("'re:.*experts.1.down_proj'")),
              ElementsAre(HasSubstr("quantized: mlp.experts.1.down_proj")));
  EXPECT_THAT(differences(kExperts, ignoring("'re:.*experts.*down_proj'")),
              ElementsAre(HasSubstr("refused: ")));
  EXPECT_THAT(differences(kExperts, ignoring("'re:.*experts.*', mlp.gate")), IsEmpty());
}

TEST(CompressedTensorsInVllm, GivesAFusedLayerTheGroupOfItsFirstPart) {
  const std::string groups =
      "config_groups:\n  a: {targets: ['re:.*[.]q_proj$']}\n"
      "  b: {targets: ['re:.*[.][kv]_proj$', 're:.*[.](o|up|gate)_proj$']}\nignore: [lm_head]\n";
  EXPECT_THAT(differences(kDense, groups),
              ElementsAre(HasSubstr("relabelled: model.l.0.k_proj model.l.0.v_proj")));
}

TEST(Fp8InVllm, ReadsWholeNames) {
  const auto config = [](const std::string& entries) {
    return R"({"quant_method": "fp8", "modules_to_not_convert": [)" + entries + "]}";
  };
  EXPECT_THAT(differences(kDense, config(R"("o_proj")")),
              ElementsAre(AllOf(HasSubstr("quantized: model.l.0.o_proj"),
                                HasSubstr("an entry is a whole name"))));
  EXPECT_THAT(differences(kDense, config(R"("model.l.0.o_proj", "lm_head")")), IsEmpty());
  EXPECT_THAT(differences(kDense, config(R"("model.l.0.q_proj")")),
              ElementsAre(HasSubstr("refused: ")));
  EXPECT_THAT(differences(kExperts, config(R"("mlp.experts.0.down_proj")")),
              ElementsAre(HasSubstr("left out: mlp.experts.0.gate_proj mlp.experts.0.up_proj "
                                    "mlp.experts.1.gate_proj")));
}

TEST(AwqInVllm, ReadsPartsOfNames) {
  const auto config = [](const std::string& entry) {
    return R"({"quant_method": "awq", "modules_to_not_convert": [")" + entry + "\"]}";
  };
  EXPECT_THAT(differences(kDense, config("_proj")), IsEmpty()) << "an end in both";
  EXPECT_THAT(differences(kTowers, config("vision_tower")),
              ElementsAre(HasSubstr("left out: model.vision_tower.fc1")));
  EXPECT_THAT(differences(kTowers, config("model.vision_tower")),
              ElementsAre(HasSubstr("quantized: model.vision_tower.fc1")));
}

TEST(GptqInVllm, MatchesFusedNamesAlone) {
  const auto config = [](const std::string& rule) {
    return R"({"quant_method": "gptq", "bits": 4, "group_size": 8, "dynamic": {")" + rule +
           R"(": {"bits": 8}}})";
  };
  EXPECT_THAT(differences(kDense, config("-:.*q_proj")),
              ElementsAre(HasSubstr("quantized: model.l.0.q_proj")));
  EXPECT_THAT(differences(kDense, config("-:.*v_proj")),
              ElementsAre(HasSubstr("left out: model.l.0.q_proj model.l.0.k_proj")));
  EXPECT_THAT(differences(kDense, config("-:.*o_proj")), IsEmpty());
  EXPECT_THAT(differences(kDense, config("+:.*up_proj")),
              ElementsAre(HasSubstr("relabelled: model.l.0.gate_proj")));
}

TEST(ModelOptInVllm, ReadsGlobsAndPartsOfNames) {
  const auto config = [](const std::string& entry) {
    return R"({"quant_method": "modelopt", "ignore": [")" + entry + "\"]}";
  };
  EXPECT_THAT(differences(kDense, config("*o_proj")), IsEmpty());
  EXPECT_THAT(differences(kDense, config("o_proj")),
              ElementsAre(HasSubstr("left out: model.l.0.o_proj")));
  EXPECT_THAT(differences(kTowers, config("model.vision_tower*")), IsEmpty());
  EXPECT_THAT(differences(kTowers, config("lm_head")),
              ElementsAre(AllOf(HasSubstr("left out: model.vision_tower.fc1"),
                                HasSubstr("all modules of such a tower"))));
}

TEST(CompareWithVllm, RefusesWhatItDoesNotKnow) {
  const auto message = [](const std::string& text) {
    return message_of([&] { (void)readings(kDense, text); });
  };
  EXPECT_THAT(message(R"({"quant_method": "quanto", "modules_to_not_convert": ["a"]})"),
              HasSubstr("known are lists of compressed-tensors, fp8, awq, gptq and modelopt"));
  EXPECT_THAT(message("a_stage:\n  a_modifiers:\n    QuantizationModifier: {targets: [Linear]}\n"
                      "  b_modifiers:\n    GPTQModifier: {targets: [Linear]}\n"),
              HasSubstr("quantizes in 2 places"));
}

}  // namespace
}  // namespace overmatch::server_reading_test
