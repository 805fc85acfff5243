// SPDX-License-Identifier: Apache-2.0
// Special words are words and marks that some matcher interprets instead of comparing them as text,
// as regexes do with their special characters.
//
// The search asks about each (search/phases/special_words.h), and the generators put them into
// patterns. Each group names its source: the program, the language or the bug report where its
// words have a meaning. Texts that a comparison confuses are in twins.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace overmatch {

// Where in a name the words of a group have a meaning.
enum class WordPlace : std::uint8_t {
  anywhere,  // also next to other characters: asked in every position
  segment,   // as a whole name or segment only
};

// Words with one source.
struct SpecialWordGroup {
  std::string_view source;
  WordPlace place;
  std::span<const std::string_view> words;
};

namespace special_words {

// clang-format off: it gives each word of a long list a line of its own

inline constexpr std::string_view kKeywords[] = {
    "all", "all-linear", "none", "None", "null", "true", "default", "auto", "any", "self", "root",
};
inline constexpr std::string_view kPatternMarks[] = {
    "*", "**", "!", "~", "@", "+", "-", "not", "re:", "regex:", "glob:", "?", "\\", "\\.", "[0]",
    "[*]", "{}", "()", "|", "^", "$",
};
inline constexpr std::string_view kListMarks[] = {
    "\"", "'", "`", "/", "//", ":", "::", "->", ",", ";", "#", "=", "<", ">", "&", "%", "-1",
    "0-3", "0:3", "1.1",
};
inline constexpr std::string_view kStripped[] = {
    "weight", "bias", "base_layer", "model", "module", "base_model", "base_model.model", "linear",
    "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "lora_A", "lora_B",
    "modules_to_save", "original_module",
};
inline constexpr std::string_view kSpecialLayers[] = {
    "lm_head", "lm_head.weight", "embed_tokens", "Gemm", "MatMul", "cls_token", "reg_token",
    "pos_embed", "layers", "blocks", "encoder", "decoder",
};
inline constexpr std::string_view kFusedLayers[] = {
    "q_proj", "k_proj", "v_proj", "qkv_proj", "qkv", "gate_proj", "up_proj", "gate_up_proj",
    "ffn_gate_up_exps", "experts",
};
inline constexpr std::string_view kJavaScript[] = {
    "__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "length",
    "then", "toJSON", "undefined", "NaN", "Infinity", "arguments",
};
inline constexpr std::string_view kPython[] = {
    "__class__", "__dict__", "__doc__", "__module__", "__init__", "__name__", "True", "False",
    "keys", "items", "forward", "training", "_modules", "parameters", "class", "eval",
};
inline constexpr std::string_view kConfigWords[] = {
    "yes", "no", "on", "off", "y", "n", "nil", "undef", "inf", "nan",
};
inline constexpr std::string_view kPlaceholders[] = {
    "%s", "%n", "%%", "%d", "{0}", "{a}", "{{a}}", "${a}", "$a", "$$", "$&", "$1", "$_", "@a",
    "#{a}", "`a`", "$(a)",
};
inline constexpr std::string_view kEscapes[] = {
    "\\Q", "\\E", "\\1", "\\n", "\\x61", "%61", "&amp;", "{a,b}", "[!b]", "[a-b]", "?(a)", "a..b",
    "/*", "--", "..",
};

// clang-format on

}  // namespace special_words

// The most common groups come first.
inline constexpr SpecialWordGroup kSpecialWordGroups[] = {
    {"keywords for everything or nothing: PEFT's all-linear; YAML, JSON", WordPlace::anywhere,
     special_words::kKeywords},
    {"globs, negations and prefixes of another syntax: compressed-tensors' re:, sglang#19589, "
     "llm-compressor#1871, vllm#22673",
     WordPlace::anywhere, special_words::kPatternMarks},
    {"quotes, lists in one string, ranges, paths of files: PaddleNLP#8372, onnxruntime#19503, "
     "transformers#24043",
     WordPlace::anywhere, special_words::kListMarks},
    {"wrappers and tails that loaders strip: PEFT, torch.compile, FSDP; vllm#57473, vllm#52313",
     WordPlace::anywhere, special_words::kStripped},
    {"layers that loaders treat in a way of their own: vllm#42777, pytorch-image-models#2712, "
     "transformers#45734, onnxruntime#19503",
     WordPlace::anywhere, special_words::kSpecialLayers},
    {"names that fused layers are made of: llama.cpp#20416, vllm#43981, sglang#9596",
     WordPlace::anywhere, special_words::kFusedLayers},
    {"members that objects of JavaScript inherit, and its words for no value: ECMA-262, 20.1.3",
     WordPlace::segment, special_words::kJavaScript},
    {"attributes of Python's objects and of torch.nn.Module, keywords: Python's data model",
     WordPlace::segment, special_words::kPython},
    {"words that readers of YAML 1.1, Perl and numbers take for a value: yaml.org/type/bool",
     WordPlace::segment, special_words::kConfigWords},
    {"placeholders: printf, str.format, shells, String.replace of JavaScript, Perl, Ruby",
     WordPlace::anywhere, special_words::kPlaceholders},
    {"escapes and expansions: quotemeta of Perl and Java, URLs, HTML, braces and classes of shells",
     WordPlace::anywhere, special_words::kEscapes},
};

// The words of all groups, in order.
inline constexpr auto kSpecialWords = [] {
  constexpr std::size_t kCount = [] {
    std::size_t count = 0;
    for (const SpecialWordGroup& group : kSpecialWordGroups) count += group.words.size();
    return count;
  }();
  std::array<std::string_view, kCount> all{};
  std::size_t at = 0;
  for (const SpecialWordGroup& group : kSpecialWordGroups) {
    for (const std::string_view word : group.words) all[at++] = word;
  }
  return all;
}();

}  // namespace overmatch
