// SPDX-License-Identifier: Apache-2.0
// Which file is recognised as what, and how each list is read; and look-alikes that are not.
#include "analysis/configs/formats/read_config.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/message_of.h"

namespace overmatch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A list in words: "MEMBER mode role: entry, entry=label".
std::string list_in_words(const ConfigList& list) {
  std::string text = list.member + " " + std::string(to_string(list.mode)) +
                     (list.role == ListRole::excludes ? " excludes" : " selects") +
                     (list.subject == ListSubject::parameters ? " parameters" : "") +
                     (list.order == Order::any ? "" : " " + std::string(to_string(list.order))) +
                     (list.classes == ClassRule::none ? "" : " classes") + ":";
  for (const ConfigEntry& entry : list.entries) {
    text += " " + entry.entry;
    if (list.order != Order::any) text += "=" + entry.label.value_or("(null)");
  }
  return text;
}

struct ConfigRow {
  const char* text;
  const char* kind;
  std::vector<std::string> lists;
  std::vector<std::string> not_judged = {};
};

TEST(ReadConfig, EachKindIsRecognisedAndEachListReadInItsDialect) {
  const std::vector<ConfigRow> rows = {
      {R"({"model_type": "llama", "quantization_config": {"quant_method": "compressed-tensors",
           "config_groups": {"group_0": {"targets": ["Linear"], "weights": {"num_bits": 8}}},
           "ignore": ["lm_head", "re:.*visual.*"]}})",
       "a config.json with the quantization_config of compressed-tensors",
       {"quantization_config.config_groups.group_0.targets compressed-tensors selects classes: "
        "Linear",
        "quantization_config.ignore compressed-tensors excludes classes: lm_head re:.*visual.*"}},
      {R"({"quantization_config": {"quant_method": "compressed-tensors", "config_groups": {
           "w8": {"targets": ["re:.*q_proj", "Linear"]}, "w4": {"targets": ["re:.*mlp.*"]}}}})",
       "a config.json with the quantization_config of compressed-tensors",
       {"quantization_config.config_groups compressed-tensors-targets selects first classes: "
        "re:.*q_proj=w8 Linear=w8 re:.*mlp.*=w4"}},
      {R"({"text_config": {"quantization_config": {"quant_method": "awq",
           "modules_to_not_convert": ["visual"]}}})",
       "a config.json with the quantization_config of awq",
       {"text_config.quantization_config.modules_to_not_convert transformers-skip excludes: "
        "visual"}},
      {R"({"quantization_config": {"quant_method": "bitsandbytes", "load_in_8bit": true,
           "llm_int8_skip_modules": ["lm_head"]}})",
       "a config.json with the quantization_config of bitsandbytes",
       {"quantization_config.llm_int8_skip_modules transformers-skip excludes: lm_head"}},
      {R"({"quantization_config": {"quant_method": "fp8", "ignored_layers": ["lm_head"]}})",
       "a config.json with the quantization_config of fp8",
       {"quantization_config.ignored_layers transformers-skip excludes: lm_head"}},
      {R"({"quantization_config": {"quant_method": "fp8", "ignored_layers": ["a"],
           "modules_to_not_convert": ["b"]}})",
       "a config.json with the quantization_config of fp8",
       {"quantization_config.modules_to_not_convert transformers-skip excludes: b"},
       {"quantization_config.ignored_layers"}},
      {R"({"quantization_config": {"quant_method": "torchao", "modules_to_not_convert": ["a"],
           "quant_type": {"default": {"_type": "FqnToConfig", "_data": {"fqn_to_config": {
           "re:.*q_proj": {"_type": "Int4WeightOnlyConfig"}, "lm_head": null,
           "_default": {"_type": "Int8WeightOnlyConfig"}}}}}}})",
       "a config.json with the quantization_config of torchao",
       {"quantization_config.modules_to_not_convert transformers-skip excludes parameters: a",
        "quantization_config.quant_type.default._data.fqn_to_config torchao selects first: "
        "re:.*q_proj=Int4WeightOnlyConfig lm_head=(null) _default=Int8WeightOnlyConfig"}},
      {R"({"bits": 4, "group_size": 128, "dynamic": {"-:.*visual.*": {}, "+:.*q_proj": {"bits": 8},
           ".*k_proj": {"bits": 8}}})",
       "a quantization config",
       {"dynamic gptqmodel selects first: -:.*visual.*=(null) +:.*q_proj={\"bits\": 8} "
        ".*k_proj={\"bits\": 8}"}},
      {R"({"quantization_config": {"quant_method": "modelopt", "quant_algo": "FP8",
           "ignore": ["lm_head", "model.visual*"]}})",
       "a config.json with the quantization_config of modelopt",
       {"quantization_config.ignore glob excludes: lm_head model.visual*"}},
      {R"({"producer": {"name": "modelopt"}, "quantization": {"quant_algo": "FP8",
           "exclude_modules": ["lm_head", "*visual*"]}})",
       "an hf_quant_config.json of ModelOpt",
       {"quantization.exclude_modules glob excludes: lm_head *visual*"}},
      {"quant_stage:\n  quant_modifiers:\n    GPTQModifier:\n      targets: Linear\n"
       "      ignore: [lm_head, 're:.*gate$']\n      scheme: W4A16\n",
       "a recipe of llm-compressor",
       {"quant_stage.quant_modifiers.GPTQModifier.targets compressed-tensors selects classes: "
        "Linear",
        "quant_stage.quant_modifiers.GPTQModifier.ignore compressed-tensors excludes classes: "
        "lm_head re:.*gate$"}},
      {"a_stage:\n  b_modifiers:\n    OtherModifier:\n      targets: [x]\n      start: 0\n",
       "a recipe of llm-compressor",
       {},
       {"a_stage.b_modifiers.OtherModifier.targets"}},
      {"ignore: ['re:.*lm_head', 're:.*vision.*']\n",
       "the arguments of a modifier of llm-compressor",
       {"ignore compressed-tensors excludes classes: re:.*lm_head re:.*vision.*"}},
      {"base_model: m\nunfrozen_parameters:\n  - ^lm_head.weight$\n",
       "a config of axolotl",
       {"unfrozen_parameters match selects parameters: ^lm_head.weight$"}},
      {"peft:\n  _target_: nemo_automodel.components._peft.lora.PeftConfig\n"
       "  exclude_modules: ['*vision*', lm_head]\n",
       "a config of NeMo Automodel",
       {"peft.exclude_modules match excludes: *vision* lm_head"}},
      {R"({"exclude_modules": ["*vision_tower*"]})",
       "a section `peft` of NeMo Automodel",
       {"exclude_modules match excludes: *vision_tower*"}},
      {"peft:\n  _target_: nemo_automodel.components._peft.lora.PeftConfig\n  dim: 8\n",
       "a config of NeMo Automodel",
       {"peft.target_modules match selects: *_proj"}},
      {"peft:\n  _target_: nemo_automodel.components._peft.lora.PeftConfig\n"
       "  match_all_linear: true\n",
       "a config of NeMo Automodel",
       {}},
      {R"({"override_tensor": ["a=CPU,b=CUDA0", "c=CPU"]})",
       "options of llama.cpp",
       {"override_tensor llama.cpp selects parameters first: a=CPU b=CUDA0 c=CPU"}},
      {R"({"quantization_config": {"quant_method": "quark", "exclude": ["lm_head"]}})",
       "a config.json with the quantization_config of quark",
       {},
       {"quantization_config.exclude"}},
  };
  for (const ConfigRow& row : rows) {
    ReadConfig config;
    ASSERT_NO_THROW(config = read_config(row.text, "f")) << row.text;
    EXPECT_EQ(config.kind, row.kind);
    std::vector<std::string> lists;
    for (const ConfigList& list : config.lists) lists.push_back(list_in_words(list));
    EXPECT_EQ(lists, row.lists) << row.text;
    std::vector<std::string> open;
    for (const NotJudged& each : config.not_judged) open.push_back(each.member);
    EXPECT_EQ(open, row.not_judged) << row.text;
    EXPECT_FALSE(config.peft) << row.text;
    EXPECT_FALSE(is_for_peft(row.text, "f") && row.text[0] != '{') << row.text;
  }
}

TEST(ReadConfig, PeftGetsWhatAxolotlHandsToIt) {
  const ReadConfig config = read_config(
      "adapter: lora\nlora_target_modules: [q_proj, v_proj]\nlora_modules_to_save:\n  - lm_head\n"
      "lora_target_parameters: experts.down_proj\npeft_layers_to_transform: [0, 1]\n",
      "f");
  ASSERT_TRUE(config.peft);
  EXPECT_THAT(config.peft->target_modules.list, ElementsAre("q_proj", "v_proj"));
  EXPECT_THAT(config.peft->modules_to_save, ElementsAre("lm_head"));
  EXPECT_THAT(config.peft->target_parameters, ElementsAre("experts.down_proj"));
  EXPECT_THAT(config.peft->layers_to_transform, ElementsAre(0, 1));
  EXPECT_EQ(config.peft_members.at("target_modules"), "lora_target_modules");
  EXPECT_EQ(config.lines.at("lora_modules_to_save"), 4U);
  EXPECT_THAT(config.lists, IsEmpty());
  // A string is a regex, unless the names of linear layers join it: then PEFT gets a list.
  EXPECT_EQ(read_config("lora_target_modules: a.b\n", "f").peft->target_modules.regex, "a.b");
  const ReadConfig joined =
      read_config("lora_target_modules: a.b\nlora_target_linear: true\n", "f");
  EXPECT_THAT(joined.peft->target_modules.list, ElementsAre("a.b"));
  EXPECT_TRUE(joined.adds_linear_names);
  EXPECT_FALSE(
      read_config("lora_target_modules: a\nlora_target_linear: false\n", "f").adds_linear_names);
}

TEST(ReadConfig, AnAdapterConfigIsOfPeft) {
  const char* const text = R"({"peft_type": "LORA", "target_modules": ["q_proj"]})";
  const ReadConfig config = read_config(text, "f");
  EXPECT_EQ(config.kind, "an adapter_config.json of PEFT");
  EXPECT_TRUE(is_for_peft(text, "f"));
  EXPECT_TRUE(is_for_peft(R"({"target_module": []})", "f")) << "PEFT's reader says what is wrong";
  EXPECT_FALSE(is_for_peft("lora_target_modules: a\n", "f"));
  EXPECT_FALSE(is_for_peft(R"({"quantization_config": 3})", "f"));
  EXPECT_TRUE(is_for_peft("{", "f"));
  EXPECT_FALSE(is_for_peft(R"({"lora_target_modules": ["a"]})", "f"));
}

struct EntryReading {
  const char* list;
  const char* entry;
  Mode mode;
  const char* pattern;
};

TEST(ReadConfig, EntriesThatNoModeExpressesAreTranslated) {
  const std::vector<EntryReading> readings = {
      {"unfrozen_parameters: [X]\n", "^lm_head.weight$", Mode::match, R"(^lm_head\.weight$)"},
      {"unfrozen_parameters: [X]\n", "^m.*", Mode::match, R"(^m\.*)"},
      {"unfrozen_parameters: [X]\n", "l.4[4-9].+", Mode::match, R"(l\.4[4-9].+)"},
      {"unfrozen_parameters: [X]\n", "a.b[:100]", Mode::match, R"(a\.b)"},
      {"unfrozen_parameters: [X]\n", "a.b[3]", Mode::match, R"(a\.b)"},
      {"unfrozen_parameters: [X]\n", "a[0-9]", Mode::match, "a[0-9]"},
      {"unfrozen_parameters: [X]\n", "[5]", Mode::match, "[5]"},
      {"match_all_linear: false\ntarget_modules: [X]\n", "q_proj", Mode::segment, "q_proj"},
      {"match_all_linear: false\ntarget_modules: [X]\n", "*_proj", Mode::match, "^(.*)_proj$"},
      {"match_all_linear: false\ntarget_modules: [X]\n", "*.layers.0.*.q", Mode::match,
       "^(.*).layers.0(.*).q$"},
      {"match_all_linear: false\ntarget_modules: [X]\n", "a.b", Mode::match, "^a.b$"},
      {"tensor-type: [X=q8_0]\n", "ATTN_q", Mode::search, "attn_q"},
  };
  for (const EntryReading& each : readings) {
    std::string text = each.list;
    const std::string quoted = "'" + std::string(each.entry) + "'";
    const std::size_t type = text.find("X=q8_0");
    if (type != std::string::npos)
      text.replace(type, 6, "'" + std::string(each.entry) + "=q8_0'");
    else
      text.replace(text.find('X'), 1, quoted);
    const ReadConfig config = read_config(text, "f");
    ASSERT_EQ(config.lists.size(), 1U) << text;
    const ConfigList& list = config.lists[0];
    ASSERT_NE(list.read, nullptr);
    EXPECT_EQ(list.entries.at(0).entry, each.entry);
    EXPECT_EQ(list.read(list.entries[0].entry), (ModePattern{each.mode, each.pattern})) << text;
  }
}

TEST(ReadConfig, UnfrozenParametersOfAnAdapterHaveItsPrefix) {
  EXPECT_EQ(read_config("adapter: qlora\nunfrozen_parameters: [a]\n", "f").lists[0].prefix,
            "base_model.model.");
  EXPECT_EQ(read_config("adapter:\nunfrozen_parameters: [a]\n", "f").lists[0].prefix, "");
}

struct RefusedConfig {
  const char* text;
  const char* says;
};

TEST(ReadConfig, LookAlikesAndWrongTypesAreRefused) {
  const std::vector<RefusedConfig> refused = {
      {"[]", "not a config"},
      {"just text\n", "not a config"},
      {"{}", "of no known kind"},
      {R"({"name": "package", "ignore": ["node_modules"]})", "of no known kind"},
      {R"({"targets": {"node": "current"}, "ignore": ["dist"]})", "of no known kind"},
      {R"({"exclude_modules": ["lm_head"]})", "of no known kind"},
      {R"({"quantization": "fp8"})", "of no known kind"},
      {R"({"stage": {"modifiers": {}}})", "of no known kind"},
      {R"({"model_type": "llama", "architectures": ["L"]})", "of which no member chooses modules"},
      {"base_model: m\ndatasets: []\n", "of which no member chooses modules"},
      {"peft_type: LORA\ntarget_modules: [q]\n", "as JSON, this is YAML"},
      {R"({"quantization_config": []})", "\"quantization_config\" must be an object"},
      {R"({"quantization_config": {"quant_method": 4}})",
       "\"quantization_config.quant_method\" must be a string"},
      {R"({"quantization_config": {"quant_method": "awq", "modules_to_not_convert": "a"}})",
       "\"quantization_config.modules_to_not_convert\" must be a list of strings"},
      {"{\"quantization_config\": {\"quant_method\": \"awq\",\n\"modules_to_not_convert\":\n[1]}}",
       "must be a list of strings"},
      {R"({"quantization_config": {"quant_method": "compressed-tensors", "config_groups": 1}})",
       "config_groups\" must be an object"},
      {R"({"quantization_config": {"quant_method": "compressed-tensors",
           "config_groups": {"g": {}}}})",
       "has no \"targets\""},
      {R"({"quantization_config": {"quant_method": "gptq", "dynamic": ["a"]}})",
       "dynamic\" must be an object"},
      {"a_stage:\n  b_modifiers:\n    GPTQModifier:\n      ignore: 1\n",
       "line 4: \"a_stage.b_modifiers.GPTQModifier.ignore\" must be a string or a list"},
      {"a_stage:\n  b_modifiers:\n    GPTQModifier: 1\n", "must be an object"},
      {"lora_target_modules: [q_proj, 1]\n", "must be a list of strings"},
      {"lora_target_modules: yes\n", "must be a string or a list"},
      {"lora_target_modules: 5\n", "line 1: \"lora_target_modules\" must be a string or a list"},
      {"peft_layers_to_transform: a\n", "\"peft_layers_to_transform\" must be a number"},
      {"lora_target_linear: 1\n", "must be true or false"},
      {"unfrozen_parameters:\n  a: b\n", "must be a string or a list of strings"},
      {"override_tensor: [abc]\n", "line 1: override_tensor \"abc\": write PATTERN=BUFFER"},
      {"tensor_type: ['=q8_0']\n", "write PATTERN=TYPE"},
  };
  for (const RefusedConfig& each : refused) {
    const std::string message = message_of([&] { (void)read_config(each.text, "f"); });
    EXPECT_THAT(message, HasSubstr(each.says)) << each.text;
    EXPECT_THAT(message, testing::StartsWith("f: ")) << each.text;
  }
}

TEST(ReadConfig, MethodsOfTransformersShareOneRule) {
  for (const char* const method :
       {"aqlm", "awq", "bitnet", "bitsandbytes", "eetq", "fbgemm_fp8", "fp8", "gemma", "higgs",
        "metal", "mxfp4", "mxfp8", "nvfp4", "quanto", "sinq", "spqr", "torchao", "vptq"}) {
    const std::string member = method == std::string("aqlm") ? "linear_weights_not_to_quantize"
                               : method == std::string("bitsandbytes") ? "llm_int8_skip_modules"
                                                                       : "modules_to_not_convert";
    const std::string text =
        "quant_method: " + std::string(method) + "\n" + member + ": [lm_head]\n";
    const ReadConfig config = read_config(text, "f");
    ASSERT_EQ(config.lists.size(), 1U) << method;
    EXPECT_EQ(config.lists[0].mode, Mode::transformers_skip) << method;
    EXPECT_EQ(config.library, "transformers 5.24.0");
    EXPECT_THAT(config.not_judged, IsEmpty()) << method;
  }
  for (const char* const method : {"fp_quant", "fouroversix", "quark", "hqq", "unheard-of"}) {
    const std::string text =
        "quant_method: " + std::string(method) + "\nmodules_to_not_convert: [lm_head]\n";
    const ReadConfig config = read_config(text, "f");
    EXPECT_THAT(config.lists, IsEmpty()) << method;
    EXPECT_EQ(config.not_judged.size(), 1U) << method;
  }
}

TEST(ReadConfig, ListsAreBounded) {
  std::string text = "lora_target_modules:\n";
  for (int at = 0; at < 20'000; ++at) text += "- a" + std::to_string(at) + "\n";
  EXPECT_NO_THROW((void)read_config(text, "f"));
  EXPECT_THAT(message_of([&] { (void)read_config(text + "- b\n", "f"); }),
              HasSubstr("f: \"lora_target_modules\" has more than 20000 entries"));
}

TEST(ReadConfig, OverridesOfTensorsAreSplitAsLlamaCppSplitsThem) {
  const ConfigList list =
      read_tensor_overrides("--override-tensor", {"a=b=c,d{1=CPU", ".ffn_.*_exps.=CPU"});
  EXPECT_EQ(list_in_words(list),
            "--override-tensor llama.cpp selects parameters first: a=b=c d{1=CPU "
            ".ffn_.*_exps.=CPU");
  // A comma in braces ends a pattern, too.
  EXPECT_THAT(message_of([] { (void)read_tensor_overrides("--override-tensor", {"d{1,2}=CPU"}); }),
              HasSubstr("\"d{1\": write PATTERN=BUFFER; a comma ends a pattern"));
  EXPECT_EQ(read_tensor_overrides("--tensor-type", {"d{1,2}=q4_k"}).entries.size(), 1U);
}

}  // namespace
}  // namespace overmatch
