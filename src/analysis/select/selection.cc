// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/selection.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>

namespace overmatch {

namespace {

// Writes to the end of `out`, which has room, and returns how many it wrote. Without branches,
// because the order of two selections is unpredictable.
template <bool kLeft, bool kRight, bool kBoth>
std::size_t merge(const Selection& left, const Selection& right, std::uint32_t* out) {
  std::size_t at = 0;
  std::size_t other = 0;
  std::size_t count = 0;
  while (at < left.size() && other < right.size()) {
    const std::uint32_t x = left[at];
    const std::uint32_t y = right[other];
    out[count] = x < y ? x : y;
    count += (kLeft && x < y) || (kRight && y < x) || (kBoth && x == y) ? 1U : 0U;
    at += x <= y ? 1U : 0U;
    other += y <= x ? 1U : 0U;
  }
  if (kLeft) {
    std::copy(left.begin() + static_cast<std::ptrdiff_t>(at), left.end(), out + count);
    count += left.size() - at;
  }
  if (kRight) {
    std::copy(right.begin() + static_cast<std::ptrdiff_t>(other), right.end(), out + count);
    count += right.size() - other;
  }
  return count;
}

// Whether all of one come before all of the other.
bool apart(const Selection& left, const Selection& right) noexcept {
  return left.empty() || right.empty() || left.back() < right.front() ||
         right.back() < left.front();
}

// By part of the tree, one of its words.
constexpr std::uint32_t kWordBits = 64;

}  // namespace

void ModuleSet::add(const Selection& modules) {
  if (modules.empty()) return;
  const std::size_t words = modules.back() / kWordBits + 1;
  if (words > words_.size()) words_.resize(words);
  for (const std::uint32_t module : modules)
    words_[module / kWordBits] |= std::uint64_t{1} << (module % kWordBits);
}

Selection ModuleSet::sorted() const {
  std::size_t count = 0;
  for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
  Selection modules(count);
  auto end = modules.begin();
  for (std::uint32_t word = 0; word < words_.size(); ++word) {
    for (std::uint64_t bits = words_[word]; bits != 0; bits &= bits - 1)
      *end++ = word * kWordBits + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  return modules;
}

void sort_modules(Selection& modules, std::size_t size) {
  if (modules.size() < size / kWordBits) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
    return;
  }
  // For a large part of the tree a bitmap is faster than a sort.
  if (std::adjacent_find(modules.begin(), modules.end(), std::greater_equal<>()) == modules.end())
    return;
  ModuleSet all;
  for (const std::uint32_t module : modules) all.add(module);
  modules = all.sorted();
}

Selection united(const Selection& left, const Selection& right) {
  if (right.empty() || left == right) return left;
  if (left.empty()) return right;
  Selection all(left.size() + right.size());
  all.resize(merge<true, true, true>(left, right, all.data()));
  return all;
}

Selection without(const Selection& all, const Selection& taken) {
  if (apart(all, taken)) return all;
  if (all == taken) return {};
  Selection rest(all.size());
  rest.resize(merge<true, false, false>(all, taken, rest.data()));
  return rest;
}

Selection shared(const Selection& left, const Selection& right) {
  if (apart(left, right)) return {};
  if (left == right) return left;
  Selection both(std::min(left.size(), right.size()) + 1);
  both.resize(merge<false, false, true>(left, right, both.data()));
  return both;
}

bool meet(const Selection& left, const Selection& right) noexcept {
  if (apart(left, right)) return false;
  const auto& [few, many] =
      left.size() < right.size() ? std::tie(left, right) : std::tie(right, left);
  auto from = many.begin();
  for (const std::uint32_t module : few) {
    from = std::lower_bound(from, many.end(), module);
    if (from == many.end()) return false;
    if (*from == module) return true;
  }
  return false;
}

}  // namespace overmatch
