// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/entries/layouts.h"
#include "tests/analysis/audit/findings.h"

namespace overmatch::findings_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kAxolotl =
    "model.language_model.layers.[\\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj";

struct LayoutRow {
  const char* tree;
  Mode mode;
  std::string pattern;
  std::string layout;
  std::string advice;
};

TEST(Layout, TranslatesEntriesOfAnotherLayout) {
  const std::vector<LayoutRow> rows = {
      {"llava-1.5-7b.tf4.47", Mode::regex, kAxolotl, "transformers from 4.52 on",
       "language_model.model.layers.[\\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj"},
      {"qwen2-vl-7b.tf4.47", Mode::regex, kAxolotl, "transformers from 4.52 on",
       "model.layers.[\\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj"},
      {"qwen3-8b", Mode::regex, kAxolotl, "the multimodal model",
       "model.layers.[\\d]+.(mlp|cross_attn|self_attn).(up|down|gate|q|k|v|o)_proj"},
      {"llava-1.5-7b", Mode::segment, "language_model.model.layers.3.self_attn.q_proj",
       "transformers before 4.52", "model.language_model.layers.3.self_attn.q_proj"},
      {"llava-1.5-7b", Mode::exact, "multi_modal_projector.linear_1", "transformers before 4.52",
       "model.multi_modal_projector.linear_1"},
      {"llava-1.5-7b", Mode::exact, "language_model.lm_head", "transformers before 4.52",
       "lm_head"},
      {"paligemma-3b", Mode::glob, "language_model.model.layers.*", "transformers before 4.52",
       "model.language_model.layers.*"},
      {"llama-3.2-11b-vision", Mode::regex, "language_model\\.model\\.layers\\.\\d+\\.mlp",
       "transformers before 4.52", "model\\.language_model\\.layers\\.\\d+\\.mlp"},
      {"llava-1.5-7b", Mode::compressed_tensors, "re:language_model[.]model[.]layers.*mlp$",
       "transformers before 4.52", "re:model[.]language_model[.]layers.*mlp$"},
  };
  for (const LayoutRow& each : rows) {
    const auto layout = in_list(shipped(each.tree), each.mode, {each.pattern}, AuditKind::layout);
    ASSERT_THAT(layout, SizeIs(1)) << each.tree << " " << each.pattern;
    EXPECT_EQ(layout[0].severity, "warning");
    EXPECT_THAT(layout[0].why, HasSubstr("another layout of this model, " + each.layout));
    EXPECT_THAT(layout[0].advice, ElementsAre(each.advice));
    const TreeIndex index(shipped(each.tree));
    const auto selected = index.select(each.mode, each.advice);
    EXPECT_EQ(paths_of(index, selected.value_or(Selection())), layout[0].modules);
    EXPECT_THAT(in_list(shipped(each.tree), each.mode, {each.pattern}, AuditKind::unmatched),
                IsEmpty())
        << "told once";
    EXPECT_THAT(in_list(shipped(each.tree), each.mode, {each.advice}, AuditKind::layout),
                IsEmpty());
  }
}

TEST(Layout, IsSilentOnWhatFitsHere) {
  for (const auto& [tree, pattern] : std::vector<std::pair<const char*, std::string>>{
           {"llava-1.5-7b", kAxolotl},
           {"qwen2-vl-7b", kAxolotl},
           {"llava-1.5-7b", ".*vision_tower.*"},
           {"qwen3-8b", "model.layers.[0-9]+.mlp"},
           {"qwen3-8b", "model.nothing.at_all"},
           {"gpt2", "language_model.model.layers.0"}}) {
    EXPECT_THAT(in_list(shipped(tree), Mode::regex, {pattern}, AuditKind::layout), IsEmpty())
        << tree << " " << pattern;
  }
}

TEST(Layout, TranslatesAPeftConfigAsAWhole) {
  const TreeIndex index(shipped("llava-1.5-7b"));
  const PeftAudit told = audit_peft(
      index, PathTemplates(index),
      parse_peft_config(R"({"target_modules": ["language_model.model.layers.0.self_attn.q_proj",
                            "language_model.model.layers.1.self_attn.q_proj"]})",
                        "config"),
      std::nullopt);
  ASSERT_THAT(told.audit.members, SizeIs(1));
  EXPECT_THAT(told.audit.members[0].list,
              ElementsAre("model.language_model.layers.0.self_attn.q_proj",
                          "model.language_model.layers.1.self_attn.q_proj"));
}

TEST(Layout, MapsAnEarlierTreeOntoThisOne) {
  for (const char* const name :
       {"llava-1.5-7b", "llama-3.2-11b-vision", "paligemma-3b", "qwen2-vl-7b"}) {
    const TreeIndex index(shipped(name));
    const TreeIndex before(shipped(name + std::string(".tf4.47")));
    const OtherLayout layout = layout_before(before, index);
    std::size_t found = 0;
    std::vector<std::uint8_t> taken(index.size());
    for (std::uint32_t module = 0; module < before.size(); ++module) {
      const std::uint32_t here = layout.here[module];
      if (here == kNoModule) continue;
      ++found;
      EXPECT_EQ(taken[here]++, 0) << before.path(module);
      if (before.path(module).ends_with("q_proj")) {
        EXPECT_EQ(index.path(here).find("vision") == std::string_view::npos,
                  before.path(module).find("vision") == std::string_view::npos);
      }
    }
    EXPECT_GT(found, before.size() * 9 / 10) << name;
  }
}

// With an earlier tree: what entries that select here, too, have lost or gained.
TEST(Layout, ComparesWithAnEarlierTree) {
  const TreeIndex index(shipped("llava-1.5-7b"));
  const TreeIndex before(shipped("llava-1.5-7b.tf4.47"));
  const OtherLayout layout = layout_before(before, index);
  const auto compared = [&](Mode mode, const std::string& pattern) {
    Audit audit = audit_patterns(index, PathTemplates(index), mode, {pattern}, std::nullopt);
    find_layout(index, layout, audit);
    EXPECT_THAT(found(shipped("llava-1.5-7b"), audit, AuditKind::unmatched), IsEmpty());
    return found(shipped("llava-1.5-7b"), audit, AuditKind::layout);
  };
  EXPECT_THAT(compared(Mode::segment, "q_proj"), IsEmpty());
  EXPECT_THAT(compared(Mode::regex, ".*vision_tower.*fc1"), IsEmpty());
  const auto moved = compared(Mode::exact, "language_model.model.norm");
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_THAT(moved[0].advice, ElementsAre("model.language_model.norm"));
  const auto less = compared(Mode::regex, "(language_model|model)\\.model\\..*q_proj|.*fc1");
  ASSERT_THAT(less, SizeIs(1));
  EXPECT_THAT(less[0].why, HasSubstr("32 modules less than in the earlier tree"));
}

}  // namespace
}  // namespace overmatch::findings_test
