// SPDX-License-Identifier: Apache-2.0
// Real bugs, continued: entries that are text, globs or parts of regexes, read by the rule of
// another library.
#include <algorithm>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// A regex boiled down to the name that it ends with.
View leaf_of_regex(View pattern) {
  std::size_t from = pattern.size();
  while (from > 0 && (is_alnum(pattern[from - 1]) || pattern[from - 1] == '_')) --from;
  return pattern.substr(from);
}

// One entry with a metacharacter makes a regex of the whole list.
void list_or_regex(const Question& question, Answer& answer) {
  const bool regex = std::any_of(question.patterns.begin(), question.patterns.end(), [](View p) {
    return p.find_first_of("*+?[](){}^$|\\") != View::npos;
  });
  if (!regex) return ask_reference(Mode::segment, question, answer);
  ask_reference(Mode::regex, {join(question.patterns, "|")}, question.modules, answer);
  if (answer.rejected()) answer.start(question.modules.size());
}

Planted looked_up(View name, Mode mode, View bug, Ask real, View source) {
  return wrong(name, mode, bug, rule(exact_selects), {std::move(real)}, source);
}

}  // namespace

std::vector<Planted> field_lists() {
  using enum Mode;
  return {
      wrong("segment-field-name-in-entry", segment, "the name is looked for in the entry",
            rule([](View path, View p) { return contains(p, path); }),
            {Ask{{"mlp.shared_expert_gate"}, {"shared_expert"}}}, "vllm-project/vllm#54206"),
      wrong("segment-field-leading-dot-star", segment, "the entry becomes the regex `.*entry`",
            rule([](View path, View p) { return path.ends_with(p); }),
            {Ask{{"v_proj"}, {"qkv_proj"}}}, "sgl-project/sglang#39317"),
      wrong("glob-field-name-in-pattern", glob, "`n in p` in place of fnmatch",
            rule([](View path, View p) { return contains(p, path); }),
            {Ask{{"self_attn"}, {"attn"}}}, "vllm-project/vllm#24239"),
      wrong("subtree-field-anywhere", subtree, "`p in n`: found in `single_transformer_blocks`",
            rule(contains), {Ask{{"transformer_blocks"}, {"single_transformer_blocks"}}},
            "Nerogar/OneTrainer#457"),
      wrong("regex-field-leaf-collapsed", regex, "a regex is boiled down to the leaf that it names",
            unless_rejected([](View path, View p) {
              return !leaf_of_regex(p).empty() && last_pieces(path, 1) == leaf_of_regex(p);
            }),
            {Ask{{".*mlp.*up_proj"}, {"mixer.experts.up_proj"}}}, "unslothai/unsloth#11014"),
      looked_up("segment-field-applied-as-path", segment,
                "entries are checked as ends of names, and applied as whole names",
                {{"layers.0.mlp.down_proj"}, {"language_model.layers.0.mlp.down_proj"}},
                "vllm-project/vllm#48019"),
      looked_up("segment-field-at-root-only", segment, "looks for the layer at the root only",
                {{"logits_processor"}, {"language_model.logits_processor"}},
                "vllm-project/vllm#21183"),
      looked_up("segment-field-dict-lookup", segment, "looks the whole name up in a dict",
                {{"layers.0.attn.wkv"}, {"language_model.layers.0.attn.wkv"}},
                "Blaizzy/mlx-vlm#1793"),
      wrong("search-field-container-only", search, "`$` behind the regex: a wrapped layer is lost",
            pcre({kUnicode, "(?:", ")\\z"}), {Ask{{"\\.experts"}, {"layers.0.experts.base_layer"}}},
            "vllm-project/vllm#41754"),
      wrong("segment-field-dot-in-front", segment,
            "a dot must stand in front of the entry, so that a name without one is lost",
            rule([](View path, View p) {
              return p.empty() ? path.empty() : path.ends_with("." + std::string(p));
            }),
            {Ask{{"q_proj"}, {"q_proj"}}}, "vllm-project/vllm#49193"),
      wrong("run-field-dot-behind", run, "a dot must stand behind the layer's number",
            rule([](View path, View p) {
              return p.empty() ? path.empty()
                               : contains("." + std::string(path), "." + std::string(p) + ".");
            }),
            {Ask{{"layers.3"}, {"model.layers.3"}}}, "NVIDIA/Model-Optimizer#1355"),
      wrong("glob-field-exact-or-child", glob, "knows the name itself and its children, no `*`",
            rule([](View path, View p) {
              return p.empty() ? path.empty() : subtree_selects(path, p);
            }),
            {Ask{{"*.self_attn.q_proj"}, {"layers.0.self_attn.q_proj"}}}, "guqiong96/Lsglang#20"),
      wrong("substring-field-trailing-dot", substring,
            "one of two code paths does not know an entry with a dot at its end",
            rule([](View path, View p) { return !p.ends_with('.') && contains(path, p); }),
            {Ask{{"model.layers.0."}, {"model.layers.0.mlp.experts"}}}, "sgl-project/sglang#20439"),
      wrong("segment-field-prefix", segment, "entries are prefixes: a part of a block has no name",
            rule([](View path, View p) { return path.starts_with(p); }),
            {Ask{{"adapter_attn"}, {"resblocks.7.adapter_attn"}}},
            "Lightning-AI/pytorch-lightning#19175"),
      wrong("search-field-no-anchors", search, "the ends of a word are dropped: a substring",
            asked_with(
                search, [](View p) { return without(without(p, "^"), "$"); }, unchanged),
            {Ask{{"(?:^|[._])norm(?:$|[._])"}, {"normal"}}}, "huggingface/transformers#42754"),
      wrong("exact-field-empty-string-split", exact,
            "the empty list is read from a string: it has one entry, which is empty",
            whole([](const Question& question, Answer& answer) {
              const View empty;
              const Patterns one(&empty, 1);
              ask_reference(exact,
                            {question.patterns.empty() ? one : question.patterns, question.modules},
                            answer);
            }),
            {Ask{{}, {""}}}, "huggingface/accelerate#2530"),
      wrong("regex-field-tie-as-text", regex, "a regex is compared as a name",
            unless_rejected([](View path, View p) { return path == p; }),
            {Ask{{"encoder\\.layers\\.(?:[^.]+\\.)*weight"}, {"encoder.layers.0.weight"}}},
            "huggingface/transformers#46566"),
      wrong("glob-field-tail", glob, "a glob is written to a config that compares tails of names",
            rule(segment_selects), {Ask{{"*layers.*.linear_qkv"}, {"layers.0.linear_qkv"}}},
            "redai-studio/Relax#261"),
      wrong("segment-field-list-becomes-regex", segment,
            "one entry with a metacharacter makes a regex of the whole list", whole(list_or_regex),
            {Ask{{"q_proj", "v*"}, {"model.q_proj"}}}, "oumi-ai/oumi#2479"),
      wrong("exact-field-string-not-wrapped", exact,
            "a string is taken for a list: each of its characters is an entry",
            rule([](View path, View p) { return path.size() == 1 && contains(p, path); }),
            {Ask{{"hook_q"}, {"hook_q"}}}, "TransformerLensOrg/TransformerLens#340"),
  };
}

}  // namespace overmatch::plant
