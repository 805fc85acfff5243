// SPDX-License-Identifier: Apache-2.0
// Real bugs, continued: patterns of one dialect read as another, prefixes lost, lists joined; and
// the rules that PEFT had (tests/data/peft-matching.jsonl: what each version answers).
#include <algorithm>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

bool regex_selects(View path, View pattern) {
  Answer answer;
  ask_reference(Mode::regex, {std::string(pattern)}, std::span(&path, 1), answer);
  return !answer.rejected() && answer.selects(0);
}

// PEFT 0.5.0 put a list's entries into a regex as they were: `.*\.` in front, `$` behind, under
// re.match.
bool peft_list_of_regexes(View path, View pattern) {
  if (path == pattern) return true;
  const Pcre entry(pattern, {kUnicode | PCRE2_ANCHORED, ".*\\.(?:", ")$"});
  return !pattern.empty() && entry.ok() && entry.match(path) > 0;
}

}  // namespace

std::vector<Planted> field_dialects() {
  return {
      wrong("regex-field-text", Mode::regex, "`p in n`: a regex is looked for as text",
            unless_rejected([](View path, View pattern) { return contains(path, pattern); }),
            {Ask{{"vision_tower.*"}, {"vision_tower.a"}}}, "vllm-project/vllm#48507"),
      wrong("regex-field-star-segment-as-text", Mode::regex,
            "a star that stands for a layer's number is looked for as text",
            unless_rejected([](View path, View pattern) {
              return contains(pattern, ".*.") ? contains(path, pattern)
                                              : regex_selects(path, pattern);
            }),
            {Ask{{"layers.*.linear_attn.in_proj_a"}, {"layers.0.linear_attn.in_proj_a"}}},
            "sgl-project/sglang#19589"),
      wrong("segment-field-no-outer-prefix", Mode::segment,
            "a part's plan is matched as given, without the prefix of the whole",
            rule(exact_selects), {Ask{{"layers.0.q_proj"}, {"language_model.layers.0.q_proj"}}},
            "vllm-project/vllm#22673"),
      wrong("exact-field-empty-prefix", Mode::exact,
            "a layer at the top is built with the prefix \"\", which is then its name",
            rule([](View path, View pattern) {
              return exact_selects(contains(path, ".") ? path : View{}, pattern);
            }),
            {Ask{{"lm_head"}, {"lm_head"}}}, "sgl-project/sglang#37848"),
      wrong("subtree-field-not-itself", Mode::subtree,
            "the module that is the target has the relative name \"\", which is dropped",
            rule([](View path, View pattern) {
              return (path != pattern || pattern.empty()) && subtree_selects(path, pattern);
            }),
            {Ask{{"visual"}, {"visual"}}}, "modelscope/ms-swift#10153"),
      wrong("regex-field-missing-comma", Mode::regex,
            "a comma is missing in the list: the first two patterns are one",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected() || question.patterns.size() < 2) return;
              std::vector<std::string> patterns(question.patterns.begin(), question.patterns.end());
              patterns[0] += patterns[1];
              patterns.erase(patterns.begin() + 1);
              Answer joined;
              ask_reference(Mode::regex, patterns, question.modules, joined);
              if (!joined.rejected()) answer = joined;
            }),
            {Ask{{".*qkv_proj.*", ".*gate_proj.*"}, {"mlp.gate_proj"}}},
            "PaddlePaddle/PaddleNLP#8372"),
      wrong("segment-field-peft-endswith", Mode::segment,
            "PEFT to 0.4.0: a list's entries are any ends of a name",
            rule([](View path, View pattern) { return path.ends_with(pattern); }),
            {Ask{{"q_proj"}, {"model.xq_proj"}}}, "huggingface/peft 0.4.0"),
      wrong("segment-field-peft-list-of-regexes", Mode::segment,
            "PEFT 0.5.0: a list's entries are regexes", rule(peft_list_of_regexes),
            {Ask{{"layer.1"}, {"model.layerX1"}}}, "huggingface/peft#1206"),
  };
}

}  // namespace overmatch::plant
