// SPDX-License-Identifier: Apache-2.0
// Real bugs, as close to the reported rule as a matcher's interface allows; `source` names the
// report.
#include <algorithm>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// A rule whose report does not cover the empty pattern: there the reference decides.
template <class Selects>
Behaviour unless_empty(Mode mode, Selects selects) {
  return whole([mode, selects](const Question& question, Answer& answer) {
    std::vector<std::string> empty;
    for (const View pattern : question.patterns) {
      if (pattern.empty()) empty.emplace_back();
    }
    ask_reference(mode, empty, question.modules, answer);
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      for (const View pattern : question.patterns) {
        if (!pattern.empty() && selects(question.modules[i], pattern)) answer.select(i);
      }
    }
  });
}
// The reference on rewritten regexes.
template <class Change>
Behaviour rewritten(Change change) {
  return whole([change](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) patterns.push_back(change(pattern));
    ask_reference(Mode::regex, patterns, question.modules, answer);
  });
}
bool has_piece(View path, View piece) {
  const auto pieces = split(path);
  return std::find(pieces.begin(), pieces.end(), piece) != pieces.end();
}

}  // namespace

std::vector<Planted> field() {
  return {
      wrong("subtree-field-substring", Mode::subtree, "`p in n`: `layers.1` covers `layers.10`",
            unless_empty(Mode::subtree, contains),
            {Ask{{"model.layers.1"}, {"model.layers.10.self_attn.q_proj"}}},
            "huggingface/transformers#29958"),
      wrong("segment-field-substring", Mode::segment, "`p in n`: `wo` is found in `word_embedding`",
            unless_empty(Mode::segment, contains), {Ask{{"wo"}, {"word_embedding"}}},
            "huggingface/transformers#26589"),
      wrong("regex-field-joined-search", Mode::regex, "one search of all alternatives",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected() || question.patterns.empty()) return;
              const Pcre joined("(?:" + join(question.patterns, ")|(?:") + ")", {kUnicode, "", ""});
              if (!joined.ok()) return answer.reject(joined.why());
              answer.start(question.modules.size());
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (joined.match(question.modules[i]) > 0) answer.select(i);
              }
            }),
            {Ask{{"wo"}, {"word_embedding"}}}, "huggingface/transformers#36722"),
      wrong("regex-field-open-start", Mode::regex,
            "anything may stand in front: `experts.x` finds `shared_experts.x`",
            pcre({kUnicode | kWholePath, "(?s:.*)(?:", ")"}),
            {Ask{{"experts\\.down_proj"}, {"shared_experts.down_proj"}}},
            "huggingface/transformers#45782"),
      wrong("regex-field-open-end", Mode::regex,
            "a trailing `.*?` under fullmatch: `proj` finds `proj_drop`",
            pcre({kUnicode | kWholePath, "(?:", ").*?"}),
            {Ask{{"attn\\.proj"}, {"attn.proj_drop"}}}, "unslothai/unsloth-zoo#807"),
      wrong("segment-field-open-end", Mode::segment,
            "the right boundary is missing: `_scale_inv` may follow",
            unless_empty(Mode::segment,
                         [](View path, View pattern) {
                           return contains("." + std::string(path), "." + std::string(pattern));
                         }),
            {Ask{{"experts.gate_up_proj"}, {"experts.gate_up_proj_scale_inv"}}},
            "huggingface/transformers#45794"),
      wrong("subtree-field-leaf-test", Mode::subtree,
            "only the module itself is tested, its children aren't",
            unless_empty(Mode::subtree, exact_selects), {Ask{{"classifier"}, {"classifier.dense"}}},
            "huggingface/transformers#24043"),
      wrong("subtree-field-startswith", Mode::subtree, "startswith: `layer1` covers `layer10`",
            rule([](View path, View pattern) { return path.starts_with(pattern); }),
            {Ask{{"model.layers.1"}, {"model.layers.18"}}}, "huggingface/accelerate#1319"),
      wrong("exact-field-startswith", Mode::exact, "startswith: `text_encoder` is `text_encoder_2`",
            unless_empty(Mode::exact,
                         [](View path, View pattern) { return path.starts_with(pattern); }),
            {Ask{{"text_encoder"}, {"text_encoder_2"}}}, "Nerogar/OneTrainer#1671"),
      wrong("segment-field-leaf-substring", Mode::segment, "`kv_proj` is found in `qkv_proj`",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     (!pattern.empty() && contains(last_segment(path), pattern));
            }),
            {Ask{{"kv_proj"}, {"qkv_proj"}}}, "vllm-project/vllm#9887"),
      wrong("segment-field-one-segment", Mode::segment,
            "`p in n.split('.')`: a dotted pattern never matches",
            rule([](View path, View pattern) { return last_segment(path) == pattern; }),
            {Ask{{"model.layers.1.mlp"}, {"model.layers.1.mlp"}}}, "vllm-project/vllm#12974"),
      wrong("segment-field-any-segment", Mode::segment, "any segment will do, not only the last",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) || has_piece(path, pattern);
            }),
            {Ask{{"wo"}, {"wo.dense"}}}, "huggingface/transformers#26589"),
      wrong("regex-field-star-at-end-only", Mode::regex,
            "only a `.*` at the end is special, all else is text",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected()) return;
              answer.start(question.modules.size());
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                for (const View pattern : question.patterns) {
                  const View path = question.modules[i];
                  const bool open = pattern.ends_with(".*");
                  if (open ? path.starts_with(strip_suffix(pattern, ".*")) : path == pattern)
                    answer.select(i);
                }
              }
            }),
            {Ask{{"a|b"}, {"a"}}}, "vllm-project/vllm#30164"),
      wrong("segment-field-shards-only", Mode::segment,
            "a fused name stands for its shards and not for itself",
            any([](View path, Patterns patterns) {
              for (const View pattern : patterns) {
                if (pattern != "qkv_proj" && segment_selects(path, pattern)) return true;
                if (pattern == "qkv_proj" &&
                    (segment_selects(path, "q_proj") || segment_selects(path, "k_proj") ||
                     segment_selects(path, "v_proj")))
                  return true;
              }
              return false;
            }),
            {Ask{{"qkv_proj"}, {"qkv_proj"}}}, "vllm-project/vllm#43981"),
      wrong("exact-field-fused-unrenamed", Mode::exact,
            "compares before the renaming: `qkv_proj` is `qkv` here",
            rule([](View path, View pattern) {
              return exact_selects(path, replace(pattern, "qkv_proj", "qkv"));
            }),
            {Ask{{"attn.qkv_proj"}, {"attn.qkv_proj"}}}, "sgl-project/sglang#9596"),
      wrong("segment-field-gate-up-incomplete", Mode::segment,
            "a fused name is missing from the known ones", rule([](View path, View pattern) {
              return last_segment(path) != "ffn_gate_up_exps" && segment_selects(path, pattern);
            }),
            {Ask{{"ffn_gate_up_exps"}, {"blk.0.ffn_gate_up_exps"}}}, "ggml-org/llama.cpp#20416"),
      wrong("exact-field-doubled-prefix", Mode::exact,
            "the prefix is put in front twice: `model.layers.3.layers.…`",
            rule([](View path, View pattern) {
              return exact_selects(path, replace(pattern, "layers.", "layers.layers."));
            }),
            {Ask{{"model.layers.3"}, {"model.layers.3"}}}, "vllm-project/vllm#11795"),
      wrong("subtree-field-hard-coded-prefix", Mode::subtree,
            "every model's layers lie under `model.`, it thinks", rule([](View path, View pattern) {
              return subtree_selects(path, pattern.starts_with("layers.")
                                               ? "model." + std::string(pattern)
                                               : std::string(pattern));
            }),
            {Ask{{"layers.0"}, {"layers.0"}}}, "NVIDIA/Model-Optimizer#479"),
      wrong("segment-field-container", Mode::segment, "the wrapped layer counts as its container",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     segment_selects(strip_suffix(path, ".linear"), pattern);
            }),
            {Ask{{"o_proj"}, {"o_proj.linear"}}}, "vllm-project/vllm#52313"),
  };
}

}  // namespace overmatch::plant
