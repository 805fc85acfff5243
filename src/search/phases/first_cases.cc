// SPDX-License-Identifier: Apache-2.0
#include "search/phases/first_cases.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <unordered_set>

#include "matchers/portable_regex.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/utf8.h"
#include "search/phases/small_cases.h"
#include "search/phases/wide_first_cases.h"

namespace overmatch {

namespace {

// What is put beside, behind and into a name: the odd characters, plain letters, numbers, and texts
// that are more than one.
const std::vector<std::string>& marks() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made = {"b",   "a",  "x",    "01",     "00",     "10",     "12",
                                     "257", "\r", "\x7f", "\u00a0", "\u3002", "\u200b", "\ufeff"};
    made.insert(made.end(), odd_characters().begin(), odd_characters().end());
    return made;
  }();
  return all;
}

// Nearly every mark of ASCII in one name, and a path as deep and long as people's are.
constexpr std::string_view kMarked = "aB-1_ (b)*[c]?+{d}^$|\\/:,#!~@=<>&%;'\"`";
constexpr std::string_view kDeep =
    "base_model.model.model.layers.10.self_attn.q_proj.lora_A.default";

// One row of the tables below.
enum class Form : std::uint8_t {
  list,       // every property, of a list of patterns and the modules
  around,     // agreement, of the pattern and the names near the module
  malformed,  // agreement, of a pattern that no path equals, and names with the same letters
};
constexpr std::size_t kMostNames = 11;
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
constexpr auto kLong = [] {
  std::array<char, 300> letters{};
  letters.fill('a');
  return letters;
}();

// Of the modes that read patterns as text. Ordered by how many planted bugs a row finds that the
// rows before it do not.
constexpr auto kTextCases = std::to_array<FirstCase>({
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

// Of `regex`.
constexpr auto kRegexCases = std::to_array<FirstCase>({
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

class FirstCases {
 public:
  explicit FirstCases(Tester& tester) : tester_(tester) {}

  bool run() {
    if (tester_.mode() != Mode::regex) return all_of(kTextCases) && odd_patterns();
    return all_of(kRegexCases) && odd_patterns() &&
           (tester_.keeps_portable() || search_wide_first_cases(tester_));
  }

 private:
  bool all_of(std::span<const FirstCase> rows) {
    return std::all_of(rows.begin(), rows.end(), [this](const FirstCase& row) {
      switch (row.form) {
        case Form::around: return ask_around(row.patterns.all()[0], row.modules.all()[0]);
        case Form::malformed: return ask_malformed(row.patterns.all()[0]);
        case Form::list: break;
      }
      return ask(row.patterns.all(), row.modules.all());
    });
  }
  bool ask(std::span<const std::string_view> patterns, std::span<const std::string_view> modules) {
    content_.clear();
    content_.mode = tester_.mode();
    content_.patterns.assign(patterns);
    content_.modules.assign(modules);
    return tester_.test(content_);
  }
  bool ask_around(std::string_view pattern, std::string_view module) {
    const Names names = neighbours(module);
    if (tester_.mode() != Mode::regex || !tester_.keeps_portable())
      return tester_.test_pairs(pattern, names.views());
    // Only the names on which all engines read it alike.
    const Portability needs = portability(pattern);
    views_.clear();
    for (const std::string_view name : names) {
      if (is_read_alike(needs, name)) views_.push_back(name);
    }
    return tester_.test_pairs(pattern, views_);
  }
  bool ask_malformed(std::string_view pattern) {
    static const Names names = {"",      "a",   "b",     "a.b",   "a.a.b", "ab",   "b.a",
                                "a.b.a", "a.a", "a.b.b", "b.a.b", "x.a.b", "a.b.x"};
    return tester_.test_pairs(pattern, names.views());
  }
  // Each odd character alone, at both ends, in the middle, as a segment, and around.
  bool odd_patterns() {
    const bool regex = tester_.mode() == Mode::regex;
    const auto pattern = [&](const std::string& text) { return regex ? escape_regex(text) : text; };
    for (const std::string& odd : odd_characters()) {
      if (!ask_around(pattern(odd), "a")) return false;
    }
    for (const std::string& odd : odd_characters()) {
      const Names names = neighbours("a" + odd + "b");
      for (const std::string& text :
           {odd + "a" + odd, "a" + odd, odd + "a", "a" + odd + "b", "a." + odd + ".b"}) {
        if (!tester_.test_pairs(pattern(text), names.views())) return false;
      }
    }
    return true;
  }

  Tester& tester_;
  Case content_;
  std::vector<std::string_view> views_;
};

}  // namespace

Names neighbours(std::string_view path) {
  Names names;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::string name) {
    if (is_well_formed(name) && seen.insert(name).second) names.push_back(name);
  };
  const std::string text(path);
  add(text);
  add("");
  add(text + "." + text);
  add(text + text);
  for (std::string_view up = parent(path); !up.empty(); up = parent(up)) add(std::string(up));
  constexpr std::size_t kMostPlaces = 10;
  std::vector<std::size_t> places;  // where code points begin
  for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at])) places.push_back(at);
  for (const std::size_t at : places) {
    add(text.substr(0, at));
    add(text.substr(at));
    if (places.size() <= kMostPlaces)
      add(text.substr(0, at) + text.substr(at + code_point_size(text[at])));
  }
  const std::size_t step = places.size() / kMostPlaces + 1;
  for (const std::string& mark : marks()) {
    for (const std::string& name :
         {mark, text + mark, mark + text, text + "." + mark, mark + "." + text, text + "_" + mark,
          mark + "_" + text, mark + text + mark, mark + "." + text + "." + mark, "x." + text + mark,
          mark + text + ".x"}) {
      add(name);
    }
    if (step > 1 && mark.size() + step > 3 && mark != "b" && mark != "_")
      continue;  // of long names, little more
    for (std::size_t place = 0; place < places.size(); place += step) {
      const std::size_t at = places[place];
      add(text.substr(0, at) + mark + text.substr(at));  // put in
      add(text.substr(0, at) + mark +
          text.substr(at + code_point_size(text[at])));  // in place of a character
    }
  }
  std::string upper = text;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  add(upper);
  return names;
}

void search_first_cases(Tester& tester) {
  tester.begin_phase(Phase::small);
  FirstCases(tester).run();
}

}  // namespace overmatch
