// SPDX-License-Identifier: Apache-2.0
// Compile-time checks of the vocabulary: generators rely on its order and uniqueness.
#include "generate/vocabulary.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "names/path.h"

namespace overmatch {

namespace {

constexpr bool is_segment(std::string_view text) {
  return !text.empty() && text.find(kSeparator) == std::string_view::npos;
}

constexpr bool is_path(std::string_view text) {
  return !text.empty() && text.front() != kSeparator && text.back() != kSeparator &&
         text.find("..") == std::string_view::npos;
}

template <typename Range>
constexpr bool has_repeats(const Range& range) {
  for (std::size_t i = 0; i < std::size(range); ++i) {
    if (std::find(std::begin(range) + i + 1, std::end(range), range[i]) != std::end(range))
      return true;
  }
  return false;
}

// Distinct segments, the shortest first.
template <typename Range>
constexpr bool is_word_list(const Range& words) {
  return std::all_of(std::begin(words), std::end(words), is_segment) && !has_repeats(words) &&
         std::is_sorted(std::begin(words), std::end(words),
                        [](auto left, auto right) { return left.size() < right.size(); });
}

static_assert(is_word_list(kRoots));
static_assert(is_word_list(kStacks));
static_assert(is_word_list(kBlocks));
static_assert(is_word_list(kLeaves));
static_assert(is_word_list(kWrappers));
static_assert(std::all_of(std::begin(kRealPaths), std::end(kRealPaths), is_path) &&
              !has_repeats(kRealPaths));
static_assert(std::all_of(std::begin(kFusedPairs), std::end(kFusedPairs), [](const auto& pair) {
  return is_segment(pair.first) && is_segment(pair.second) && pair.first != pair.second;
}));
static_assert(!has_repeats(kFusedPairs));

}  // namespace

}  // namespace overmatch
