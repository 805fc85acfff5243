// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "analysis/entries/explanation.h"
#include "analysis/entries/model_parts.h"
#include "analysis/findings/suggestion.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// Shorter words have too many neighbours.
constexpr std::size_t kShortestWord = 4;
// Bounds what is tried for one entry.
constexpr std::size_t kMostWords = 8;
constexpr std::size_t kMostNearNames = 3;

// A run of letters, digits and `_` in a pattern.
struct WordSpan {
  std::size_t at = 0;
  std::size_t size = 0;
};

std::vector<WordSpan> words_in(std::string_view text, bool regex) {
  std::vector<WordSpan> words;
  for (std::size_t at = 0; at < text.size();) {
    if (regex && text[at] == '\\') {
      at += 2;
      continue;
    }
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    words.push_back({at, end - at});
    at = end;
  }
  return words;
}

std::string with_word(std::string_view text, WordSpan place, std::string_view word) {
  std::string out(text.substr(0, place.at));
  out += word;
  out += text.substr(place.at + place.size);
  return out;
}

// What the entry selects with any number instead of one of its words.
Selection with_any_number(EntryTrials& trials, const UnmatchedEntry& entry, WordSpan place) {
  if (is_regex(entry.mode)) {
    const std::string any = with_word(entry.text, place, "[0-9]+");
    Selection selected = trials.select(entry.mode, any);
    // Its text is compared with the ends of names as well.
    if (selected.empty() && entry.mode == Mode::transformers_skip)
      selected = trials.select(Mode::regex, "(?:.*\\.)?" + any);
    return selected;
  }
  if (is_glob(entry.mode)) return trials.select(entry.mode, with_word(entry.text, place, "[0-9]*"));
  if (entry.mode != Mode::exact && entry.mode != Mode::segment) return {};
  std::string regex = entry.mode == Mode::segment ? "(?:.*\\.)?" : "";
  append_escaped_regex(regex, entry.text.substr(0, place.at));
  regex += "[0-9]+";
  append_escaped_regex(regex, entry.text.substr(place.at + place.size));
  return trials.select(Mode::regex, regex);
}

// The largest number below a module of that name in the paths; nothing if there is none.
std::optional<std::uint32_t> last_number_below(const TreeIndex& index, const Selection& modules,
                                               std::string_view holder) {
  std::optional<std::uint32_t> last;
  for (const std::uint32_t module : modules) {
    std::string_view before;
    for (const std::string_view segment : Segments(index.path(module))) {
      std::uint32_t number = 0;
      if (before == holder && is_number(segment) &&
          std::from_chars(segment.data(), segment.data() + segment.size(), number).ec ==
              std::errc())
        last = std::max(last.value_or(0), number);
      before = segment;
    }
  }
  return last;
}

}  // namespace

std::optional<Explanation> explain_number(EntryTrials& trials, const UnmatchedEntry& entry) {
  const std::vector<WordSpan> words = words_in(entry.text, is_regex(entry.mode));
  for (std::size_t at = 1; at < words.size() && at < kMostWords; ++at) {
    const std::string_view written = entry.text.substr(words[at].at, words[at].size);
    const std::string_view holder = entry.text.substr(words[at - 1].at, words[at - 1].size);
    std::uint32_t number = 0;
    if (!is_number(written) ||
        std::from_chars(written.data(), written.data() + written.size(), number).ec != std::errc())
      continue;
    const Selection others = with_any_number(trials, entry, words[at]);
    const auto last = last_number_below(trials.index(), others, holder);
    if (!last || number <= *last) continue;
    return Explanation{": the numbers of `" + std::string(holder) + "` end at " +
                       std::to_string(*last)};
  }
  return std::nullopt;
}

std::optional<Explanation> explain_misspelling(EntryTrials& trials, const UnmatchedEntry& entry) {
  const TreeIndex& index = trials.index();
  const std::vector<WordSpan> words = words_in(entry.text, is_regex(entry.mode));
  if (words.size() > kMostWords) return std::nullopt;
  for (const WordSpan place : words) {
    const std::string_view word = entry.text.substr(place.at, place.size);
    if (word.size() < kShortestWord || is_number(word) || is_part_of_models(word)) continue;
    const auto names = index.names();
    // A regex may match in the middle of a name.
    if (std::any_of(names.begin(), names.end(), [&](std::string_view name) {
          return name.find(word) != std::string_view::npos;
        }))
      continue;
    std::multimap<std::size_t, std::string_view> near;
    for (const std::string_view name : names) {
      if (const std::size_t distance = misspelling(word, name); distance != kFar)
        near.emplace(distance, name);
    }
    std::size_t tried = 0;
    for (const auto& [distance, name] : near) {
      if (tried++ == kMostNearNames) break;
      std::string other = with_word(entry.text, place, name);
      if (trials.select(entry.mode, other).empty()) continue;
      Explanation explanation;
      explanation.why = "; did you mean " + in_quotes(name) + "?";
      explanation.corrections.push_back({entry.mode, std::move(other)});
      return explanation;
    }
  }
  return std::nullopt;
}

}  // namespace overmatch
