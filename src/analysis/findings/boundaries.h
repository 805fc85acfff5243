// SPDX-License-Identifier: Apache-2.0
// Separates what a pattern selects at segment boundaries from what it selects only because its mode
// lets a match begin or end in the middle of a segment.
#pragma once

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch {

// The mode that reads patterns alike, but wants a segment boundary where `mode` allows any text:
// `segment` of `endswith`, `subtree` of `prefix`, `run` of `substring`; the mode itself of others.
[[nodiscard]] constexpr Mode bounded_mode(Mode mode) noexcept {
  const auto bounded = [](Beside beside) {
    return beside == Beside::anything ? Beside::segments : beside;
  };
  const ModeTraits& open = traits_of(mode);
  for (const ModeTraits& traits : kModeTraits) {
    if (traits.syntax == open.syntax && traits.by_segment == open.by_segment &&
        traits.before == bounded(open.before) && traits.after == bounded(open.after))
      return traits.mode;
  }
  return mode;
}

// The modules of `selected`, which is what `pattern` selects, that it selects at boundaries:
//   text   the pattern stands between boundaries, which its own first or last dot may be; of the
//          empty one, what bounded_mode selects
//   regex  a match begins and ends at boundaries where the mode is open
//   glob   a star at either end takes nothing or whole segments
// A regex or a glob that selects nothing so is meant to select parts of segments, as `*_proj` is:
// then all of `selected`. O(bytes of `selected`), and one or four matches of the tree in the modes
// of regexes and globs.
[[nodiscard]] Selection at_boundaries(const TreeIndex& index, Mode mode, const std::string& pattern,
                                      const Selection& selected);

// The regexes of an open mode that select only at boundaries what `regex` selects there, the
// simplest first: `(?:^|\.)P(?:\.|$)`, which a match that ends with a dot of its own does not
// fulfil, and one with look-arounds, which selects what at_boundaries returns. In a closed mode
// only `regex`.
[[nodiscard]] std::vector<std::string> bounded_regexes(Mode mode, const std::string& regex);

// The globs that select only at boundaries what a glob with a star at an end selects: `*.a` and `a`
// of `*a`. Only the glob itself if it has no such star.
[[nodiscard]] std::vector<std::string> bounded_globs(Mode mode, const std::string& glob);

}  // namespace overmatch
