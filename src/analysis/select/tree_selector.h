// SPDX-License-Identifier: Apache-2.0
// TreeSelector selects by regexes, globs and texts from a tree without matching every path.
//
// It runs an automaton of the pattern down the tree, one segment after the other, and once for all
// equal subtrees that it enters in the same state; it leaves out subtrees in which nothing or
// everything is selected. The references (matchers/) define the modes. Patterns that it does not
// support go to them: regexes that are not regular or whose matches might reach a limit of the
// reference (match_bound.h), and all patterns on a tree with more than kMostTreeLetters characters.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/select/match_bound.h"
#include "analysis/select/path_dfa.h"
#include "analysis/select/selection.h"
#include "analysis/select/shared_subtrees.h"
#include "analysis/select/tree_walk.h"
#include "matchers/mode.h"

namespace overmatch {

class TreeSelector {
 public:
  // As SharedSubtrees.
  TreeSelector(std::span<const std::string_view> paths, std::span<const std::uint32_t> parents,
               std::span<const std::string_view> names, std::span<const std::uint32_t> of);

  // What a pattern or an entry of a dialect selects, which the reference must accept; nothing if it
  // is not supported. Caches; call from one thread at a time.
  [[nodiscard]] std::optional<Selected> select(Mode mode, std::string_view pattern);
  // What a regex, which the reference must accept, selects by matches that begin and end at
  // boundaries where the mode is open; nothing if it is not supported.
  [[nodiscard]] std::optional<Selected> select_at_boundaries(Mode mode, std::string_view regex);

 private:
  class Characters;

  [[nodiscard]] std::optional<Selected> select(
      std::span<const RegularExpression> expressions) const;
  [[nodiscard]] std::optional<Selected> select(const Nfa& program,
                                               const std::vector<CodeSet>& sets) const;

  SharedSubtrees subtrees_;
  bool supported_ = false;
  NameSizes sizes_;
  std::vector<char32_t> letters_;      // sorted
  std::string characters_;             // the same in UTF-8
  TreeLetter separator_ = 0;           // of '.'
  std::vector<TreeLetter> text_;       // of all names
  std::vector<std::uint32_t> begins_;  // by name, and the end
  // What classes of regexes match of the letters.
  std::map<std::pair<std::string, bool>, CodeSet> sets_;
};

}  // namespace overmatch
