// SPDX-License-Identifier: Apache-2.0
// Entries of recipes for several families: on models that have the part, on others, and misspelt.
#include "analysis/audit/absent_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/configs/audit_config.h"
#include "analysis/configs/formats/read_config.h"
#include "tests/analysis/trees.h"

namespace overmatch::absent_parts_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "SEVERITY: WHY" of what selects nothing; with "; advice" if there is some.
std::vector<std::string> unmatched(const std::string& tree, const std::string& ignored) {
  Model model;
  model.tree = shipped(tree);
  const TreeIndex index(model.tree);
  const ReadConfig config =
      read_config("targets: ['re:.*layers.*']\nscheme: W4A16\nignore: [" + ignored + "]\n", "f");
  const ConfigAudit audit = audit_lists(index, PathTemplates(index), config, model, std::nullopt);
  std::vector<std::string> out;
  for (const AuditFinding& each : audit.audit.findings) {
    if (each.kind != AuditKind::unmatched) continue;
    out.push_back(std::string(to_string(each.severity)) + ": " + each.why +
                  (each.advice.empty() ? "" : "; advice"));
  }
  return out;
}

TEST(AbsentParts, AreNotesOfOtherFamilies) {
  for (const char* const entry :
       {"'re:.*mlp[.]gate$'", "'re:.*mlp.gate$'", "'re:.*mlp\\.gate$'",
        "'re:.*shared_expert_gate$'", "'re:visual.*'", "'re:.*visual.*'", "'re:.*linear_attn.*'",
        "'re:.*vision_tower.*'", "'re:.*multi_modal_projector.*'", "'re:.*block_sparse_moe.gate'",
        "'re:.*(mtp|visual).*'"}) {
    EXPECT_THAT(unmatched("qwen3-8b", entry),
                ElementsAre(testing::AllOf(testing::StartsWith("note: "),
                                           HasSubstr("this model has no such part"),
                                           testing::Not(HasSubstr("advice")))))
        << entry;
  }
}

TEST(AbsentParts, AreOneNoteForAList) {
  EXPECT_THAT(unmatched("qwen3-8b", "'re:.*mlp[.]gate$', 're:visual.*', 're:.*linear_attn.*'"),
              ElementsAre("note: \"re:.*mlp[.]gate$\", \"re:visual.*\" and \"re:.*linear_attn.*\" "
                          "select nothing: this model has no such part"));
}

TEST(AbsentParts, AreSilentWhereTheModelHasThePart) {
  EXPECT_THAT(unmatched("qwen1.5-moe-a2.7b", "'re:.*mlp[.]gate$', 're:.*shared_expert_gate$'"),
              IsEmpty());
}

TEST(AbsentParts, LeaveMistakesAsTheyAre) {
  EXPECT_THAT(unmatched("qwen3-8b", "'re:.*lm_haed'"), ElementsAre(HasSubstr("warning: ")));
  EXPECT_THAT(unmatched("qwen3-8b", "'re:vision_towr.*'"), ElementsAre(HasSubstr("warning: ")));
  EXPECT_THAT(unmatched("qwen3-8b", "'re:.*self_attn.up_proj$'"),
              ElementsAre(HasSubstr("warning: ")))
      << "the model has both, and not so";
  EXPECT_THAT(unmatched("qwen3-8b", "'re:.*layers.0.linear_attn.*'"),
              ElementsAre(HasSubstr("warning: ")))
      << "it is written for one model";
  EXPECT_THAT(unmatched("qwen3-8b", "'re:model.language_model.layers.*'"), IsEmpty())
      << "told as another layout";
  // The root is missing, and the model has the part.
  EXPECT_THAT(unmatched("gemma-3-4b-it", "'re:vision_tower.*'"),
              ElementsAre(testing::AllOf(HasSubstr("warning: "), HasSubstr("; advice"))));
}

TEST(AbsentParts, AreNotesWhereOtherEntriesSelectThem) {
  EXPECT_THAT(unmatched("gemma-3-4b-it", "'re:vision_tower.*', 're:.*vision_tower.*'"),
              ElementsAre("note: \"re:vision_tower.*\" selects nothing, and other entries select "
                          "what it may be meant for"));
}

TEST(AbsentParts, AreForListsThatExclude) {
  Audit audit;
  const ModuleTree& tree = shipped("qwen3-8b");
  const TreeIndex index(tree);
  audit =
      audit_patterns(index, PathTemplates(index), Mode::match, {".*linear_attn.*"}, std::nullopt);
  ASSERT_THAT(audit.findings, testing::SizeIs(1));
  EXPECT_EQ(audit.findings[0].severity, Severity::warning);
}

}  // namespace
}  // namespace overmatch::absent_parts_test
