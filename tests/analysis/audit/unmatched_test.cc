// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/entries/explanation.h"
#include "tests/analysis/audit/findings.h"

namespace overmatch::findings_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct ExplanationRow {
  const char* tree;
  Mode mode;
  std::string pattern;
  std::string why;
  std::vector<std::string> advice;
};

TEST(Explanation, TellsWhatIsWrittenWrong) {
  const std::vector<ExplanationRow> rows = {
      // Placeholders.
      {"qwen2-vl-7b",
       Mode::segment,
       "visual.blocks.X.attn.proj",
       "\"X\" is a placeholder",
       {"attn.proj"}},
      {"qwen3-8b",
       Mode::segment,
       "layers.{i}.mlp.up_proj",
       "\"{i}\" is a placeholder",
       {"mlp.up_proj"}},
      {"qwen3-8b",
       Mode::exact,
       "model.layers.N",
       "\"N\" is a placeholder",
       {"model\\.layers\\.[0-9]+"}},
      {"qwen3-8b",
       Mode::regex,
       "model.layers.<layer>.mlp",
       "\"<layer>\" is a placeholder",
       {"model.layers.[0-9]+.mlp"}},
      {"qwen3-8b",
       Mode::glob,
       "model.layers.{}.mlp",
       "\"{}\" is a placeholder",
       {"model.layers.*.mlp"}},
      {"qwen3-8b", Mode::segment, "blocks.{i}.nothing", "\"{i}\" is a placeholder", {}},
      // Roots.
      {"qwen3-8b", Mode::exact, "layers.0.mlp", "the end of paths", {"model.layers.0.mlp"}},
      {"qwen3-8b",
       Mode::subtree,
       "model.model.layers.0",
       "has `model.` in front, not",
       {"model.layers.0"}},
      {"qwen3-8b",
       Mode::segment,
       "base_model.model.model.layers.0.mlp",
       "has no `base_model.model.` in front",
       {"model.layers.0.mlp"}},
      {"qwen3-8b",
       Mode::regex,
       "^model\\.decoder\\.layers\\.\\d+\\.mlp",
       "has `model.` in front, not `model.decoder.`",
       {"^model\\.layers\\.\\d+\\.mlp"}},
      // Markers.
      {"qwen3-8b",
       Mode::compressed_tensors,
       ".*q_proj",
       "without `re:` in front it is a name",
       {"re:.*q_proj"}},
      {"qwen3-8b",
       Mode::compressed_tensors,
       " re:.*q_proj",
       "a regex begins with `re:`",
       {"re:.*q_proj"}},
      {"qwen3-8b", Mode::nncf, "re:.*q_proj", "a regex begins with `{re}`", {"{re}.*q_proj"}},
      {"qwen3-8b", Mode::segment, "re:q_proj", "`re:` is not a marker in this list", {"q_proj"}},
      // Syntax.
      {"qwen3-8b",
       Mode::segment,
       "model.layers.*.self_attn",
       "as names, not as regexes",
       {"self_attn"}},
      {"qwen3-8b", Mode::segment, "*q_proj", "as names, not as globs", {"q_proj"}},
      {"qwen3-8b", Mode::glob, ".*q_proj", "is written as a regex", {"*q_proj"}},
      {"qwen3-8b",
       Mode::glob,
       "model\\.layers\\.\\d+\\.mlp",
       "is written as a regex",
       {"model.layers.*.mlp"}},
      {"qwen3-8b",
       Mode::regex,
       "model.layers.?.self_attn",
       "is written as a glob",
       {"model\\.layers\\..\\.self_attn"}},
      // Classes.
      {"qwen3-8b", Mode::segment, "Qwen3Attention", "looks like the name of a class", {}},
      {"qwen3-8b", Mode::glob, "Linear", "looks like the name of a class", {}},
      // Names of other families, by meaning.
      {"deepseek-v3", Mode::segment, "q_proj", "did you mean \"q_a_proj\" and \"q_b_proj\"", {}},
      {"deepseek-v3", Mode::segment, "k_proj", "did you mean \"kv_a_proj_with_mqa\"", {}},
  };
  for (const ExplanationRow& each : rows) {
    const auto unmatched =
        in_list(shipped(each.tree), each.mode, {each.pattern}, AuditKind::unmatched);
    ASSERT_THAT(unmatched, SizeIs(1)) << each.pattern;
    EXPECT_THAT(unmatched[0].why, HasSubstr(each.why)) << each.pattern;
    EXPECT_EQ(unmatched[0].severity, "warning") << each.pattern;
    EXPECT_EQ(unmatched[0].advice, each.advice) << each.pattern;
    EXPECT_THAT(unmatched[0].why, Not(HasSubstr("o_proj\""))) << each.pattern;
    // The advice was tried: it selects something.
    const TreeIndex index(shipped(each.tree));
    for (const std::string& advice : unmatched[0].advice) {
      const bool other = each.mode == Mode::exact && advice.find('\\') != std::string::npos;
      EXPECT_THAT(index.select(other ? Mode::regex : each.mode, advice).value_or(Selection()),
                  Not(IsEmpty()))
          << advice;
    }
  }
}

TEST(Explanation, IsSilentOnWhatSelects) {
  for (const ExplanationRow& each :
       std::vector<ExplanationRow>{{"qwen2-vl-7b", Mode::segment, "attn.proj", "", {}},
                                   {"t5-small", Mode::segment, "SelfAttention.k", "", {}},
                                   {"bert-base-mlm", Mode::segment, "LayerNorm", "", {}},
                                   {"qwen3-8b", Mode::compressed_tensors, "re:.*q_proj", "", {}},
                                   {"qwen3-8b", Mode::regex, "model.layers.*.self_attn", "", {}},
                                   {"qwen3-8b", Mode::exact, "model.layers.0", "", {}}}) {
    EXPECT_THAT(in_list(shipped(each.tree), each.mode, {each.pattern}, AuditKind::unmatched),
                IsEmpty())
        << each.pattern;
  }
}

TEST(Explanation, NotesClassesWhereALibraryComparesThem) {
  const auto found =
      in_list(shipped("qwen3-8b"), Mode::compressed_tensors, {"Linear"}, AuditKind::unmatched);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, "note");
  EXPECT_THAT(found[0].why, HasSubstr("if it is a class, that was not checked"));
}

TEST(Explanation, CountsTheModulesOfAClass) {
  const ModuleTree tree = tree_of({"a", "b"});
  ModelFacts facts;
  facts.classes = {{"torch.nn.modules.linear.Linear", {}}};
  facts.class_of = {0, 0};
  const TreeIndex index(tree);
  EntryTrials trials(index);
  const auto known =
      explain_class(trials, {.text = "Linear", .mode = Mode::segment, .facts = &facts});
  ASSERT_TRUE(known);
  EXPECT_THAT(known->why, HasSubstr("it is the class of 2 modules"));
  EXPECT_FALSE(explain_class(trials, {.text = "thing", .mode = Mode::segment, .facts = &facts}));
}

TEST(Explanation, NotesTheHeadsThatPeftLists) {
  const std::string front = R"({"target_modules": ["query", "value"], "modules_to_save": )";
  const auto heads = [&](const char* tree, const std::string& list) {
    return in_peft(shipped(tree), front + list + "}", AuditKind::unmatched);
  };
  EXPECT_THAT(heads("bert-base-seqcls", R"(["classifier", "score"])"), IsEmpty());
  const auto both = heads("bert-base-mlm", R"(["classifier", "score"])");
  ASSERT_THAT(both, SizeIs(1));
  EXPECT_EQ(both[0].severity, "note");
  const auto alone = heads("bert-base-mlm", R"(["classifier"])");
  ASSERT_THAT(alone, SizeIs(1));
  EXPECT_EQ(alone[0].severity, "warning") << "PEFT lists both";
}

TEST(Explanation, CorrectsAPeftConfig) {
  const auto members = [](const char* tree, const std::string& config) {
    const TreeIndex index(shipped(tree));
    std::vector<std::string> all;
    for (const MemberAdvice& each :
         audit_peft(index, PathTemplates(index), parse_peft_config(config, "config"), std::nullopt)
             .audit.members) {
      all.push_back(each.member);
      all.insert(all.end(), each.list.begin(), each.list.end());
      if (each.regex) all.push_back(*each.regex);
    }
    return all;
  };
  EXPECT_THAT(members("qwen2-vl-7b", R"({"target_modules": ["gate_proj", "v_proj",
                      "visual.blocks.X.attn.qkv"]})"),
              ElementsAre("target_modules", "gate_proj", "v_proj", "attn.qkv"));
  EXPECT_THAT(members("llava-1.5-7b",
                      R"({"target_modules": ["language_model.layers.N.self_attn.q_proj"]})"),
              ElementsAre("target_modules",
                          "model\\.language_model\\.layers\\.[0-9]+\\.self_attn\\.q_proj"));
}

}  // namespace
}  // namespace overmatch::findings_test
