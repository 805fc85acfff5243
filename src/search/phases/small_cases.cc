// SPDX-License-Identifier: Apache-2.0
#include "search/phases/small_cases.h"

#include <fmt/format.h>

#include <array>
#include <bit>

#include "matchers/plain_text.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

using Alphabet = std::vector<std::string>;

struct PairBounds {
  Alphabet patterns;
  std::size_t pattern_size;
  Alphabet names;
  std::size_t name_size;
  bool odd = false;        // one of many alphabets that differ in one odd character
  std::string front = {};  // of a dialect: the marker that stands in front of each pattern
};

std::vector<PairBounds> glob_bounds(bool brief) {
  const std::size_t longest = brief ? 3 : 4;
  const Alphabet names = {"a", "b", "."};
  std::vector<PairBounds> all = {
      {{"a", "b", ".", "*", "?", "[", "]", "!", "-"}, longest, names, 4},
      {{"a", ".", "*", "?", "[ab]", "[!a]", "[a-b]"}, longest, names, 5},
      {{"a", "b", "[", "]", "!", "-"}, longest + 1, {"a", "b", "[", "]", "!", "-"}, 2},
      {{"a", "b", "*"}, 5, {"a", "b"}, 6},
      {{"a", "*", "?", "[!a]"}, 3, {"a", "\n", "."}, 4},
      {{"[0-9]", "[1-2]", "?", "*", "1", "."}, 3, {"0", "1", "2", "."}, 4},
      {{"[a-z]", "[A-Z]", "[!a]", "a", "A"}, 3, {"a", "A", "_"}, 4}};
  for (const std::string& odd : odd_characters())
    all.push_back({{"a", odd, "*", "."}, 3, {"a", "b", odd, "."}, 3, true});
  return all;
}

std::vector<PairBounds> all_pair_bounds(Mode mode, bool brief) {
  if (is_glob(mode)) return glob_bounds(brief);
  if (is_regex(mode)) {
    const Alphabet names = {"a", "b", "."};
    std::vector<PairBounds> all = {
        {{"a", "b", ".", "\\.", "|", "*", "(", ")", "?", "+", "^", "$", "[a]", "["}, 3, names, 3},
        {{"a", ".", "^", "|", "*", "?", "[a]", "[^.]"}, 3, {"a", "b", "\n"}, 3},
        {{"a", ".", "\\.", "(a|b)", "[ab]", "[^.]", "(a\\.)?", ".*", "[^.]+", "a|", "(.*\\.)?"},
         3,
         names,
         4},
        {{"a", "\\."}, 6, names, 6},
        {{"a{2}", "a{1,2}", "(ab){2}", "a{0}", "b"}, 2, {"a", "b"}, 5},
        {{"a", "b", "\n^"}, 3, {"a", "b", "\n"}, 4}};
    for (const char* const odd : {"A", "_", "-", "0", " "})
      all.push_back({{"a", "\\.", odd}, 3, {"a", ".", odd}, 4});
    const std::string marker(marker_of(mode));
    if (!marker.empty()) {
      for (PairBounds& regexes : all) regexes.front = marker;
      const std::string part = marker.substr(0, 1);
      all.push_back({{marker, "a", ".", "*", part, " "}, 4, {"a", ".", marker, "*", " "}, 3});
      all.push_back({{"a", "b", "."}, 5, {"a", "b", "."}, 5});
    }
    if (matches_inside(mode)) {
      all.push_back({{"a", "\\b", "^", "$", "\\.", "."}, 3, {"a", "_", "."}, 4});
      all.push_back({{"(^|\\.)", "($|\\.)", "a", "b", "|"}, 3, names, 4});
    }
    return all;
  }
  const std::size_t longest = brief ? 4 : 5;
  std::vector<PairBounds> all = {{{"a", "b", "."}, longest, {"a", "b", "."}, 7}};
  for (const std::string& odd : odd_characters())
    all.push_back({{"a", "b", odd, "."}, 3, {"a", "b", odd, "."}, 4, true});
  for (const char* const pair : {"01", "12", "19", "aA", "_-", "_0", "-1"}) {
    const Alphabet alphabet = {std::string(1, pair[0]), std::string(1, pair[1]), "."};
    all.push_back({alphabet, 4, alphabet, 5});
  }
  return all;
}

// Paths of one-letter segments, for rules that count segments.
constexpr std::size_t kPatternDepth = 5;
constexpr std::size_t kNameDepth = 8;

void all_deep(const Alphabet& segments, std::size_t depth, Names& out) {
  Names letters;
  all_strings(segments, depth, false, letters);
  std::string path;
  for (const std::string_view text : letters) {
    path.clear();
    for (const char c : text) {
      if (!path.empty()) path += kSeparator;
      path += c;
    }
    if (!path.empty()) out.push_back(path);
  }
}

// Lists: up to two of these patterns and three (for regexes and in a brief search, two) of these
// modules, with every property.
constexpr std::array<std::string_view, 9> kListPatterns = {"a",   "b",   "",   "aa", "ab",
                                                           "a.a", "a.b", ".a", "a."};
constexpr std::array<std::string_view, 9> kGlobPatterns = {"a",   "b",  "",  "a.b", "a*",
                                                           "*.a", "?b", "[", "[!a]"};
// Fewer for regexes, which a subject may compile for each question.
constexpr std::array<std::string_view, 7> kRegexPatterns = {"a",  "b",         "", "a.b",
                                                            ".*", "(.*\\.)?a", "("};
constexpr std::array<std::string_view, 8> kListModules = {"a",   "b",   "aa", "a.a",
                                                          "a.b", "b.a", "ab", ""};
std::vector<std::string> listed_patterns(Mode mode) {
  switch (traits_of(mode).syntax) {
    case Syntax::regex: {
      std::vector<std::string> entries;
      for (const std::string_view regex : kRegexPatterns)
        entries.push_back(regex_entry(mode, regex));
      if (!marker_of(mode).empty()) entries.insert(entries.end(), {"a", "a.b", ".*", ""});
      return entries;
    }
    case Syntax::glob: return {kGlobPatterns.begin(), kGlobPatterns.end()};
    case Syntax::text: break;
  }
  return {kListPatterns.begin(), kListPatterns.end()};
}
std::span<const std::string_view> listed(Mode mode) {
  return std::span(kListModules).first(is_regex(mode) ? 6 : kListModules.size());
}

int most_listed(Mode mode, bool brief) { return brief || is_regex(mode) ? 2 : 3; }

bool lists(Tester& tester) {
  const std::vector<std::string> patterns = listed_patterns(tester.mode());
  const int most_modules = most_listed(tester.mode(), tester.is_brief());
  const auto modules = listed(tester.mode());
  Case content;
  const auto add_modules = [&](std::size_t set, bool reversed) {
    for (std::size_t step = 0; step < modules.size(); ++step) {
      const std::size_t at = reversed ? modules.size() - 1 - step : step;
      if ((set >> at & 1U) != 0) content.modules.push_back(modules[at]);
    }
  };
  const std::size_t sets = std::size_t{1} << modules.size();
  for (std::size_t set = 0; set < sets; ++set) {
    if (std::popcount(set) > most_modules) continue;
    for (std::size_t first = 0; first <= patterns.size(); ++first) {
      for (std::size_t second = 0; second <= patterns.size(); ++second) {
        if (first == patterns.size() && second != patterns.size())
          continue;  // lists of no, one and two patterns
        content.clear();
        content.mode = tester.mode();
        add_modules(set, (first + second) % 2 != 0);
        if (first < patterns.size()) content.patterns.push_back(patterns[first]);
        if (second < patterns.size()) content.patterns.push_back(patterns[second]);
        if (!tester.test(content)) return false;
      }
    }
  }
  return true;
}

std::string braces(const Alphabet& alphabet) {
  std::string text = "{";
  for (const std::string& symbol : alphabet) {
    if (text.size() > 1) text += ' ';
    text += symbol == " " ? "space" : printable_path(symbol);
  }
  return text + "}";
}

}  // namespace

const std::vector<std::string>& odd_characters() {
  static const Alphabet odd = {"_",
                               "-",
                               "0",
                               "1",
                               "A",
                               "B",
                               "/",
                               ":",
                               ",",
                               " ",
                               "\n",
                               "\t",
                               std::string(1, '\0'),
                               "*",
                               "?",
                               "+",
                               "[",
                               "]",
                               "(",
                               ")",
                               "{",
                               "}",
                               "^",
                               "$",
                               "|",
                               "\\",
                               "#",
                               "%",
                               "é",
                               "É",
                               "\u0301",
                               "ı",
                               "İ",
                               "ß",
                               "\U0001F600"};
  return odd;
}

void all_strings(const std::vector<std::string>& alphabet, std::size_t size, bool paths_only,
                 Names& out) {
  std::vector<std::string> shorter = {""};
  if (!paths_only) out.push_back("");
  for (std::size_t length = 1; length <= size; ++length) {
    std::vector<std::string> longer;
    longer.reserve(shorter.size() * alphabet.size());
    for (const std::string& text : shorter) {
      for (const std::string& symbol : alphabet) longer.push_back(text + symbol);
    }
    for (const std::string& text : longer) {
      if (!paths_only || is_well_formed(text)) out.push_back(text);
    }
    shorter = std::move(longer);
  }
}

void search_small_pairs(Tester& tester) {
  tester.begin_phase(Phase::small);
  Names patterns;
  Names names;
  for (const PairBounds& test_pairs : all_pair_bounds(tester.mode(), tester.is_brief())) {
    patterns.clear();
    names.clear();
    all_strings(test_pairs.patterns, test_pairs.pattern_size, false, patterns);
    if (!test_pairs.front.empty()) {
      Names entries;
      for (const std::string_view pattern : patterns)
        entries.push_back(test_pairs.front + std::string(pattern));
      patterns = std::move(entries);
    }
    all_strings(test_pairs.names, test_pairs.name_size, true, names);
    if (!tester.test_all_pairs(patterns.views(), names.views())) return;
  }
  if (!is_regex(tester.mode())) {
    patterns.clear();
    names.clear();
    all_deep({"a", is_glob(tester.mode()) ? "*" : "b"}, kPatternDepth, patterns);
    all_deep({"a", "b"}, kNameDepth, names);
    if (!tester.test_all_pairs(patterns.views(), names.views())) return;
  }
}

void search_lists(Tester& tester) {
  tester.begin_phase(Phase::small);
  lists(tester);
}

std::vector<std::string> small_coverage(Mode mode, bool brief) {
  std::vector<std::string> lines;
  const auto all = all_pair_bounds(mode, brief);
  const char* const portable = is_regex(mode) ? "portable " : "";
  const char* const unit = is_text(mode) ? "characters" : "tokens";
  for (const PairBounds& test_pairs : all) {
    if (test_pairs.odd) continue;  // described together below
    const std::string behind =
        test_pairs.front.empty() ? "" : fmt::format("\"{}\" and ", test_pairs.front);
    lines.push_back(fmt::format("{}{}patterns <= {} {} over {}, names <= {} characters over {}",
                                behind, portable, test_pairs.pattern_size, unit,
                                braces(test_pairs.patterns), test_pairs.name_size,
                                braces(test_pairs.names)));
  }
  if (!is_regex(mode)) {
    if (is_glob(mode)) {
      lines.push_back(
          fmt::format("patterns <= 3 characters over {{a X * .}}, names <= 3 over {{a b X .}} for "
                      "each X of {}",
                      braces(odd_characters())));
      lines.push_back(fmt::format("patterns <= {} segments over {{a *}}, names <= {} over {{a b}}",
                                  kPatternDepth, kNameDepth));
    } else {
      lines.push_back(
          fmt::format("patterns <= 3 and names <= 4 characters over {{a b . X}} for each X of {}",
                      braces(odd_characters())));
      lines.push_back(fmt::format("patterns <= {} and names <= {} segments over {{a b}}",
                                  kPatternDepth, kNameDepth));
    }
  }
  lines.push_back("lists of <= 2 patterns out of " + std::to_string(listed_patterns(mode).size()) +
                  " and <= " + std::to_string(most_listed(mode, brief)) + " modules out of " +
                  std::to_string(listed(mode).size()) + ", every property");
  return lines;
}

}  // namespace overmatch
