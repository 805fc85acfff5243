// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/alphabet.h"

#include <algorithm>
#include <numeric>

#include "matchers/python_regex/python_source.h"
#include "names/character_order.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

// The first visible code point beyond ASCII, after the C1 controls and the no-break space.
constexpr char32_t kFirstVisible = 0xA1;

// A code point at which membership in a set begins or ends.
struct Border {
  char32_t at;
  std::size_t set;
};

std::string spell(char32_t code) {
  std::string text;
  append_code_point(text, code);
  return text;
}

// The simplest code point of an interval that starts at `first` and ends before `end`.
char32_t simplest(char32_t first, char32_t end) {
  if (first < 0x80) {
    char32_t best = first;
    for (char32_t code = first; code < std::min<char32_t>(end, 0x80); ++code) {
      if (simplicity(spell(code)) < simplicity(spell(best))) best = code;
    }
    // A control character is chosen only if there is no other.
    const bool control = best < U' ' || best == 0x7F;
    return control && end > kFirstVisible ? kFirstVisible : best;
  }
  return first < kFirstVisible && end > kFirstVisible ? kFirstVisible : first;
}

std::uint32_t rank(char32_t code) {
  // After all visible ones; simplicity() does not rank C1 controls.
  const bool hidden = code >= 0x80 && code < kFirstVisible;
  return hidden ? UINT32_MAX : simplicity(spell(code));
}

}  // namespace

Alphabet::Alphabet(const std::vector<CodeSet>& sets) {
  const CodeSet separator = single(static_cast<unsigned char>(kSeparator));
  const std::size_t last_sets =
      sets.size() +
      2;  // the separator and all of Unicode are sets too, so that surrogates are no letters
  std::vector<Border> borders;
  const auto add = [&](const CodeSet& set, std::size_t index) {
    for (const CodeRange range : set) {
      borders.push_back({range.first, index});
      borders.push_back({range.last + 1, index});
    }
  };
  for (std::size_t index = 0; index < sets.size(); ++index) add(sets[index], index);
  add(separator, sets.size());
  add(all_code_points(), sets.size() + 1);
  std::sort(borders.begin(), borders.end(),
            [](Border left, Border right) { return left.at < right.at; });

  // Between two neighbouring borders, membership in the sets is constant.
  std::vector<std::uint64_t> inside((last_sets + 63) / 64);
  const auto is_inside = [&](std::size_t set) {
    return (inside[set / 64] >> (set % 64) & 1U) != 0;
  };
  std::unordered_map<std::string, Letter> known;
  std::vector<char32_t> examples;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t at = 0; at < borders.size();) {
    const char32_t first = borders[at].at;
    for (; at < borders.size() && borders[at].at == first; ++at) {
      inside[borders[at].set / 64] ^= std::uint64_t{1} << (borders[at].set % 64);
    }
    if (at == borders.size() || !is_inside(sets.size() + 1)) continue;
    const std::string key(reinterpret_cast<const char*>(inside.data()),
                          inside.size() * sizeof(std::uint64_t));
    const auto [place, is_new] = known.emplace(key, static_cast<Letter>(examples.size()));
    const char32_t example = simplest(first, borders[at].at);
    if (is_new) {
      examples.push_back(example);
      members.emplace_back();
      for (std::size_t set = 0; set < last_sets; ++set) {
        if (is_inside(set)) members.back().push_back(set);
      }
    } else if (rank(example) < rank(examples[place->second])) {
      examples[place->second] = example;
    }
    intervals_.push_back({first, place->second});
  }

  std::vector<Letter> order(examples.size());
  std::iota(order.begin(), order.end(), Letter{0});
  std::sort(order.begin(), order.end(), [&](Letter left, Letter right) {
    return std::pair(rank(examples[left]), examples[left]) <
           std::pair(rank(examples[right]), examples[right]);
  });
  std::vector<Letter> place(order.size());
  sets_.resize(sets.size());
  for (Letter letter = 0; letter < order.size(); ++letter) {
    place[order[letter]] = letter;
    examples_.push_back(spell(examples[order[letter]]));
    for (const std::size_t set : members[order[letter]]) {
      if (set < sets.size()) sets_[set].insert(letter);
      if (set == sets.size()) separator_ = letter;
    }
  }
  for (Interval& interval : intervals_) interval.letter = place[interval.letter];
}

Letter Alphabet::letter_of(char32_t code) const noexcept {
  const auto after = std::upper_bound(
      intervals_.begin(), intervals_.end(), code,
      [](char32_t value, const Interval& interval) { return value < interval.first; });
  return std::prev(after)->letter;
}

std::vector<std::uint64_t> Alphabet::weights(std::string_view code_points) const {
  std::vector<std::uint64_t> weights(size());
  for (std::size_t at = 0; at < code_points.size(); at += code_point_size(code_points[at])) {
    ++weights[letter_of(decode_code_point(code_points.substr(at)))];
  }
  return weights;
}

}  // namespace overmatch
