// SPDX-License-Identifier: Apache-2.0
#include "search/phases/first_cases.h"

#include <algorithm>
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

class FirstCases {
 public:
  explicit FirstCases(Tester& tester) : tester_(tester) {}

  bool literal() {
    // Lists, whose patterns the properties ask singly, too.
    return ask({"b", "a.b", "b", "a..b", ".a", "a.", ".", ".."},
               {"a.b", "x.a.b", "b", "ab", "x.b", "xb", "a.bx", "a", "b.a", "a.b.x", ""}) &&
           around("", "a") && ask({}, {"", "a"}) && around("a.b") && around("layers.1") &&
           around("0") && around(kMarked) &&
           ask({"a", "a.b", "ab"}, {"a", "a.b", "ab", "a.c", "abc", "x.a", "b.ab", "xab", "c"}) &&
           ask({"a"}, {}) && ask({"b"}, {"b", "a.b", "x.a.b"}) && around(kDeep) &&
           around(std::string(300, 'a')) &&
           ask({"x.b", "a.b", "A.b"}, {"a.b", "x.b", "A.b", "a.x.b", "x.a.b"}) &&
           ask({"model.a", "module.a", "base_model.model.a", "_orig_mod.a",
                "_fsdp_wrapped_module.a", "a.weight", "a.base_layer", "a.linear",
                "a.modules_to_save.default"},
               {"a", "x.a", "model.a", "module.a", "base_model.model.a", "_orig_mod.a", "a.weight",
                "a.base_layer", "b"}) &&
           around("a") && ask({}, {}) && malformed("a..b") && malformed("a.") && malformed(".a") &&
           malformed(".") && malformed("..") && around("a_b") && around("\u00e9") && around("A") &&
           ask({"c", "a.b"}, {"a.b", "b", "c.a.b"}) && odd_patterns();
  }

  bool regexes() {
    return ask({"a.", "(.*\\.)?b", "a\\.b"},
               {"ab", "a.b", "x.a.b", "b", "x.b", "a", "xb", "abx", "a_b", ""}) &&
           ask({"("}, {"a"}) && ask({"", "a"}, {"", "a", "b", "x.a"}) && around(".*", "") &&
           ask({}, {"", "a"}) && around("a.", "ab") && around("a.b", "a.b") && around("", "a") &&
           around("a|b", "a") && ask({"*"}, {"a"}) && ask({"a"}, {}) && ask({"["}, {"a"}) &&
           ask({"a", "("}, {"a", "b"}) && ask({}, {}) && around(".", "") && around(".*", "a.b") &&
           around("a", "a") && around("a\\.b", "a.b") && around("(.*\\.)?b", "a.b") &&
           around("a{2}", "aa") && around("^a$", "a") && around("[^.]+", "a") &&
           around("a|ab", "a") && around("(a|b)\\.b", "a.b") && around("[0-9]", "1") &&
           around("layers\\.\\d+", "layers.10") && around("^a", "a") && around("b$", "a.b") &&
           around(".*\\.b", "a.b") && around("a\\..*", "a.b") && around("a.*.b", "a.0.b") &&
           around("a\n^b", "a\nb") && joined() && odd_patterns() &&
           (tester_.keeps_portable() || search_wide_first_cases(tester_));
  }

 private:
  // Lists that are read otherwise when their patterns become one: a name that two groups have, a
  // flag of one of them, alternatives of their own.
  bool joined() {
    return ask({"(?P<n>a)", "(?P<n>b)"}, {"a", "b", "ab"}) &&
           ask({"(?i)a", "b"}, {"a", "A", "b", "B"}) && ask({"b", "(?i)a"}, {"a", "A", "b", "B"}) &&
           ask({"a|b", "c"}, {"a", "b", "c", "bc", "ac"}) &&
           ask({"a", "", "b"}, {"", "a", "b", "ab"});
  }
  bool ask(std::initializer_list<std::string_view> patterns,
           std::initializer_list<std::string_view> modules) {
    content_.clear();
    content_.mode = tester_.mode();
    for (const std::string_view pattern : patterns) content_.patterns.push_back(pattern);
    for (const std::string_view module : modules) content_.modules.push_back(module);
    return tester_.test(content_);
  }
  bool around(std::string_view pattern, std::string_view stem) {
    const Names names = neighbours(stem);
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
  bool around(std::string_view stem) { return around(stem, stem); }
  // A pattern that no module can have as its path, among names with the same letters.
  bool malformed(std::string_view pattern) {
    static const Names names = {"",      "a",   "b",     "a.b",   "a.a.b", "ab",   "b.a",
                                "a.b.a", "a.a", "a.b.b", "b.a.b", "x.a.b", "a.b.x"};
    return tester_.test_pairs(pattern, names.views());
  }
  // Each odd character alone, at both ends, in the middle, as a segment, and around.
  bool odd_patterns() {
    const bool regex = tester_.mode() == Mode::regex;
    const auto pattern = [&](const std::string& text) { return regex ? escape_regex(text) : text; };
    for (const std::string& odd : odd_characters()) {
      if (!around(pattern(odd), "a")) return false;
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

Names neighbours(std::string_view stem) {
  Names names;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::string name) {
    if (is_well_formed(name) && seen.insert(name).second) names.push_back(name);
  };
  const std::string text(stem);
  add(text);
  add("");
  add(text + "." + text);
  add(text + text);
  for (std::string_view up = parent(stem); !up.empty(); up = parent(up)) add(std::string(up));
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
  FirstCases opening(tester);
  if (tester.mode() == Mode::regex) {
    opening.regexes();
  } else {
    opening.literal();
  }
}

}  // namespace overmatch
