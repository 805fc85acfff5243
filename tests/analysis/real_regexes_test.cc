// SPDX-License-Identifier: Apache-2.0
// Regexes that people have written for real models, and the mistakes that they make: what the
// clinic says about each on the names of real models. From adapter configs, axolotl's examples,
// llm-compressor's recipes, llama.cpp's --override-tensor and PEFT users' code; compressed-tensors'
// `re:` is removed where it is not the mistake.
#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/clinic/clinic.h"
#include "tests/analysis/trees.h"

namespace overmatch::real_regexes_test {
namespace {

struct Row {
  const char* regex;
  const char* found;     // notes with a question mark
  const char* repaired;  // "" for the regex itself
};

// clang-format off: a regex in a line
const Row kInUse[] = {
    {R"((?:visual\.blocks\.\d+\.(?:attn\.(?:qkv|proj)|mlp\.(?:gate_proj|up_proj|down_proj))|layers\.\d+\.(?:self_attn\.(?:q_proj|k_proj|v_proj|o_proj)|mlp\.(?:gate_proj|up_proj|down_proj)))$)",
     "?reading", ""},
    {R"(^lm_head.weight$)", "?no-name", ""},
    {R"(^model.embed_tokens.weight$)", "?no-name", ""},
    {R"(model.layers.4[4-9]+.block_sparse_moe.gate)", "?no-name", ""},
    {R"(model.layers.5[0-5]+.block_sparse_moe.experts)", "?no-name", ""},
    {R"(^model.language_model.*)", "", ""},
    {R"(^lm_head.*)", "", ""},
    {R"((model\.language_model\.layers\.\d+\.(mlp\.(gate|up|down)_proj|self_attn\.(q|k|v|o)_proj)|model\.visual\.vision_model\.encoder\.layers\.\d+\.(self_attn\.(q|k|v|out)_proj|mlp\.fc[12])|model\.projector\.linear_[12]))",
     "", ""},
    {R"(model.language_model.layers.[\d]+.(_checkpoint_wrapped_module.)?(mlp|self_attn).(up|down|gate|q|k|v|o)_proj)",
     "", ""},
    {R"(model.layers.[\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj)", "", ""},
    {R"(.*\.layers\.(3|7|11|15|19|23|27|31)\.self_attn\.(q|k|v|o)_proj|.*\.mlp\.(gate|up|down)_proj)",
     "", ""},
    {R"(model.language_model.layers.[\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj)",
     "", ""},
    {R"(-.ffn_(up)_exps.)", "foreign-mark ?reading", R"(\.ffn_(up)_exps\.)"},
    {R"(-.ffn_(up|down)_exps.)", "foreign-mark ?reading", R"(\.ffn_(up|down)_exps\.)"},
    {R"(.ffn_.*_exps.)", "?reading", ""},
    {R"(\.(3[0-9]|4[0-9]|5[0-9]|6[0-9])\.ffn_(gate|up|down)_exps.)", "?reading", ""},
    {R"(\.(6|7|8|9|[0-9][0-9]|[0-9][0-9][0-9])\.ffn_(gate|up|down)_exps.)", "?reading", ""},
    {R"(blk\.(17|18|19|20|21|22)\.ffn_.*_exps\.weight)", "", ""},
    {R"(blk\.(1|2|3|4|5|6)\.ffn_.*_exps\.weight)", "", ""},
    {R"(blk\.(?:[0-9]*[02468])\.ffn_.*_exps.)", "?reading", ""},
    {R"(.ffn_.*_exps.=CPU)", "foreign-mark ?reading", R"(\.ffn_.*_exps\.)"},
    {R"(([0-9]+).ffn_.*_exps.)", "?reading", ""},
    {R"(ffn_(up|down|gate)_(ch|)exps)", "?reading", ""},
    {R"(\.ffn_(up|down|gate|gate_up)_(ch|)exps)", "?reading", ""},
    {R"(exps)", "?reading", ""},
    {R"(vision_tower.*)", "", ""},
    {R"(.*multi_modal_projector.*)", "", ""},
    {R"(.*visual.*)", "", ""},
    {R"(.*vision_model.*)", "", ""},
    {R"(.*embed_tokens)", "", ""},
    {R"(.*input_layernorm$)", "", ""},
    {R"(.*mlp[.]gate$)", "", ""},
    {R"(.*post_attention_layernorm$)", "", ""},
    {R"(.*norm$)", "", ""},
    {R"(model[.]visual.*)", "", ""},
    {R"(visual.*)", "", ""},
    {R"(.*mlp.gate$)", "", ""},
    {R"(.*lm_head)", "", ""},
    {R"(.*self_attn.*)", "", ""},
    {R"(.*embed_tokens$)", "", ""},
    {R"(.*mm_projector.*)", "?no-name", ""},
    {R"(.*vision.*)", "", ""},
    {R"(.*attn.*)", "", ""},
    {R"(re:.*lm_head)", "foreign-mark", R"((?:.*\.)?lm_head)"},
    {R"(re:.*mlp.shared_expert_gate$)", "foreign-mark", R"((?:.*\.)?mlp\.shared_expert_gate$)"},
    {R"(re:.*linear_attn.*)", "foreign-mark", ""},
    {R"(.*mlp.shared_expert_gate$)", "", ""},
    {R"(.*block_sparse_moe.gate)", "", ""},
    {R"(.*router)", "?no-name", ""},
    {R"(.*\.(in_proj|out_proj|up_proj|down_proj)$)", "", ""},
    {R"(.*\\.(in_proj|out_proj|up_proj|down_proj)$)",
     "doubled-backslash", R"(.*\.(in_proj|out_proj|up_proj|down_proj)$)"},
    {R"(.*\.conv2)", "", ""},
    {R"(.*multi_modal_projector.*linear.*)", "", ""},
    {R"(.*language_model.*\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj))", "", ""},
    {R"(^blocks\.\d+\.(attn\.(qkv|proj)|mlp\.(fc1|fc2))$)",
     "reading", R"(^(?:.*\.)?blocks\.\d+\.(attn\.(qkv|proj)|mlp\.(fc1|fc2))$)"},
    {R"(model\.layers\.[0-3]\.(self_attn|mlp)\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj))",
     "", ""},
    {R"(.*visual\.transformer\.resblocks\.\d+\.(attn\.out_proj|mlp\.c_fc|mlp\.c_proj))", "", ""},
    {R"((.*(model.text_model).*(down_proj|gate_proj|up_proj|k_proj|q_proj|v_proj|o_proj).*$|.*(custom_text_proj).*$))",
     "?no-name", ""},
    {R"(.*\.(q_proj|v_proj)$)", "", ""},
    {R"(language_model\.layers\.\d+\.self_attn\.(q|k|v)_proj)", "?reading", ""},
    {R"(.*decoder.*(q_proj|v_proj|fc1|fc2))", "", ""},
    {R"(.*decoder.*(SelfAttention|EncDecAttention).*(q|v)$)", "", ""},
    {R"(model\.language_model\.layers\.[\d]+\.(_checkpoint_wrapped_module\.)?(mlp|self_attn)\.(up|down|gate|q|k|v|o)_proj)",
     "", ""},
    {R"(.*mlp\.experts\.\d+\.(gate_proj|up_proj|down_proj)$)", "", ""},
    {R"(.*block_sparse_moe\.experts\.\d+\.w[1-3]$)", "", ""},
    {R"(.*[qkv]_proj)", "", ""},
    {R"(.*qkv_proj.*)", "", ""},
    {R"(.*v_proj)", "", ""},
    {R"(.*q_proj)", "", ""},
    {R"(.*up_proj)", "", ""},
    {R"(.*mlp.*up_proj)", "", ""},
    {R"(.*.mlp.shared_experts.*.)", "", ""},
    {R"(^(?!.*visual).*(?:q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj).*$)", "", ""},
    {R"((?!.*vision_tower).*(q_proj|v_proj))", "", ""},
    {R"(^model\.layers\.\d+\.mlp\.gate_proj$)", "", ""},
    {R"(.*\.attn[12]\.to_[qkv])", "", ""},
    {R"(.*transformer_blocks\.[0-9]+\.attn\.to_(q|k|v))",
     "open-start", R"((?:.*\.)?transformer_blocks\.[0-9]+\.attn\.to_(q|k|v))"},
    {R"(.*(to_q|to_k|to_v|to_out\.0)$)", "", ""},
    {R"(.*\b(wq|wk|wv|wo)\b.*)", "", ""},
    {R"(model.layers.*.self_attn)", "", ""},
    {R"(model.layers.*.mlp.router)", "?no-name", ""},
    {R"(.*self_attn.(q|k|v|o)_proj)", "", ""},
    {R"(.*feed_forward.w[123])", "?no-name", ""},
    {R"(.*vision_tower.*(q_proj|k_proj).*)", "", ""},
    {R"(.*\.query_key_value|.*\.dense)", "", ""},
    {R"((base_model\.model\.)?model\.layers\.\d+\..*_proj)", "", ""},
    {R"(.*layers\.(1[0-9]|2[0-9]|3[01])\..*)", "", ""},
};

const Row kMistakes[] = {
    {R"(.*(?!vision).*q_proj)", "idle-look", R"((?!.*vision).*q_proj)"},
    {R"(.*\.(?!vision).*q_proj)", "idle-look", R"((?!.*vision).*\..*q_proj)"},
    {R"((?!vision_tower).*q_proj)", "", ""},
    {R"(.*(?<!vision_tower).*\.q_proj)", "idle-look", R"((?!.*vision_tower).*\.q_proj)"},
    {R"(model\.layers\.[0-15]\..*)", "number-range", R"(model\.layers\.(?:[0-9]|1[0-5])\..*)"},
    {R"(model\.layers\.[10-20]\.self_attn\.q_proj)",
     "number-range", R"(model\.layers\.(?:1[0-9]|20)\.self_attn\.q_proj)"},
    {R"(model\.layers\.{0-15}\.mlp\.up_proj)",
     "number-range", R"(model\.layers\.(?:[0-9]|1[0-5])\.mlp\.up_proj)"},
    {R"(model\.layers\.{0..15}\.mlp\.up_proj)",
     "number-range", R"(model\.layers\.(?:[0-9]|1[0-5])\.mlp\.up_proj)"},
    {R"(model\.layers\.(0..15)\.mlp\.up_proj)",
     "number-range", R"(model\.layers\.([0-9]|1[0-5])\.mlp\.up_proj)"},
    {R"(model\.layers\.(0-15)\.mlp\.up_proj)",
     "number-range", R"(model\.layers\.([0-9]|1[0-5])\.mlp\.up_proj)"},
    {R"(model.layers.[8|9|10].mlp.up_proj)",
     "class-for-group", R"(model\.layers\.(?:8|9|10)\.mlp\.up_proj)"},
    {R"(layers\.1.*\.)", "open-end ?reading", R"(layers\.1(?:\..*)?\.)"},
    {R"(model\.layers\.1.*)", "open-end", R"(model\.layers\.1(?:\..*)?)"},
    {R"(.*layers.1.*q_proj)", "open-end", R"((?:.*\.)?layers\.1\.(?:.*\.)?q_proj)"},
    {R"(re:.*q_proj)", "foreign-mark", R"(.*q_proj)"},
    {R"(r".*q_proj")", "foreign-mark", R"(.*q_proj)"},
    {R"(.*\.(q_proj||v_proj))", "empty-branch", R"(.*\.(q_proj|v_proj))"},
    {R"(|.*\.q_proj)", "empty-branch", R"(.*\.q_proj)"},
    {R"(.*\.(q_proj | v_proj))", "foreign-character", R"(.*\.(q_proj|v_proj))"},
    {R"(.*\.q_proj | .*\.v_proj)", "foreign-character", R"(.*\.q_proj|.*\.v_proj)"},
    {R"(.*q_proj|v_proj)", "ungrouped-alternation", R"(.*(?:q_proj|v_proj))"},
    {R"(q_proj|v_proj)", "?reading", ""},
    {R"(q_proj, v_proj)", "foreign-character", R"((?:.*\.)?(?:q_proj|v_proj))"},
    {R"(q_proj,v_proj)", "foreign-character", R"((?:.*\.)?(?:q_proj|v_proj))"},
    {R"((q_proj,v_proj))", "foreign-character ?reading", R"((q_proj|v_proj))"},
    {R"(['q_proj', 'v_proj'])", "class-for-group", R"((?:.*\.)?(?:q_proj|v_proj))"},
    {R"(.*[q_proj|v_proj])", "class-for-group", R"(.*(?:q_proj|v_proj))"},
    {R"(.*\.[up|down]_proj)", "class-for-group", R"(.*\.(?:up|down)_proj)"},
    {R"(.*\\.q_proj)", "doubled-backslash", R"(.*\.q_proj)"},
    {R"(model\\.layers\\.\\d+\\.self_attn\\.q_proj)",
     "doubled-backslash", R"(model\.layers\.\d+\.self_attn\.q_proj)"},
    {R"(model.layers*.self_attn.q_proj)", "glob", R"(model\.layers.*\.self_attn\.q_proj)"},
    {R"(model\.layers\.*\.self_attn\.q_proj)", "glob", R"(model\.layers\..*\.self_attn\.q_proj)"},
    {R"(model\.layers\.\*\.self_attn\.q_proj)",
     "glob", R"(model\.layers\.[^.]*\.self_attn\.q_proj)"},
    {R"(model.layers.{}.self_attn.q_proj)",
     "placeholder", R"(model\.layers\.[0-9]+\.self_attn\.q_proj)"},
    {R"(model.layers.{i}.self_attn.q_proj)",
     "placeholder", R"(model\.layers\.[0-9]+\.self_attn\.q_proj)"},
    {R"(model.layers.X.self_attn.q_proj)",
     "placeholder", R"(model\.layers\.[0-9]+\.self_attn\.q_proj)"},
    {R"(model.layers.N.mlp.{gate,up}_proj)",
     "glob placeholder", R"(model\.layers\.[0-9]+\.mlp\.(?:gate|up)_proj)"},
    {R"(model.layers.[0-9].self_attn.q_proj)", "?one-digit", ""},
    {R"(model\.layers\.\d\.mlp\.down_proj)", "?one-digit", ""},
    {R"(.*\.Q_proj)", "letter-case", R"((?i).*\.Q_proj)"},
    {R"(.*\.layernorm)", "letter-case", R"((?i).*\.layernorm)"},
    {R"(q_proj)", "?reading", ""},
    {R"(self_attn.q_proj)", "?reading", ""},
    {R"(\.q_proj)", "?reading", ""},
    {R"(.*\.self_attn\.)", "?reading", ""},
    {R"(model/layers/0/self_attn)", "foreign-character", R"(model\.layers\.0\.self_attn)"},
    {R"((model\.layers\.0|1)\.self_attn\.q_proj)",
     "ungrouped-alternation", R"((model\.layers\.(?:0|1))\.self_attn\.q_proj)"},
    {R"((q_proj|.*\.v_proj))", "dead-branch", R"(((?:.*\.)?q_proj|.*\.v_proj))"},
    {R"(blk\.1)", "", ""},
    {R"((a\.b|c\.d))", "?no-name", ""},
    {R"((model\.vision_tower\..*\.q_proj|model\.language_model\..*\.q_proj))", "", ""},
    {R"(q_proj$)", "?reading", ""},
    {R"(^q_proj)", "reading", R"(^(?:.*\.)?q_proj)"},
    {R"(model.layers.1.self_attn.q_proj)", "", ""},
    {R"(.*layer1.*)", "open-end", R"(.*layer1(?:\..*)?)"},
    {R"(.*linear.*)", "", ""},
    {R"(.*projector\.linear_.*)", "", ""},
};
// clang-format on

Diagnosis expect(const Row& row) {
  const Diagnosis diagnosis = examine_regex(row.regex, field_names());
  std::string found;
  for (const auto& finding : diagnosis.findings) {
    if (!found.empty()) found += ' ';
    found += (finding.warning ? "" : "?") + std::string(to_string(finding.kind));
  }
  EXPECT_EQ(found, row.found) << row.regex;
  EXPECT_EQ(diagnosis.repaired, *row.repaired == '\0' ? row.regex : row.repaired) << row.regex;
  return diagnosis;
}

// What is written instead was tried: it selects something, and keeps what it is said to keep.
void expect_tried(const std::string& regex, const Diagnosis& diagnosis) {
  if (diagnosis.repaired == regex) return;
  const Selection after = field_names().select(diagnosis.repaired, diagnosis.applied).value();
  EXPECT_FALSE(after.empty()) << regex;
  EXPECT_EQ(diagnosis.effect.after, after.size()) << regex;
  const Selection before = field_names().select(regex, diagnosis.applied).value();
  const auto kept = std::count_if(before.begin(), before.end(), [&](std::uint32_t at) {
    return std::binary_search(after.begin(), after.end(), at);
  });
  EXPECT_EQ(before.size() - static_cast<std::size_t>(kept), diagnosis.effect.lost.size()) << regex;
}

// Few notes, too: nothing is one that no real name tells.
TEST(RealRegexes, AreJudgedAsTheirAuthorsMeantThem) {
  EXPECT_GE(std::size(kInUse), 60U);
  std::size_t notes = 0;
  for (const Row& row : kInUse) {
    const Diagnosis diagnosis = expect(row);
    expect_tried(row.regex, diagnosis);
    for (const auto& finding : diagnosis.findings) notes += finding.warning ? 0 : 1;
  }
  EXPECT_LT(notes, std::size(kInUse) / 3);
}

TEST(RealRegexes, WithMistakesAreCorrected) {
  for (const Row& row : kMistakes) expect_tried(row.regex, expect(row));
}

}  // namespace
}  // namespace overmatch::real_regexes_test
