// SPDX-License-Identifier: Apache-2.0
// Words and marks that some matcher of the field reads as more than text, and texts that some
// comparison takes for one another. The search asks about each of them (search/idioms.h); the
// generators put them into names and patterns.
#pragma once

#include <cstddef>
#include <string_view>

namespace overmatch {

// clang-format off: it gives each word of a long list a line of its own

// Keywords for "everything" or "nothing" (PEFT's all-linear), marks of another syntax or of a
// negation (compressed-tensors' re:), quotes, wrappers and tails that loaders strip, names that
// fused layers are made of or that loaders treat in a way of their own (vllm#42777,
// llama.cpp#20416, pytorch-image-models#2712, onnxruntime#19503).
inline constexpr std::string_view kIdioms[] = {
    "all", "all-linear", "none", "None", "null", "true", "default", "auto", "any", "self", "root",
    "*", "**", "!", "~", "@", "+", "-", "not", "re:", "regex:", "glob:", "\"", "'", "`", "/", "//",
    ":", "::", "->", ",", ";", "|", "#", "=", "<", ">", "&", "%", "$", "^", "?", "\\", "\\.", "-1",
    "0-3", "0:3", "1.1", "[0]", "[*]", "{}", "()", "weight", "bias", "base_layer", "model",
    "module", "base_model", "base_model.model", "linear", "_orig_mod", "_fsdp_wrapped_module",
    "_checkpoint_wrapped_module", "lora_A", "lora_B", "modules_to_save", "original_module",
    "lm_head", "lm_head.weight", "embed_tokens", "q_proj", "k_proj", "v_proj", "qkv_proj", "qkv",
    "gate_proj", "up_proj", "gate_up_proj", "ffn_gate_up_exps", "experts", "layers", "blocks",
    "encoder", "decoder", "Gemm", "MatMul", "cls_token", "reg_token", "pos_embed",
};

// Texts that a comparison of bytes, of a few bits, of UTF-16 units or of normalised text takes for
// the same.
inline constexpr std::string_view kTwins[][2] = {
    {"\u00e9", "C)"}, {"\u0161", "a"}, {"\u0161", "\xc3\xa1"}, {"\U0001F600", "\U00020600"},
    {"\U0001F600", "\uf600"}, {"\u00e9", "e\u0301"}, {"\uff41", "a"}, {"\u212a", "K"},
    {"\ufb01", "fi"}, {"\u00df", "ss"}, {"\u0130", "i\u0307"}, {"\u00b5", "\u03bc"},
    {"\u2024", "\u3002"}, {"a\u200b", "a"}, {"\ufeff" "a", "a"}, {"a\u00a0", "a "}, {"\u0661", "1"},
    {"\u00b2", "2"}, {"\u017f", "s"}, {"\U00010400", "\U00010428"}, {"\u0430", "a"},
    {"\u03bf", "o"}, {"\u00c9", "\u00e9"}, {"\u00e9", "e"}, {"A", "a"}, {"_", "-"}, {"1", "01"},
    {"1", "1.0"}, {"1", "257"}, {"1", "65537"}, {"1", "4294967297"}, {"1", "18446744073709551617"},
};
// So many of them, the first ones, hold more than ASCII.
inline constexpr std::size_t kUnicodeTwins = 24;

// clang-format on

}  // namespace overmatch
