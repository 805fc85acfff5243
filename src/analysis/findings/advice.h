// SPDX-License-Identifier: Apache-2.0
// Finds patterns of a mode that select exactly the wanted modules of a tree.
//
// Every pattern is checked before it is returned, with the index or with the reference of its mode
// (advise_regex). A regex is the folded selection with escaped literals; it has wildcards for
// numbers only if they select nothing more.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/findings/audit_finding.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

// The most patterns that advice may have.
inline constexpr std::size_t kMostPatterns = 8;

// The patterns of one mode; empty if none select exactly `wanted`:
//   exact            the full paths
//   segment          the shortest suffixes in whole segments
//   endswith         the same, with a leading dot if a boundary is needed
//   subtree, prefix  the topmost modules
//   run, substring   the shortest suffixes of those, with dots if a boundary is needed
//   regex            one escaped pattern
//   match, search    the same, closed by anchors
//   glob, path-glob  one for each folded line, with stars for numbers if they select nothing more
// A text that may have something behind it may also select modules below the wanted ones.
[[nodiscard]] std::vector<std::string> advise(const TreeIndex& index, const Selection& wanted,
                                              Mode mode);

// The same as advice; in mode `regex` if `mode` has no such patterns.
[[nodiscard]] std::vector<Advice> advice_for(const TreeIndex& index, const Selection& wanted,
                                             Mode mode);

// The modes to advise in if `mode` has no pattern that helps, the most similar first. All are set.
[[nodiscard]] std::span<const std::optional<Mode>> other_modes(Mode mode);

// Whether patterns of `mode` that select `selected` are advice for `wanted`: they select exactly
// that, or in a mode of texts that may go on behind them, also modules below.
[[nodiscard]] bool is_as_wanted(const TreeIndex& index, Mode mode, const Selection& selected,
                                const Selection& wanted);

// All lists of suffixes by which `segment` or `endswith` selects exactly `wanted`, the shortest
// list first; of equally long ones, those without leading dots first.
[[nodiscard]] std::vector<std::vector<std::string>> ways_to_end(const TreeIndex& index,
                                                                const Selection& wanted, Mode mode);

// Writes a selection as one escaped regex of its folded lines (regex_advice.cc), with wildcards for
// numbers if they select nothing more. Empty if it would have too many lines or does not select
// exactly `wanted`. The reference checks every module that the regex could select. If they are a
// large part of a large tree, it checks a sample that contains every segment, and select_folded
// (folded_match.h) decides the rest, unless the two disagree on the sample.
[[nodiscard]] std::vector<std::string> advise_regex(const TreeIndex& index,
                                                    const Selection& wanted);

}  // namespace overmatch
