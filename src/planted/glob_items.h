// SPDX-License-Identifier: Apache-2.0
// A glob as a list of items that can be changed before they are matched: what planted globs and
// their mutants are made of.
//
// It is written in another way than the reference (matchers/glob.h): all items at which a match may
// have arrived are kept at once, so that nothing is tried again. Unchanged, it is a correct
// variant.
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "planted/plant.h"

namespace overmatch::plant {

// What an item takes: characters of which `takes` holds, by default exactly one.
struct ChangedGlobItem {
  enum class Kind : unsigned char { any_text, any_character, one_of, character };
  Kind kind = Kind::character;
  char32_t letter = 0;                                 // of Kind::character
  std::vector<std::pair<char32_t, char32_t>> members;  // of Kind::one_of: ranges, ends included
  bool inverted = false;
  bool optional = false;  // may take nothing
  bool repeated = false;  // may take several
  char32_t unwanted = 0;  // a character that it never takes; 0: none
  bool absent = false;    // is not there at all

  [[nodiscard]] bool takes(char32_t code) const noexcept;
};
using ItemKind = ChangedGlobItem::Kind;
using GlobItems = std::vector<ChangedGlobItem>;

// The items of a glob.
[[nodiscard]] GlobItems glob_items(std::string_view pattern);

// Whether the items take the whole text. O(size of both, multiplied).
[[nodiscard]] bool items_match(const GlobItems& items, std::string_view text);

// A pattern of `glob`, or of `path-glob`, where each segment has items of its own, with the items
// changed.
using GlobChange = std::function<void(GlobItems&)>;
class ChangedGlob {
 public:
  ChangedGlob(Mode mode, const GlobChange& change, std::string_view pattern);
  [[nodiscard]] bool selects(std::string_view path) const;

 private:
  bool by_segment_;
  std::vector<GlobItems> parts_;  // one a segment, or one
};

// A matcher that selects by such patterns.
[[nodiscard]] Behaviour glob_with(Mode mode, const GlobChange& change);

}  // namespace overmatch::plant
