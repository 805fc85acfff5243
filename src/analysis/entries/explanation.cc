// SPDX-License-Identifier: Apache-2.0
#include "analysis/entries/explanation.h"

#include <array>

namespace overmatch {

namespace {

// Bounds a list of a thousand wrong regexes, and one of them on the largest tree.
constexpr std::size_t kMostVisitsOfTrials = 1'000'000;

}  // namespace

Selection EntryTrials::select(Mode mode, std::string_view pattern) {
  if (mode != Mode::segment && mode != Mode::endswith && mode != Mode::exact) {
    if (visits_ > kMostVisitsOfTrials) return {};
    visits_ += index_.size();
  }
  return index_.select(mode, pattern).value_or(Selection());
}

std::optional<Explanation> explain_entry(EntryTrials& trials, const UnmatchedEntry& entry) {
  constexpr std::array kinds = {explain_marker, explain_placeholder, explain_root, explain_syntax};
  for (const auto& kind : kinds) {
    if (auto explanation = kind(trials, entry)) return explanation;
  }
  return std::nullopt;
}

}  // namespace overmatch
