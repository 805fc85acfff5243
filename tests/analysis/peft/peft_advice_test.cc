// SPDX-License-Identifier: Apache-2.0
// What an audit tells to write in a PEFT config: pasted into the config, it does what it says. That
// PEFT itself does so too was tried with 0.21.2.
#include "analysis/peft/peft_advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/peft/peft_audit.h"
#include "tests/analysis/trees.h"

namespace overmatch::peft_advice_test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kSeed = {
    "model",     "model.layers",     "model.layers.0",     "model.layers.0.xxxx",
    "img_model", "img_model.layers", "img_model.layers.0", "img_model.layers.0.xxxx",
    "q_proj"};

struct Told {
  std::vector<std::string> write;     // "member: value for subtree"
  std::vector<std::string> remedies;  // "kind: what | code"
  std::vector<std::string> whys;
};

Told told(const ModuleTree& tree, const std::string& config) {
  const TreeIndex index(tree);
  const PeftAudit audit =
      audit_peft(index, PathTemplates(index), parse_peft_config(config, "config"), std::nullopt);
  Told all;
  for (const MemberAdvice& advice : audit.audit.members) {
    all.write.push_back(member_text(advice.member, {advice.list, advice.regex}) +
                        (advice.purpose.empty() ? "" : " for " + advice.purpose));
  }
  for (const AuditFinding& finding : audit.audit.findings) {
    all.whys.push_back(finding.why);
    for (const Remedy& remedy : finding.remedies)
      all.remedies.push_back(std::string(to_string(remedy.kind)) + ": " + remedy.what + " | " +
                             remedy.code);
  }
  return all;
}

TEST(PeftAdvice, WhereNoEntryHelpsItSaysWhatDoes) {
  const Told all =
      told(tree_of(kSeed),
           R"({"target_modules": ["q_proj"], "modules_to_save": ["model.layers.0.xxxx"]})");
  EXPECT_THAT(all.write, IsEmpty()) << "neither the same text nor a regex";
  EXPECT_THAT(all.whys, ElementsAre(HasSubstr("PEFT offers no entry here that avoids it")));
  EXPECT_THAT(
      all.remedies,
      ElementsAre(HasSubstr("| for name in [\"img_model.layers.0.xxxx\"]:\n"
                            "    model.get_base_model().get_submodule(name).requires_grad_(False)"),
                  HasSubstr("rename `img_model` in the model, as to `img` (4 modules;")))
      << "no adapter instead: PEFT would not save what is below it";
}

// An open edge and a single digit may be meant: they are told, and the config stays as it is.
TEST(PeftAdvice, WhatMayBeMeantIsNotRewritten) {
  const ModuleTree tree = tree_of({"a", "a.l", "a.l.1", "a.l.1.norm", "a.l.1.in_layernorm",
                                   "a.l.1.out_layernorm", "a.l.12", "a.l.12.norm"});
  const Told norms = told(tree, R"({"target_modules": ".*norm"})");
  EXPECT_THAT(norms.write, IsEmpty());
  EXPECT_THAT(norms.whys, ElementsAre(HasSubstr("so that these are selected, too")));
  const Told digit = told(tree, R"({"target_modules": "a\\.l\\.[0-9]\\.norm"})");
  EXPECT_THAT(digit.write, IsEmpty());
  EXPECT_THAT(digit.whys, ElementsAre(HasSubstr("is one digit")));
}

TEST(PeftAdvice, OneAnswerForEachMember) {
  const struct {
    const char* tree;
    const char* config;
    std::vector<std::string> write;
  } rows[] = {
      // A longer end tells them apart.
      {"deepseek-v3",
       R"({"target_modules": ["o_proj"], "modules_to_save": ["norm", "lm_head"]})",
       {R"("modules_to_save": ["model.norm", "lm_head"])"}},
      // Two faulty entries, one list.
      {"deepseek-v3",
       R"({"target_modules": ["o_proj"], "modules_to_save": ["norm", "experts"]})",
       {R"("modules_to_save": ["model.norm", "mlp.experts"])"}},
      // A whole path and an end: the list of exceptions tells them apart, and stays a list.
      {"openai-clip-vit-b-32",
       R"({"target_modules": ["transformer.resblocks.0.mlp.c_fc"]})",
       {R"("exclude_modules": ["visual.transformer.resblocks.0.mlp.c_fc"])"}},
      // Vision beside language: the language model is kept, and the rest of the config.
      {"llava-1.5-7b",
       R"({"target_modules": ["q_proj", "v_proj"]})",
       {R"("exclude_modules": ".*vision_tower.*" for model.language_model)"}},
      {"gemma-3-4b-it",
       R"({"target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]})",
       {R"("exclude_modules": ".*vision_tower.*" for model.language_model)"}},
      {"llava-1.5-7b",
       R"({"target_modules": ["q_proj"], "layers_to_transform": [1, 2, 3, 4, 5, 6, 7, 8, 9]})",
       {R"("exclude_modules": ".*vision_tower.*" for model.language_model)"}},
      // What was excluded stays excluded.
      {"llava-1.5-7b",
       R"({"target_modules": ["q_proj"], "exclude_modules": ["layers.0.self_attn.q_proj"]})",
       {R"x("exclude_modules": "(?:(?:.*\\.)?layers\\.0\\.self_attn\\.q_proj|.*vision_tower.*)" for model.language_model)x"}},
      // A list excludes modules, not what is below them.
      {"llava-1.5-7b",
       R"({"target_modules": ["q_proj"], "exclude_modules": ["vision_tower"]})",
       {R"("exclude_modules": ".*vision_tower.*")"}},
      // Two towers of two kinds.
      {"qwen2.5-omni-7b",
       R"({"target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]})",
       {R"("exclude_modules": ".*audio_tower.*" for thinker.model, talker.model)"}},
      // No value of modules_to_save is a regex.
      {"llava-1.5-7b",
       R"({"target_modules": ["o_proj"], "modules_to_save": ["layers.1.self_attn.q_proj"]})",
       {R"("modules_to_save": ["language_model.layers.1.self_attn.q_proj"] for model.language_model)"}},
      // Encoder and decoder are trained together.
      {"t5-small", R"({"target_modules": ["q", "v"]})", {}},
      // A regex stays a regex: the author's own, corrected.
      {"llava-1.5-7b", R"({"target_modules": ".*language_model.*\\.down_proj"})", {}},
      // What is sure about an entry that selects nothing is put right, a guess is not.
      {"gpt2",
       R"({"target_modules": ["base_model.model.transformer.h.0.attn.c_attn"]})",
       {R"("target_modules": ["transformer.h.0.attn.c_attn"])"}},
      {"gpt2", R"({"target_modules": ["q_proj"]})", {}},
      {"gpt2", R"({"target_modules": ["c_attn", "c_atn"]})", {}},
      {"gpt2", R"({"target_modules": ["c_attn"]})", {}},
  };
  for (const auto& row : rows)
    EXPECT_EQ(told(shipped(row.tree), row.config).write, row.write) << row.tree << row.config;
}

// DistilBERT's, which the task type saves anyway: no entry can be put right.
TEST(PeftAdvice, ANameThatTheTaskAddsAsWellIsToldOnce) {
  const ModuleTree tree = tree_of({"q_lin", "pre_classifier", "classifier"});
  for (const char* const saved : {R"("modules_to_save": ["classifier"], )", ""}) {
    const Told all = told(tree, R"({"target_modules": ["q_lin"], )" + std::string(saved) +
                                    R"("task_type": "SEQ_CLS"})");
    EXPECT_THAT(all.whys, ElementsAre(HasSubstr("PEFT adds this name for the task type"))) << saved;
    EXPECT_THAT(all.write, IsEmpty()) << saved;
    EXPECT_THAT(all.remedies, ElementsAre(HasSubstr("pre_classifier"), HasSubstr("rename")))
        << saved;
  }
}

// exclude_modules is there since 0.14, and not for all tuners.
TEST(PeftAdvice, ExcludesOnlyWherePeftCan) {
  const auto advised = [](const std::string& members) {
    const std::vector<std::string> write =
        told(shipped("llava-1.5-7b"),
             R"({"target_modules": ["q_proj", "v_proj"], )" + members + "}")
            .write;
    return write.empty() ? "" : write.front().substr(0, write.front().find(':'));
  };
  EXPECT_EQ(advised(R"("peft_version": "0.14.0")"), "\"exclude_modules\"");
  EXPECT_EQ(advised(R"("peft_version": "0.13.2")"), "\"target_modules\"");
  EXPECT_EQ(advised(R"("peft_type": "OFT", "oft_block_size": 8)"), "\"exclude_modules\"");
  EXPECT_EQ(advised(R"("peft_type": "C3A", "block_size": 8)"), "\"target_modules\"");

  const auto refused = [](const std::string& members) {
    const Told all = told(tree_of({"block", "block.q_proj"}),
                          R"({"target_modules": ["block"], )" + members + "}");
    return all.whys.empty() ? "" : all.whys.front();
  };
  EXPECT_THAT(refused(R"("peft_version": "0.14.0")"), HasSubstr("; exclude them, or name"));
  EXPECT_THAT(refused(R"("peft_version": "0.13.2")"), HasSubstr("; name the modules inside"));
  EXPECT_THAT(refused(R"("peft_version": "0.13.2", "exclude_modules": ["a"])"),
              HasSubstr("exclude_modules: PEFT 0.13.2 has no such member"));
}

TEST(PeftAdvice, KeysAreRegexes) {
  const ModuleTree tree = tree_of({"a", "a.b", "aXb"});
  const TreeIndex index(tree);
  const PeftAudit audit = audit_peft(
      index, PathTemplates(index),
      parse_peft_config(R"({"target_modules": ["b", "aXb"], "rank_pattern": {"a.b": 4}})", "c"),
      std::nullopt);
  const auto finding =
      std::find_if(audit.audit.findings.begin(), audit.audit.findings.end(),
                   [](const AuditFinding& each) { return each.kind == AuditKind::collision; });
  ASSERT_NE(finding, audit.audit.findings.end());
  EXPECT_THAT(finding->advice, ElementsAre(Advice{Mode::regex, "a\\.b", ""}));
}

// What freezing would freeze too is no advice: an adapter inside, or what is meant.
TEST(PeftAdvice, DoesNotFreezeWhatIsToTrain) {
  const Told all = told(tree_of({"head", "head.q", "my_head", "my_head.q"}),
                        R"({"target_modules": ["my_head.q"], "modules_to_save": ["head"]})");
  EXPECT_THAT(all.remedies, ElementsAre(HasSubstr("remove: ")))
      << "nor a rename that takes the adapter away";
}

// As PEFT keeps adapters away with boundaries, "q_proj" would leave no module to adapt.
TEST(PeftAdvice, LeavesOutWhatPeftRefuses) {
  const ModuleTree tree = tree_of({"a", "a.q_proj", "a.o_proj", "a.v"});
  const std::string list = R"("modules_to_save": ["q_proj", "o_proj"])";
  EXPECT_THAT(told(tree, R"({"target_modules": ["q_proj"], "modules_to_save": ["_proj"]})").write,
              Not(Contains(list)));
  EXPECT_THAT(told(tree, R"({"target_modules": ["v"], "modules_to_save": ["_proj"]})").write,
              ElementsAre(list));
}

TEST(PeftAdvice, FreezesManyByARegex) {
  std::vector<std::string> paths = {"head", "l"};
  for (int layer = 0; layer < 10; ++layer) {
    paths.push_back("l." + std::to_string(layer));
    paths.push_back("l." + std::to_string(layer) + ".my_head");
  }
  const Told all =
      told(tree_of(paths), R"({"target_modules": ["x"], "modules_to_save": ["head"]})");
  EXPECT_THAT(all.remedies,
              testing::Contains(HasSubstr("if re.fullmatch(r\"l\\.[0-9]+\\.my_head\", name): "
                                          "module.requires_grad_(False)")));
}

// On every small tree: what is told is in the form that the member takes, resolves its finding
// and brings nothing new; nothing is told that repeats the config.
TEST(PeftAdvice, DoesWhatItSaysOnRealTrees) {
  std::size_t values = 0;
  std::size_t remedies = 0;
  for (const ModuleTree& tree : shipped_trees()) {
    if (tree.modules.size() > 1'000) continue;
    const TreeIndex index(tree);
    const PathTemplates templates(index);
    for (std::size_t module = 3; module < index.size(); module += index.size() / 3 + 1) {
      const std::string_view path = tree.modules[module];
      const std::string end(path.substr(path.size() - std::min<std::size_t>(path.size(), 6)));
      PeftConfig config;
      config.target_modules.list = {std::string(path)};
      config.modules_to_save = {end.substr(end.find_first_not_of('.'))};
      const PeftAudit audit = audit_peft(index, templates, config, std::nullopt);
      PeftConfig repaired = config;  // all answers that are no alternatives
      for (const MemberAdvice& advice : audit.audit.members) {
        if (advice.purpose.empty()) set_names(repaired, advice.member, {advice.list, advice.regex});
      }
      for (const MemberAdvice& advice : audit.audit.members) {
        ++values;
        PeftConfig changed = repaired;
        set_names(changed, advice.member, {advice.list, advice.regex});
        EXPECT_FALSE(advice.member == "modules_to_save" && advice.regex);
        EXPECT_FALSE(advice.list == names_of(config, advice.member).list && !advice.regex);
        ReadPatterns known;
        const PeftAudit after = find_in_peft(index, templates, changed, std::nullopt, known);
        EXPECT_TRUE(is_no_worse(audit, after)) << tree.name << " " << path;
        if (advice.purpose.empty()) {
          EXPECT_LT(count_faults(after), count_faults(audit)) << tree.name << " " << path;
        }
      }
      for (const AuditFinding& finding : audit.audit.findings) remedies += finding.remedies.size();
    }
  }
  EXPECT_GT(values, 50U);
  EXPECT_GT(remedies, 20U);
}

// A finding says what a misspelt entry means, so that no advice repeats it.
TEST(PeftAdvice, WritesNoMisspeltEntry) {
  const ModuleTree tree = tree_of({"m", "m.head", "m.pre_head", "m.classifier"});
  EXPECT_THAT(
      told(tree, R"({"target_modules": ["x"], "modules_to_save": ["head", "clasifier"]})").write,
      ElementsAre("\"modules_to_save\": [\"m.head\", \"classifier\"]"));
  EXPECT_THAT(told(tree, R"({"target_modules": ["x"], "modules_to_save": ["clasifier"]})").write,
              IsEmpty())
      << "a guess alone is no advice";
}

}  // namespace
}  // namespace overmatch::peft_advice_test
