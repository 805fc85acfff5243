// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/folded_match.h"

#include <algorithm>

#include "names/ascii.h"

namespace overmatch {

namespace {

class LineMatcher {
 public:
  LineMatcher(const TreeIndex& index, const FoldedLine& line, bool wildcards)
      : index_(index), answers_(index.size()) {
    for (const FoldedPlace& place : line.places) {
      Place& own = places_.emplace_back();
      own.any_digits = wildcards && place.numbers && place.names.size() > 1;
      own.names = place.names;
      std::sort(own.names.begin(), own.names.end());
    }
  }

  [[nodiscard]] bool complete() const noexcept { return complete_; }

  bool matches(std::uint32_t module) {
    if (index_.depth_of(module) != places_.size()) return false;
    return fits(module) && matches_above(index_.parent_of(module));
  }

 private:
  enum class Answer : std::uint8_t { none, yes, no };
  struct Place {
    bool any_digits = false;
    std::vector<std::string_view> names;  // sorted
    // The last name that was checked, and the result: thousands of modules share a name.
    std::uint32_t asked = static_cast<std::uint32_t>(-1);
    bool fits = false;
  };

  // Whether the start of the line selects the path of an ancestor.
  bool matches_above(std::uint32_t module) {
    // Goes up to an ancestor whose answer is known, then down again.
    std::uint32_t at = module;
    for (; at != kNoModule && answers_[at] == Answer::none; at = index_.parent_of(at))
      way_.push_back(at);
    bool yes = at == kNoModule || answers_[at] == Answer::yes;
    if (at == kNoModule && !way_.empty() && index_.depth_of(way_.back()) > 1) complete_ = false;
    if (at == kNoModule && way_.empty() && places_.size() > 1) complete_ = false;
    for (; !way_.empty(); way_.pop_back()) {
      yes = yes && fits(way_.back());
      answers_[way_.back()] = yes ? Answer::yes : Answer::no;
    }
    return yes;
  }

  bool fits(std::uint32_t module) {
    if (index_.depth_of(module) == 0) return true;  // the root has no name
    Place& place = places_[index_.depth_of(module) - 1];
    const std::uint32_t number = index_.name_of(module);
    if (place.asked == number) return place.fits;
    const std::string_view name = index_.names()[number];
    place.asked = number;
    place.fits = place.any_digits
                     ? is_number(name)
                     : std::binary_search(place.names.begin(), place.names.end(), name);
    return place.fits;
  }

  const TreeIndex& index_;
  std::vector<Place> places_;
  std::vector<Answer> answers_;  // by module: whether the start of the line selects its path
  std::vector<std::uint32_t> way_;
  bool complete_ = true;
};

}  // namespace

std::optional<Selection> select_folded(const TreeIndex& index, const std::vector<FoldedLine>& lines,
                                       bool wildcards, const Selection& candidates) {
  Selection selected;
  for (const FoldedLine& line : lines) {
    LineMatcher matcher(index, line, wildcards);
    for (const std::uint32_t module : candidates) {
      if (matcher.matches(module)) selected.push_back(module);
    }
    if (!matcher.complete()) return std::nullopt;
  }
  if (lines.size() > 1) sort_modules(selected, index.size());
  return selected;
}

}  // namespace overmatch
