// SPDX-License-Identifier: Apache-2.0
#include "names/closest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace overmatch {

namespace {

constexpr std::size_t kMaxEdits = 2;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The Levenshtein distance, a row at a time.
std::size_t edits(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(left[i]) == lower(right[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string_view closest_below(std::string_view word, std::span<const std::string_view> candidates,
                               std::size_t fewest) {
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    // The difference in length is a lower bound: it spares us the table for a word of a megabyte.
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) >= fewest) continue;
    const std::size_t distance = edits(word, candidate);
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  return closest_below(word, candidates, std::min(kMaxEdits, word.size() / 3) + 1);
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  return closest_below(word, candidates, static_cast<std::size_t>(-1));
}

}  // namespace overmatch
