// SPDX-License-Identifier: Apache-2.0
#include "search/phases/first_cases.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_set>

#include "matchers/plain_text.h"
#include "matchers/portable_regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/utf8.h"
#include "search/phases/first_case_tables.h"
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

using namespace first_cases;

class FirstCases {
 public:
  explicit FirstCases(Tester& tester) : tester_(tester) {}

  bool run() {
    const Mode mode = tester_.mode();
    if (is_glob(mode)) return all_of(kGlobCases) && odd_patterns();
    if (is_text(mode)) {
      return all_of(kTextCases) && (!matches_inside(mode) || all_of(kInsideCases)) &&
             odd_patterns();
    }
    for (const std::string_view mark : marks_of(mode)) {
      if (!mark.empty() && !marked_patterns(mark)) return false;
    }
    if (!marker_of(mode).empty() && !names_as_entries()) return false;
    return (!matches_inside(mode) || all_of(kOpenRegexCases)) && all_of(kRegexCases) &&
           odd_patterns() && (tester_.keeps_portable() || search_wide_first_cases(tester_));
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
    for (const std::string_view pattern : patterns) content_.patterns.push_back(entry(pattern));
    content_.modules.assign(modules);
    return tester_.test(content_);
  }
  bool ask_around(std::string_view pattern, std::string_view module) {
    const Names names = neighbours(module);
    if (!is_regex(tester_.mode()) || !tester_.keeps_portable())
      return tester_.test_pairs(entry(pattern), names.views());
    // Only the names on which all engines read it alike.
    const Portability needs = portability(pattern);
    views_.clear();
    for (const std::string_view name : names) {
      if (is_read_alike(needs, name)) views_.push_back(name);
    }
    return tester_.test_pairs(entry(pattern), views_);
  }
  bool ask_malformed(std::string_view pattern) {
    static const Names names = {"",      "a",   "b",     "a.b",   "a.a.b", "ab",   "b.a",
                                "a.b.a", "a.a", "a.b.b", "b.a.b", "x.a.b", "a.b.x"};
    return tester_.test_pairs(entry(pattern), names.views());
  }
  // Marked, a pattern of a table is a regex of a dialect; unmarked, it is a name.
  [[nodiscard]] std::string entry(std::string_view pattern) const {
    return as_names_ ? std::string(pattern) : regex_entry(tester_.mode(), pattern);
  }
  bool names_as_entries() {
    as_names_ = true;
    const bool go_on = all_of(kTextCases);
    as_names_ = false;
    return go_on;
  }
  // A mark of the dialect in every place where it may be taken for one or overlooked, and names
  // that are spelt so. `a.*` is read otherwise as a name.
  bool marked_patterns(std::string_view mark) {
    const std::string marker(mark);
    const std::string upper = in_capitals(marker);
    const std::string part = marker.substr(0, marker.size() - 1);
    Names patterns;
    Names names;
    const auto add = [&](const std::string& pattern) {
      const std::optional<std::string_view> regex = regex_in(tester_.mode(), pattern);
      if (!regex || !tester_.keeps_portable() || portability(*regex).core)
        patterns.push_back(pattern);
    };
    for (const char* const text : {"a", "a.*", "a\\.b", ".*a", ""}) {
      for (const std::string& front :
           {std::string(), marker, marker + marker, " " + marker, marker + " ", upper, part,
            marker.substr(1), "a" + marker, "\n" + marker, "^" + marker}) {
        add(front + text);
        for (const std::string& name : {front + text, front + "ab", text + marker}) {
          if (is_well_formed(name) && !names.contains(name)) names.push_back(name);
        }
      }
      add(text + marker);
    }
    for (const char* const name : {"a.b", "b", "ba", "axb", "A", " a", "a.b.c", "x.a"}) {
      if (!names.contains(name)) names.push_back(name);
    }
    if (!tester_.test_all_pairs(patterns.views(), names.views())) return false;
    // How an entry is read does not depend on its neighbours.
    for (const std::string& first : {marker + "a.*", std::string("a.*"), std::string("a")}) {
      for (const std::string& second : {marker + "b", std::string("b.*"), marker + "("}) {
        content_.clear();
        content_.mode = tester_.mode();
        content_.patterns.push_back(first);
        content_.patterns.push_back(second);
        for (const char* const name : {"a", "ab", "a.*", "b", "bb", "b.*", "c"})
          content_.modules.push_back(name);
        if (!tester_.test(content_)) return false;
      }
    }
    return true;
  }
  // Each odd character alone, at both ends, in the middle, as a segment, and around.
  bool odd_patterns() {
    const auto pattern = [&](const std::string& text) { return plain_text(tester_.mode(), text); };
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
  bool as_names_ = false;  // whether patterns of a table are asked without the dialect's marker
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
  add(in_capitals(text));
  return names;
}

void search_first_cases(Tester& tester) {
  tester.begin_phase(Phase::small);
  FirstCases(tester).run();
}

}  // namespace overmatch
