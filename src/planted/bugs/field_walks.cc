// SPDX-License-Identifier: Apache-2.0
// Real bugs, continued: walks through the tree, rewritten patterns, incomplete fixes.
#include <algorithm>
#include <set>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// Follows the pattern's segments down the tree, and stays at a node where a child is missing.
void lenient_walk(const Question& question, Answer& answer) {
  const std::set<View> known(question.modules.begin(), question.modules.end());
  for (const View pattern : question.patterns) {
    std::string at;
    for (const View piece : split(pattern)) {
      const std::string child = at.empty() ? std::string(piece) : at + "." + std::string(piece);
      if (known.contains(child)) at = child;
    }
    if (at.empty() && !pattern.empty()) continue;
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (question.modules[i] == at) answer.select(i);
    }
  }
  Answer right;
  ask_reference(Mode::exact, question, right);
  for (std::size_t i = 0; i < question.modules.size(); ++i) {
    if (right.selects(i)) answer.select(i);
  }
}

template <class Change>
Behaviour rewritten(Mode mode, Change change) {
  return whole([mode, change](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) patterns.push_back(change(pattern));
    ask_reference(mode, patterns, question.modules, answer);
  });
}

std::string dots_escaped(View pattern) { return replace(pattern, ".", "\\."); }

std::string one_digit(View pattern) { return replace(pattern, "\\d+", "\\d"); }

}  // namespace

std::vector<Planted> field_walks() {
  return {
      wrong("segment-field-left-boundary-only", Mode::segment,
            "`mlp.gate` is found in `mlp.gate_up_proj`", rule([](View path, View pattern) {
              if (segment_selects(path, pattern)) return true;
              const std::size_t at = path.find(pattern);
              return !pattern.empty() && at != View::npos && (at == 0 || path[at - 1] == '.');
            }),
            {Ask{{"mlp.gate"}, {"mlp.gate_up_proj"}}}, "sgl-project/sglang#23467"),
      wrong("subtree-field-dot-after-digit", Mode::subtree,
            "a dot is put after the pattern only if it ends in a digit",
            rule([](View path, View pattern) {
              if (!pattern.empty() && is_digit(pattern.back()))
                return subtree_selects(path, pattern);
              return path.starts_with(pattern);
            }),
            {Ask{{"lm_head"}, {"lm_head_2"}}}, "intel/auto-round#360"),
      wrong("segment-field-dot-after-digit", Mode::segment,
            "a substring, with a dot after it if it ends in a digit",
            rule([](View path, View pattern) {
              if (pattern.empty()) return path.empty();
              const std::string wanted =
                  std::string(pattern) + (is_digit(pattern.back()) ? "." : "");
              return (std::string(path) + ".").find(wanted) != std::string::npos;
            }),
            {Ask{{"model.layers.1"}, {"model.layers.1.mlp"}}}, "intel/auto-round#360"),
      wrong("exact-field-lenient-walk", Mode::exact,
            "a missing child leaves the walk where it is: `missing.proj` hits `proj`",
            whole(lenient_walk), {Ask{{"missing.proj"}, {"proj"}}}, "pytorch/pytorch#143969"),
      wrong("regex-field-dots-escaped-twice", Mode::regex, "`.` becomes `\\.` inside `\\.` too",
            rewritten(Mode::regex, dots_escaped),
            {Ask{{"model\\.language_model"}, {"model.language_model"}}},
            "axolotl-ai-cloud/axolotl#3586"),
      wrong("regex-field-star-after-dot", Mode::regex,
            "`\\..*` becomes `.*`: `language_model_draft` is hit",
            rewritten(Mode::regex, [](View pattern) { return replace(pattern, "\\..*", ".*"); }),
            {Ask{{"language_model\\..*"}, {"language_model_draft"}}},
            "axolotl-ai-cloud/axolotl#3586"),
      wrong("regex-field-one-digit", Mode::regex, "`\\d+` is read as one digit",
            rewritten(Mode::regex, one_digit), {Ask{{"layers\\.\\d+"}, {"layers.10"}}},
            "callummcdougall/sae_vis#13"),
      wrong("regex-field-relative", Mode::regex,
            "the pattern is tried on the path without its first segment too",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected()) return;
              std::vector<View> relative;
              for (const View path : question.modules)
                relative.push_back(
                    path.substr(path.find('.') == View::npos ? 0 : path.find('.') + 1));
              Answer second;
              ask_reference(Mode::regex, Question{question.patterns, relative}, second);
              for (std::size_t i = 0; i < relative.size() && !second.rejected(); ++i) {
                if (second.selects(i)) answer.select(i);
              }
            }),
            {Ask{{"vision_tower.*"}, {"model.vision_tower.a"}}},
            "vllm-project/llm-compressor#1871"),
      wrong("segment-field-unescaped-dot", Mode::segment,
            "`mlp.gate` + `$` as a regex: `mlpXgate` is hit", rule([](View path, View pattern) {
              if (path.size() < pattern.size() || pattern.empty())
                return segment_selects(path, pattern);
              const View tail = path.substr(path.size() - pattern.size());
              return std::equal(tail.begin(), tail.end(), pattern.begin(),
                                [](char c, char wanted) { return c == wanted || wanted == '.'; }) &&
                     (tail.size() == path.size() || path[path.size() - tail.size() - 1] == '.');
            }),
            {Ask{{"mlp.gate"}, {"mlpXgate"}}}, "vllm-project/llm-compressor#2604"),
      wrong("endswith-field-leaf-collapsed", Mode::endswith,
            "a full path is collapsed to its leaf first", rule([](View path, View pattern) {
              return path.ends_with(pattern.ends_with('.') ? pattern : last_segment(pattern));
            }),
            {Ask{{"attn.proj"}, {"visual.patch_embed.proj"}}}, "hiyouga/LlamaFactory#5324"),
      wrong("exact-field-missing-marker", Mode::exact,
            "escaped dots in a literal pattern are unescaped",
            rewritten(Mode::exact, [](View pattern) { return replace(pattern, "\\.", "."); }),
            {Ask{{"backbone\\.embeddings"}, {"backbone.embeddings"}}},
            "vllm-project/llm-compressor#2803"),
      wrong("subtree-field-reg-token", Mode::subtree,
            "what no pattern names falls into the last group",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::subtree, question, answer);
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (question.modules[i].find('.') == View::npos &&
                    question.modules[i].ends_with("_token"))
                  answer.select(i);
              }
            }),
            {Ask{{"blocks"}, {"reg_token"}}}, "huggingface/pytorch-image-models#2712"),
      wrong("segment-field-default-kept", Mode::segment, "a default entry joins the user's list",
            any([](View path, Patterns patterns) {
              return segment_selects(path, "lm_head") ||
                     std::any_of(patterns.begin(), patterns.end(),
                                 [&](View pattern) { return segment_selects(path, pattern); });
            }),
            {Ask{{"a"}, {"lm_head"}}}, "huggingface/transformers#45734"),
      wrong("exact-field-renamed-node", Mode::exact, "paths are renamed before they are compared",
            rule([](View path, View pattern) {
              return exact_selects(
                  path.ends_with("Gemm") ? std::string(path) + "_MatMul" : std::string(path),
                  pattern);
            }),
            {Ask{{"/Gemm"}, {"/Gemm"}}}, "microsoft/onnxruntime#19503"),
      wrong("endswith-field-self-replacement", Mode::endswith,
            "a name that is its own target grows a second prefix",
            rule([](View path, View pattern) {
              return (path == "lm_head.weight" ? View("lm_lm_head.weight_") : path)
                  .ends_with(pattern);
            }),
            {Ask{{"lm_head.weight"}, {"lm_head.weight"}}}, "vllm-project/vllm#42777"),
  };
}

}  // namespace overmatch::plant
