// SPDX-License-Identifier: Apache-2.0
// The tables of the first cases: one for each syntax of patterns, and one for what may lie inside a
// path.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace overmatch::first_cases {

// Nearly every mark of ASCII in one name, and a path as deep and long as people's are.
inline constexpr std::string_view kMarked = "aB-1_ (b)*[c]?+{d}^$|\\/:,#!~@=<>&%;'\"`";
inline constexpr std::string_view kDeep =
    "base_model.model.model.layers.10.self_attn.q_proj.lora_A.default";

// One row of a table.
enum class Form : std::uint8_t {
  list,       // every property, of a list of patterns and the modules
  around,     // agreement, of the pattern and the names near the module
  malformed,  // agreement, of a pattern that no path equals, and names with the same letters
};
inline constexpr std::size_t kMostNames = 11;
struct NameList {
  constexpr NameList(std::initializer_list<std::string_view> all) : size(all.size()) {
    std::copy(all.begin(), all.end(), names.begin());
  }
  [[nodiscard]] constexpr std::span<const std::string_view> all() const {
    return std::span(names).first(size);
  }
  std::array<std::string_view, kMostNames> names{};
  std::size_t size;
};
struct FirstCase {
  Form form;
  NameList patterns;
  NameList modules;
};
constexpr FirstCase list(NameList patterns, NameList modules) {
  return {Form::list, patterns, modules};
}
constexpr FirstCase around(std::string_view pattern, std::string_view module) {
  return {Form::around, {pattern}, {module}};
}
constexpr FirstCase around(std::string_view text) { return around(text, text); }
constexpr FirstCase malformed(std::string_view pattern) { return {Form::malformed, {pattern}, {}}; }

// 300 letters.
inline constexpr auto kLong = [] {
  std::array<char, 300> letters{};
  letters.fill('a');
  return letters;
}();

// Of the modes that read patterns as text. Ordered by how many planted bugs a row finds that the
// rows before it do not.
inline constexpr auto kTextCases = std::to_array<FirstCase>({
    list({"b", "a.b", "b", "a..b", ".a", "a.", ".", ".."},
         {"a.b", "x.a.b", "b", "ab", "x.b", "xb", "a.bx", "a", "b.a", "a.b.x", ""}),
    around("", "a"),
    list({}, {"", "a"}),
    around("a.b"),
    around("layers.1"),
    around("0"),
    around(kMarked),
    list({"a", "a.b", "ab"}, {"a", "a.b", "ab", "a.c", "abc", "x.a", "b.ab", "xab", "c"}),
    list({"a"}, {}),
    list({"b"}, {"b", "a.b", "x.a.b"}),
    around(kDeep),
    around({kLong.data(), kLong.size()}),
    list({"x.b", "a.b", "A.b"}, {"a.b", "x.b", "A.b", "a.x.b", "x.a.b"}),
    list({"model.a", "module.a", "base_model.model.a", "_orig_mod.a", "_fsdp_wrapped_module.a",
          "a.weight", "a.base_layer", "a.linear", "a.modules_to_save.default"},
         {"a", "x.a", "model.a", "module.a", "base_model.model.a", "_orig_mod.a", "a.weight",
          "a.base_layer", "b"}),
    around("a"),
    list({}, {}),
    malformed("a..b"),
    malformed("a."),
    malformed(".a"),
    malformed("."),
    malformed(".."),
    around("a_b"),
    around("\u00e9"),
    around("A"),
    list({"c", "a.b"}, {"a.b", "b", "c.a.b"}),
});

// Of the modes of text in which a match may lie in the middle of a path or end in the middle of a
// segment.
inline constexpr auto kInsideCases = std::to_array<FirstCase>({
    list({"b", "a.b"},
         {"a.b.c", "ab.c", "a.bc", "b.c", "a.b.b.c", "xb.c", "a.xb.c", "a.bx.c", "b", "a", ""}),
    around("b", "a.b.c"),
    around("b.c", "a.b.c.d"),
    around("a.b", "a.b.c"),
    around("b", "abc"),
    around("layers.1", "model.layers.10.mlp"),
    around("ayer", "layers.1"),
    around("b.b", "ab.b.b"),  // the second place counts
    around("aba", "abababa"),
    around(".b", "a.b.c"),
    around("b.", "a.b.c"),
});

// Of the modes of globs.
inline constexpr auto kGlobCases = std::to_array<FirstCase>({
    list({"a*", "*.b", "a.?"}, {"a", "ab", "a.b", "x.a.b", "b", "xb", "a.bb", "a.b.c", ""}),
    around("*", "a"),
    around("", "a"),
    list({}, {"", "a"}),
    around("a.b"),
    around("*.b", "x.a.b"),
    around("a.*", "a.b"),
    around("a.*.b", "a.0.b"),
    around("layers.1*", "layers.10"),
    around("?", "a"),
    around("a?b", "a.b"),
    around("[ab]", "a"),
    around("[!a]", "b"),
    around("[a-c]", "b"),
    around("layers.[0-9]", "layers.1"),
    around("*b", "a.b"),
    around("a*b", "a.b"),
    around("*a*", "x.a.b"),
    list({"a"}, {}),
    list({}, {}),
    list({"a", "*"}, {"", "a", "b", "x.a"}),
    list({"*", "a"}, {"", "a", "b", "x.a"}),
    list({"[", "a"}, {"[", "a", "b", ""}),
    around("*ab", "aab"),  // the star must take more than at first
    around("*a*a", "aa"),
    around("a*a", "a"),
    around("*a*b*", "xaxbx"),
    around("??", "ab"),
    around("*?", "a"),
    around("?*.b", "a.b"),
    around("**", "a.b"),
    around("**.b", "a.b"),
    around("a.**.b", "a.0.b"),
    around("[a", "[a"),
    around("[", "["),
    around("[]", "[]"),
    around("[!]", "[!]"),
    around("[]a]", "]"),
    around("[!]a]", "b"),
    around("[c-a]", "b"),
    around("[!c-a]", "b"),
    around("[a-]", "-"),
    around("[-a]", "-"),
    around("[!-a]", "b"),
    around("[a-c-e]", "d"),
    around("[^a]", "^"),
    around("[!!]", "!"),
    around("[a!]", "!"),
    around("[[]", "["),
    around("[*]", "*"),
    around("[?]", "?"),
    around("[ab]*", "a.b"),
    around("a[.]b", "a.b"),
    around("a[!x]b", "a.b"),
    around("a[--/]b", "a.b"),
    around("[b-a!c]", "c"),
    around("[\\a]", "\\"),
    around("\\*", "\\a"),
    around("\\[a]", "\\a"),
    around("{a,b}", "a"),
    around("a.b*", "A.B"),
    around("[A-Z]*", "LayerNorm"),
    around("?", "\u00e9"),
    around("[\u00e0-\u00ff]", "\u00e9"),
    around("[!a]", "\U0001F600"),
    around("a*b", "a\nb"),
    around("?", "\n"),
    around("*layers.*.q_proj", "model.layers.0.q_proj"),
    list({"*.q_proj", "*.mlp.*", "lm_head"},
         {"a.q_proj", "a.b.q_proj", "q_proj", "a.mlp.b", "a.mlp", "mlp.b", "lm_head", "x.lm_head"}),
    malformed("a..b"),
    malformed("*..b"),
    malformed("*."),
    malformed(".*"),
    malformed("."),
});

// Of the modes of regexes in which text may stand beside a match.
inline constexpr auto kOpenRegexCases = std::to_array<FirstCase>({
    list({"b$", "^a", "x\\."}, {"a.b", "ab", "b.a", "x.b.c", "xa", "x", "bx", "b", "a", ""}),
    around("b", "a.b.c"),
    around("b", "abc"),
    around("a\\.b", "a.b.c"),
    around("layers\\.1", "model.layers.10.mlp"),
    around("(^|\\.)b($|\\.)", "a.b.c"),
    around("\\.b\\.", "a.b.c"),
    around("\\bb\\b", "a.b.c"),
    around("^", "a"),
    around("$", "a"),
    around("^$", "a"),
    around("a$", "a.b"),
    around("^b", "a.b"),
    around("a|b$", "a.b.c"),
    around("^a|b", "a.b.c"),
    around("a|^b", "x.a.b"),
    around("a.*c", "x.a.b.c.d"),
    around("(a|ab)c", "abc.d"),
    around("b*", "a.b"),
    around("b+", "abb"),
    around("[^.]+\\.b", "a.b.c"),
    list({"^a", "b"}, {"a", "b", "xa", "xb", "ab"}),
    list({"a|b", "c$"}, {"a", "b", "c", "xc", "cx", "x"}),
});

// Of all modes of regexes.
inline constexpr auto kRegexCases = std::to_array<FirstCase>({
    list({"a.", "(.*\\.)?b", "a\\.b"},
         {"ab", "a.b", "x.a.b", "b", "x.b", "a", "xb", "abx", "a_b", ""}),
    list({"("}, {"a"}),
    list({"", "a"}, {"", "a", "b", "x.a"}),
    around(".*", ""),
    list({}, {"", "a"}),
    around("a.", "ab"),
    around("a.b", "a.b"),
    around("", "a"),
    around("a|b", "a"),
    list({"*"}, {"a"}),
    list({"a"}, {}),
    list({"["}, {"a"}),
    list({"a", "("}, {"a", "b"}),
    list({}, {}),
    around(".", ""),
    around(".*", "a.b"),
    around("a", "a"),
    around("a\\.b", "a.b"),
    around("(.*\\.)?b", "a.b"),
    around("a{2}", "aa"),
    around("^a$", "a"),
    around("[^.]+", "a"),
    around("a|ab", "a"),
    around("(a|b)\\.b", "a.b"),
    around("[0-9]", "1"),
    around("layers\\.\\d+", "layers.10"),
    around("^a", "a"),
    around("b$", "a.b"),
    around(".*\\.b", "a.b"),
    around("a\\..*", "a.b"),
    around("a.*.b", "a.0.b"),
    around("a\n^b", "a\nb"),
    // Lists that are read otherwise when their patterns become one: a name that two groups have, a
    // flag of one of them, alternatives of their own.
    list({"(?P<n>a)", "(?P<n>b)"}, {"a", "b", "ab"}),
    list({"(?i)a", "b"}, {"a", "A", "b", "B"}),
    list({"b", "(?i)a"}, {"a", "A", "b", "B"}),
    list({"a|b", "c"}, {"a", "b", "c", "bc", "ac"}),
    list({"a", "", "b"}, {"", "a", "b", "ab"}),
});

}  // namespace overmatch::first_cases
