// SPDX-License-Identifier: Apache-2.0
// Correct variants of the globs, by other algorithms than the reference.
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "matchers/glob.h"
#include "matchers/rule_matcher.h"
#include "names/utf8.h"
#include "planted/glob_items.h"

namespace overmatch::plant {
namespace {

constexpr std::size_t kLongestGlob = 64;
constexpr std::size_t kLongestForRe2 = 64;

// A character of the pattern and one of the text, or neither: what an item of one character takes.
bool takes_character(const GlobItem& item, View character) {
  if (item.kind == GlobItemKind::any_character) return true;
  if (item.kind == GlobItemKind::character) return item.text == character;
  return glob_members_include(item.members, decode_code_point(character));
}

// Dynamic programming: a table of all ends of the pattern and the path, row by row.
bool by_table(View path, View pattern) {
  if (path.size() > kLongestGlob || pattern.size() > kLongestGlob)
    return glob_selects(path, pattern);
  std::vector<View> characters;
  for (View rest = path; !rest.empty(); rest.remove_prefix(characters.back().size()))
    characters.push_back(code_point_at(rest, 0));
  std::vector<bool> row(characters.size() + 1, false);
  row[0] = true;
  while (!pattern.empty()) {
    const GlobItem item = first_glob_item(pattern);
    pattern.remove_prefix(item.text.size());
    std::vector<bool> below(row.size(), false);
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (item.kind == GlobItemKind::any_text) {
        below[at] = row[at] || (at > 0 && below[at - 1]);
      } else {
        below[at] = at > 0 && row[at - 1] && takes_character(item, characters[at - 1]);
      }
    }
    row.swap(below);
    if (std::find(row.begin(), row.end(), true) == row.end()) return false;
  }
  return row.back();
}

// Each segment by `matches(text, glob)`.
template <class Matches>
bool each_segment(View path, View pattern, Matches matches) {
  const std::size_t end = path.find('.');
  const std::size_t pattern_end = pattern.find('.');
  if ((end == View::npos) != (pattern_end == View::npos)) return false;
  if (!matches(path.substr(0, end), pattern.substr(0, pattern_end))) return false;
  return end == View::npos ||
         each_segment(path.substr(end + 1), pattern.substr(pattern_end + 1), matches);
}

std::string in_utf8(char32_t code) {
  // \x{...} needs no escape.
  std::string digits;
  for (; code != 0; code /= 16) digits.insert(digits.begin(), "0123456789abcdef"[code % 16]);
  return "\\x{" + (digits.empty() ? "0" : digits) + "}";
}
std::string class_of(const ChangedGlobItem& item) {
  std::string ranges;
  for (const auto& [low, high] : item.members) {
    if (low <= high) ranges.append(in_utf8(low)).append("-").append(in_utf8(high));
  }
  if (ranges.empty()) return item.inverted ? "(?s:.)" : "[^\\x{0}-\\x{10ffff}]";
  return std::string(item.inverted ? "[^" : "[") + ranges + "]";
}
// A glob as RE2 reads it, as Python's fnmatch.translate does.
std::string as_re2(View pattern) {
  std::string regex;
  for (const ChangedGlobItem& item : glob_items(pattern)) {
    switch (item.kind) {
      case ItemKind::any_text:
        if (!regex.ends_with("(?s:.*)")) regex += "(?s:.*)";
        break;
      case ItemKind::any_character: regex += "(?s:.)"; break;
      case ItemKind::one_of: regex += class_of(item); break;
      case ItemKind::character: regex += in_utf8(item.letter); break;
    }
  }
  return regex;
}
bool by_re2(View path, View pattern) {
  if (pattern.size() > kLongestForRe2) return glob_selects(path, pattern);
  if (pattern.find_first_of("*?[") == View::npos) return path == pattern;
  // Compiling takes longer than matching.
  constexpr std::size_t kMostKept = 1000;
  thread_local std::map<std::string, std::unique_ptr<RE2>, std::less<>> compiled;
  if (compiled.size() > kMostKept) compiled.clear();
  auto known = compiled.find(pattern);
  if (known == compiled.end()) {
    known = compiled.emplace(pattern, std::make_unique<RE2>(as_re2(pattern), RE2::Quiet)).first;
  }
  return RE2::FullMatch(re2::StringPiece(path.data(), path.size()), *known->second);
}
// Segment by segment from the front.
bool segments_by_re2(View path, View pattern) { return each_segment(path, pattern, by_re2); }

// A star tries every tail of the text.
bool by_trying(View text, View pattern) {
  if (pattern.empty()) return text.empty();
  const GlobItem item = first_glob_item(pattern);
  const View rest = pattern.substr(item.text.size());
  if (item.kind == GlobItemKind::any_text) {
    if (rest.starts_with('*')) return by_trying(text, rest);
    if (by_trying(text, rest)) return true;
    return !text.empty() && by_trying(text.substr(code_point_size(text.front())), pattern);
  }
  return !text.empty() && takes_character(item, code_point_at(text, 0)) &&
         by_trying(text.substr(code_point_size(text.front())), rest);
}
// Trying takes exponential time in the stars.
bool is_small(View path, View pattern) {
  return path.size() <= 64 && std::count(pattern.begin(), pattern.end(), '*') <= 3;
}
bool small_by_trying(View path, View pattern) {
  return is_small(path, pattern) ? by_trying(path, pattern) : by_table(path, pattern);
}

}  // namespace

std::vector<Planted> correct_globs() {
  using enum Mode;
  const auto as_it_is = [](GlobItems&) {};
  return {
      right("glob-correct-states", glob, "all items at which a match may have arrived, at once",
            glob_with(glob, as_it_is)),
      right("glob-correct-table", glob, "dynamic programming", rule(by_table)),
      right("glob-correct-regex", glob, "translated to a regex of RE2", rule(by_re2)),
      right("glob-correct-recursive", glob, "a star tries every tail", rule(small_by_trying)),
      right("path-glob-correct-states", path_glob, "each segment by the states of its glob",
            glob_with(path_glob, as_it_is)),
      right("path-glob-correct-table", path_glob, "recursion by segments, a table for each",
            rule([](View path, View p) { return each_segment(path, p, by_table); })),
      right("path-glob-correct-regex", path_glob, "each segment translated to a regex of RE2",
            rule(segments_by_re2)),
      right("path-glob-correct-recursive", path_glob, "a star tries every tail of its segment",
            rule([](View path, View p) { return each_segment(path, p, small_by_trying); })),
  };
}

}  // namespace overmatch::plant
