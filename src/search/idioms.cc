#include "search/idioms.h"

#include <string>

#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {

namespace {

// Keywords for "everything" or "nothing" (PEFT's all-linear), marks of another syntax or of a negation (compressed-tensors'
// re:), quotes, wrappers and tails that loaders strip, names that fused layers are made of or that loaders treat in a way of
// their own (vllm#42777, llama.cpp#20416, pytorch-image-models#2712, onnxruntime#19503).
constexpr std::string_view kIdioms[] = {"all",
                                        "all-linear",
                                        "none",
                                        "None",
                                        "null",
                                        "true",
                                        "default",
                                        "auto",
                                        "any",
                                        "self",
                                        "root",
                                        "*",
                                        "**",
                                        "!",
                                        "~",
                                        "@",
                                        "+",
                                        "-",
                                        "not",
                                        "re:",
                                        "regex:",
                                        "glob:",
                                        "\"",
                                        "'",
                                        "`",
                                        "/",
                                        "//",
                                        ":",
                                        "::",
                                        "->",
                                        ",",
                                        ";",
                                        "|",
                                        "#",
                                        "=",
                                        "<",
                                        ">",
                                        "&",
                                        "%",
                                        "$",
                                        "^",
                                        "?",
                                        "\\",
                                        "[0]",
                                        "[*]",
                                        "{}",
                                        "()",
                                        "weight",
                                        "bias",
                                        "base_layer",
                                        "model",
                                        "module",
                                        "base_model",
                                        "_orig_mod",
                                        "_fsdp_wrapped_module",
                                        "_checkpoint_wrapped_module",
                                        "lora_A",
                                        "lora_B",
                                        "modules_to_save",
                                        "original_module",
                                        "lm_head",
                                        "lm_head.weight",
                                        "embed_tokens",
                                        "q_proj",
                                        "k_proj",
                                        "v_proj",
                                        "qkv_proj",
                                        "qkv",
                                        "gate_proj",
                                        "up_proj",
                                        "gate_up_proj",
                                        "ffn_gate_up_exps",
                                        "experts",
                                        "layers",
                                        "blocks",
                                        "encoder",
                                        "decoder",
                                        "Gemm",
                                        "MatMul",
                                        "cls_token",
                                        "reg_token",
                                        "pos_embed"};

// Texts that a comparison of bytes, of a few bits, of UTF-16 units or of normalised text takes for the same.
constexpr std::string_view kTwins[][2] = {{"\u00e9", "C)"},
                                          {"\u0161", "a"},
                                          {"\u0161", "\xc3\xa1"},
                                          {"\U0001F600", "\U00020600"},
                                          {"\U0001F600", "\uf600"},
                                          {"\u00e9", "e\u0301"},
                                          {"\uff41", "a"},
                                          {"\u212a", "K"},
                                          {"\ufb01", "fi"},
                                          {"\u00df", "ss"},
                                          {"\u0130", "i\u0307"},
                                          {"\u00b5", "\u03bc"},
                                          {"\u2024", "\u3002"},
                                          {"a\u200b", "a"},
                                          {"\ufeff"
                                           "a",
                                           "a"},
                                          {"a\u00a0", "a "},
                                          {"\u0661", "1"},
                                          {"\u00b2", "2"},
                                          {"\u017f", "s"},
                                          {"\U00010400", "\U00010428"},
                                          {"\u0430", "a"},
                                          {"\u03bf", "o"},
                                          {"\u00c9", "\u00e9"},
                                          {"\u00e9", "e"},
                                          {"A", "a"},
                                          {"_", "-"},
                                          {"1", "01"},
                                          {"1", "1.0"},
                                          {"1", "257"},
                                          {"1", "65537"},
                                          {"1", "4294967297"},
                                          {"1", "18446744073709551617"}};

class Idioms {
 public:
  explicit Idioms(Examiner& examiner) : examiner_(examiner) {
    for (const std::string_view idiom : kIdioms) {
      add(idiom);
      add("a." + std::string(idiom));
      add(std::string(idiom) + ".a");
    }
    for (const char* const plain : {"a", "b", "a.b", "ab"}) add(plain);
  }

  bool run() {
    for (const std::string_view idiom : kIdioms) {
      const std::string text(idiom);
      for (const std::string& pattern :
           {text, text + "a", "a" + text, text + "a" + text, "a." + text, text + ".a", text + " a"}) {
        if (!ask(pattern)) return false;
      }
      if (!in_list(text) || !in_list(text + "a")) return false;
    }
    return twins();
  }

 private:
  // A list of a plain pattern and this one, of which every law is asked.
  bool in_list(const std::string& text) {
    if (examiner_.mode() == Mode::regex) return true;
    content_.clear();
    content_.mode = examiner_.mode();
    content_.patterns.push_back("a");
    content_.patterns.push_back(text);
    for (const char* const module : {"a", "b"}) content_.modules.push_back(module);
    return examiner_.examine(content_);
  }
  bool twins() {
    names_.clear();
    for (const auto& pair : kTwins) {
      for (const std::string_view text : pair) add(text);
    }
    for (const auto& pair : kTwins) {
      for (const std::string_view text : pair) {
        if (!ask(std::string(text))) return false;
      }
    }
    // A list of both: neither is the other's repeat.
    for (const auto& pair : kTwins) {
      if (examiner_.mode() == Mode::regex) break;
      content_.clear();
      content_.mode = examiner_.mode();
      for (const std::string_view text : pair) {
        content_.patterns.push_back(text);
        if (is_well_formed(text)) content_.modules.push_back(text);
      }
      if (!examiner_.examine(content_)) return false;
    }
    return true;
  }
  void add(std::string_view name) {
    if (!name.empty() && is_well_formed(name) && !names_.contains(name)) names_.push_back(name);
  }
  bool ask(const std::string& pattern) {
    return examiner_.sweep(examiner_.mode() == Mode::regex ? escape_regex(pattern) : pattern, names_.views());
  }

  Examiner& examiner_;
  Names names_;
  Case content_;
};

}  // namespace

void search_idioms(Examiner& examiner) { Idioms(examiner).run(); }

}  // namespace overmatch
