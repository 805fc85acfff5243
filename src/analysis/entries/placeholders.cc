// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "analysis/entries/explanation.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// What documentation and code write for the number of a layer.
constexpr std::array<std::string_view, 22> kPlaceholders = {
    "X",  "x",  "XX", "N",   "n",         "i",        "j",         "k",     "L",   "l",   "#",
    "##", "%d", "%s", "idx", "layer_idx", "layer_id", "layer_num", "index", "num", "NUM", "*i"};

// Where a placeholder stands in a pattern.
struct PlaceOfNumber {
  std::size_t at = 0;
  std::size_t size = 0;
};

bool is_placeholder(std::string_view segment) {
  if (std::find(kPlaceholders.begin(), kPlaceholders.end(), segment) != kPlaceholders.end())
    return true;
  if (segment.size() < 2) return false;
  const auto between = [&](std::string_view front, std::string_view back) {
    return segment.starts_with(front) && segment.ends_with(back);
  };
  const std::string_view inside = segment.substr(1, segment.size() - 2);
  const bool word = std::all_of(inside.begin(), inside.end(),
                                [](char c) { return is_alnum(c) || c == '_' || c == ' '; });
  return word && (between("{", "}") || between("<", ">") || between("${", "}")) &&
         (inside.empty() || !is_number(inside));
}

// The first segment that is a placeholder; `\.` separates the segments of a regex, too.
std::optional<PlaceOfNumber> find_placeholder(const TreeIndex& index, std::string_view text) {
  for (std::size_t start = 0; start <= text.size();) {
    std::size_t end = std::min(text.find(kSeparator, start), text.size());
    const std::size_t next = end + 1;
    if (end > start && text[end - 1] == '\\') --end;
    std::string_view segment = text.substr(start, end - start);
    // A regex may escape the braces.
    std::string plain(segment);
    std::erase(plain, '\\');
    if (start > 0 && is_placeholder(plain) && index.count(Mode::segment, {&plain, 1}) == 0)
      return PlaceOfNumber{start, segment.size()};
    start = next;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Explanation> explain_placeholder(EntryTrials& trials, const UnmatchedEntry& entry) {
  const TreeIndex& index = trials.index();
  const auto place = find_placeholder(index, entry.text);
  if (!place) return std::nullopt;
  const std::string front(entry.text.substr(0, place->at));
  const std::string back(entry.text.substr(place->at + place->size));
  const std::string_view written = entry.text.substr(place->at, place->size);
  Explanation explanation;
  explanation.why = ": " + in_quotes(written) + " is a placeholder for the number of a layer";
  if (!is_text(entry.mode)) {
    std::string other = front + (is_glob(entry.mode) ? "*" : "[0-9]+") + back;
    if (!trials.select(entry.mode, other).empty())
      explanation.corrections.push_back({entry.mode, std::move(other)});
    return explanation;
  }
  Selection wanted;
  for (const std::string_view number : index.names()) {
    if (!is_number(number)) continue;
    const Selection one = trials.select(entry.mode, front + std::string(number) + back);
    wanted.insert(wanted.end(), one.begin(), one.end());
  }
  sort_modules(wanted, index.size());
  if (wanted.empty()) return explanation;
  const std::string_view rest =
      back.empty() ? std::string_view() : std::string_view(back).substr(1);
  if (!rest.empty() && trials.select(entry.mode, rest) == wanted) {
    explanation.corrections.push_back({entry.mode, std::string(rest)});
  } else {
    explanation.wanted = std::move(wanted);
  }
  return explanation;
}

}  // namespace overmatch
