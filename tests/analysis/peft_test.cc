// SPDX-License-Identifier: Apache-2.0
// PEFT's rules against the answers of PEFT's own functions, and what an audit says of a config.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "analysis/peft/peft_audit.h"
#include "names/input_error.h"
#include "tests/analysis/trees.h"
#include "tests/support/message_of.h"

namespace overmatch::peft_test {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(PeftRules, AreThoseOfPeft) {
  std::ifstream file(OVERMATCH_TEST_DATA "/data/peft-configs.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  const auto small =
      tree_of(nlohmann::json::parse(line)["modules"].get<std::vector<std::string>>());
  const TreeIndex index(small);
  std::size_t configs = 0;
  std::size_t some = 0;
  while (std::getline(file, line)) {
    SCOPED_TRACE(line.substr(0, 300));
    const auto fact = nlohmann::ordered_json::parse(line);
    if (fact.contains("keys")) {
      std::vector<std::string> keys = fact["keys"];
      Selection all(index.size());
      for (std::uint32_t module = 0; module < index.size(); ++module) all[module] = module;
      const auto selections = apply_keys(index, keys, all);
      std::map<std::string, std::string> set;
      for (std::size_t key = 0; key < keys.size(); ++key) {
        for (const std::string& path : paths_of(index, selections[key].set)) set[path] = keys[key];
      }
      EXPECT_EQ(set, (fact["set"].get<std::map<std::string, std::string>>()));
      continue;
    }
    ++configs;
    const PeftConfig config = parse_peft_config(fact["config"].dump(), "config");
    if (!fact.contains("tree")) {
      const PeftEffect effect = apply_peft(index, config);
      EXPECT_EQ(paths_of(index, effect.adapted), fact["adapted"].get<std::vector<std::string>>());
      EXPECT_EQ(paths_of(index, effect.saved), fact["saved"].get<std::vector<std::string>>());
      some += effect.adapted.empty() ? 0 : 1;
      continue;
    }
    const TreeIndex real(shipped(fact["tree"]));
    const PeftEffect effect = apply_peft(real, config);
    EXPECT_EQ(effect.adapted.size(), fact["adapted_count"].get<std::size_t>());
    EXPECT_EQ(paths_of(real, effect.saved), fact["saved"].get<std::vector<std::string>>());
  }
  EXPECT_GT(configs, 200U);
  EXPECT_GT(some, 100U);
}

TEST(PeftRules, TheLayerOfAPath) {
  const auto first = [](const char* path, const std::vector<std::string>& pattern) {
    return layer_of(path, pattern, LayerRule::first_number);
  };
  EXPECT_EQ(first("model.layers.1.mlp.experts.0.q_proj", {}), 1);
  EXPECT_EQ(layer_of("model.layers.1.mlp.experts.0.q_proj", {}, LayerRule::last_number), 0);
  EXPECT_EQ(first("layers.1.q_proj", {}), -1) << "needs two segments in front";
  EXPECT_EQ(first("layers.1.q_proj", {"layers"}), 1);
  EXPECT_EQ(layer_of("layers.1.q_proj", {"layers"}, LayerRule::last_number), -1);
  EXPECT_EQ(first("model.layers.1", {}), -1) << "the layer itself";
  EXPECT_EQ(first("model.layers.-1.x", {}), -1);
  EXPECT_EQ(first("model.xlayers.1.q", {"layers"}), -1);
  EXPECT_THROW((void)first("model.layers.1.q", {"a|b"}), InputError);
}

std::vector<std::string> whys(const char* tree, const std::string& config) {
  const TreeIndex index(shipped(tree));
  std::vector<std::string> all;
  for (const AuditFinding& finding :
       audit_peft(index, PathTemplates(index), parse_peft_config(config, "config"), std::nullopt)
           .audit.findings) {
    all.push_back(std::string(to_string(finding.kind)) + ": " + finding.why);
  }
  return all;
}

TEST(PeftAudit, Findings) {
  const struct {
    const char* tree;
    const char* config;
    const char* finding;
  } rows[] = {
      {"distilbert-base-seqcls",
       R"({"target_modules": ["q_lin"], "modules_to_save": ["classifier"]})",
       "collision: the rule is `endswith`"},
      {"distilbert-base-seqcls",
       R"({"target_modules": ["pre_classifier"], "modules_to_save": ["classifier"]})",
       "refusal: PEFT refuses the config; modules_to_save: PEFT cannot save modules that have"},
      {"llava-1.5-7b", R"({"target_modules": ["q_proj"]})", "ambiguity: \"q_proj\""},
      {"llava-1.5-7b", R"({"target_modules": ["q_proj"], "exclude_modules": ["lm_head"]})",
       "unmatched: \"lm_head\" excludes nothing"},
      {"llava-1.5-7b", R"({"target_modules": ["q_proj", "norm"], "layers_to_transform": [1]})",
       "unmatched: in no layer"},
      {"llava-1.5-7b", R"({"target_modules": ["q_proj"], "layers_to_transform": [99]})",
       "unmatched: layers_to_transform: nothing"},
      {"llava-1.5-7b", R"({"target_modules": ".*\\.q_proj", "layers_to_transform": [1]})",
       "refusal: PEFT refuses the config; layers_to_transform: PEFT takes no layers"},
      {"mixtral-8x22b.tf4.47", R"({"target_modules": ["w1"], "layers_to_transform": [3]})",
       "ambiguity: depends on the release"},
      {"gpt2",
       R"({"target_modules": ["c_attn"], "rank_pattern": {"c_attn": 8, "h.0.attn.c_attn": 4}})",
       "sets nothing: earlier keys"},
      {"gpt2", R"({"target_modules": ["c_atn"]})",
       "refusal: PEFT refuses the config; target_modules: no module at all"},
      {"gpt2", R"({"target_modules": ["c_attn"], "modules_to_save": [".attn"]})",
       "overlap: trained whole"},
      {"gpt2", R"({"target_modules": ["c_attn"], "modules_to_save": ["transformer|x"]})",
       "neither adapted nor saved"},
  };
  for (const auto& row : rows)
    EXPECT_THAT(whys(row.tree, row.config), Contains(HasSubstr(row.finding))) << row.config;
  EXPECT_THAT(whys("gpt2", R"({"target_modules": ["c_attn"]})"), testing::IsEmpty());
  EXPECT_THAT(whys("gpt2", R"({"target_modules": "all-linear"})"), testing::IsEmpty());
}

TEST(PeftConfig, Refusals) {
  const auto refusal = [](const char* text) {
    return message_of([&] { (void)parse_peft_config(text, "c.json"); });
  };
  const struct {
    const char* text;
    const char* says;
  } rows[] = {
      {"[]", "no JSON object"},
      {"{", "c.json"},
      {"{}", "not a PEFT config"},
      {R"({"target_module": ["q"]})", "did you mean \"target_modules\"?"},
      {R"({"target_modules": 1})", "\"target_modules\" must be a list of strings or a regex"},
      {R"({"target_modules": [1]})", "\"target_modules\" must be a list of strings"},
      {R"({"target_modules": ["a"], "exclude_modules": {}})", "\"exclude_modules\" must"},
      {R"({"target_modules": ["a"], "modules_to_save": "a"})",
       "\"modules_to_save\" must be a list"},
      {R"({"target_modules": ["a"], "layers_to_transform": "1"})", "\"layers_to_transform\" must"},
      {R"({"target_modules": ["a"], "layers_to_transform": [1.5]})",
       "\"layers_to_transform\" must"},
      {R"({"target_modules": ["a"], "layers_pattern": 1})", "\"layers_pattern\" must"},
      {R"({"target_modules": ["a"], "rank_pattern": ["a"]})", "\"rank_pattern\" must"},
      {R"({"target_modules": ["a"], "rank_pattern": {"a": "8"}})", "\"rank_pattern\" must"},
      {R"({"target_modules": ["a"], "bias": 1})", "\"bias\" must"},
      {R"({"target_modules": ["a"], "target_modules": ["b"]})", "occurs twice"},
  };
  for (const auto& row : rows) EXPECT_THAT(refusal(row.text), HasSubstr(row.says)) << row.text;
  std::string deep(100, '[');
  EXPECT_THAT(refusal(("{\"x\": " + deep + std::string(100, ']') + "}").c_str()),
              HasSubstr("deep"));
}

}  // namespace
}  // namespace overmatch::peft_test
