// SPDX-License-Identifier: Apache-2.0
// Alphabet partitions the code points into the letters of an automaton: code points that no set of
// the patterns distinguishes are one letter.
//
// "model.layers.0" and \w need some dozen letters, not a million. Each letter is represented in
// examples by its simplest code point. Letters are numbered in that order, simplest first, so that
// the first word found is also the simplest of its length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "matchers/python_regex/code_points.h"

namespace overmatch {

using Letter = std::uint32_t;

// A set of letters, as a bitset.
class LetterSet {
 public:
  void insert(Letter letter) {
    if (letter / 64 >= bits_.size()) bits_.resize(letter / 64 + 1);
    bits_[letter / 64] |= std::uint64_t{1} << (letter % 64);
  }
  [[nodiscard]] bool contains(Letter letter) const noexcept {
    return letter / 64 < bits_.size() && (bits_[letter / 64] >> (letter % 64) & 1U) != 0;
  }

 private:
  std::vector<std::uint64_t> bits_;
};

class Alphabet {
 public:
  // The coarsest alphabet in which each of `sets` is a union of letters. The separator is always a
  // letter of its own.
  explicit Alphabet(const std::vector<CodeSet>& sets);

  [[nodiscard]] Letter size() const noexcept { return static_cast<Letter>(examples_.size()); }
  // The letter of '.'.
  [[nodiscard]] Letter separator() const noexcept { return separator_; }
  // The simplest code point of a letter, in UTF-8.
  [[nodiscard]] const std::string& example(Letter letter) const noexcept {
    return examples_[letter];
  }
  // The letter of a code point.
  [[nodiscard]] Letter letter_of(char32_t code) const noexcept;
  // The letters of the set at this index of the constructor's argument.
  [[nodiscard]] const LetterSet& letters(std::size_t set) const noexcept { return sets_[set]; }
  // By letter: how many of `code_points` (valid UTF-8, distinct) belong to it.
  [[nodiscard]] std::vector<std::uint64_t> weights(std::string_view code_points) const;

 private:
  struct Interval {
    char32_t first;
    Letter letter;
  };

  std::vector<Interval> intervals_;  // sorted by `first`; each ends where the next begins
  std::vector<std::string> examples_;
  std::vector<LetterSet> sets_;
  Letter separator_ = 0;
};

}  // namespace overmatch
