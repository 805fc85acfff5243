// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/backwards_order.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "names/path.h"
#include "names/text_table.h"

namespace overmatch {

namespace {

// The eight bytes before `end`, the last one as the most significant: comparing the numbers
// compares the reversed texts.
std::uint64_t eight_before(const char* end) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, end - 8, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// A last segment, and whether it is the whole path: in reversed text it is then followed by the
// end, else by a separator.
struct Name {
  std::string_view text;
  bool whole = false;
};

bool less_names(const Name& left, const Name& right) noexcept {
  const std::size_t common = std::min(left.text.size(), right.text.size());
  const std::string_view l = left.text.substr(left.text.size() - common);
  const std::string_view r = right.text.substr(right.text.size() - common);
  if (l != r) return less_backwards(l, r);
  const auto next = [&](const Name& name) {
    if (name.text.size() > common)
      return static_cast<int>(static_cast<unsigned char>(name.text[name.text.size() - common - 1]));
    return name.whole ? -1 : static_cast<int>(kSeparator);
  };
  return next(left) < next(right);
}

// Stable counting sort of `order` by `key` of its elements, each below `bound`.
void counting_sort(std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& key,
                   std::size_t bound, std::vector<std::uint32_t>& counts,
                   std::vector<std::uint32_t>& scratch) {
  counts.assign(bound + 1, 0);
  for (const std::uint32_t at : order) ++counts[key[at] + 1];
  for (std::size_t at = 1; at <= bound; ++at) counts[at] += counts[at - 1];
  for (const std::uint32_t at : order) scratch[counts[key[at]]++] = at;
  order.swap(scratch);
}

// The rank of each path's last segment, from 1. Equal segments have equal ranks, unless only one is
// the whole path.
std::vector<std::uint32_t> rank_names(std::span<const std::string_view> paths,
                                      const LastNames& names) {
  std::vector<Name> keys;
  for (const std::string_view text : names.names) {
    keys.push_back({text, false});
    keys.push_back({text, true});
  }
  std::vector<std::uint32_t> sorted(keys.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t left, std::uint32_t right) {
    return less_names(keys[left], keys[right]);
  });
  std::vector<std::uint32_t> rank_of(keys.size());
  for (std::uint32_t rank = 0; rank < sorted.size(); ++rank) rank_of[sorted[rank]] = rank + 1;
  std::vector<std::uint32_t> ranks(paths.size());
  for (std::size_t at = 0; at < paths.size(); ++at) {
    const std::uint32_t name = names.of[at];
    ranks[at] = rank_of[2 * name + (names.names[name].size() == paths[at].size() ? 1 : 0)];
  }
  return ranks;
}

// The number of modules at each depth, from 0 on; empty if a module comes before its parent.
std::optional<std::vector<std::uint32_t>> levels_of(std::span<const std::uint32_t> parents,
                                                    std::vector<std::uint32_t>& sizes) {
  std::vector<std::uint32_t> levels(parents.size());
  for (std::uint32_t at = 0; at < parents.size(); ++at) {
    if (parents[at] != kNoModule && parents[at] >= at) return std::nullopt;
    levels[at] = parents[at] == kNoModule ? 0 : levels[parents[at]] + 1;
    if (levels[at] >= sizes.size()) sizes.resize(levels[at] + 1);
    ++sizes[levels[at]];
  }
  return levels;
}

// Sorts level by level: sorts the modules of a level by parent and last segment, then merges them
// with all higher levels. Returns nothing for deep trees, in which prefix doubling is faster.
std::optional<std::vector<std::uint32_t>> order_by_levels(const std::vector<std::uint32_t>& names,
                                                          std::size_t bound,
                                                          std::span<const std::uint32_t> parents) {
  constexpr std::size_t most_merged =
      4;  // times the number of modules; a big model needs less than two
  std::vector<std::uint32_t> sizes;
  const auto levels = levels_of(parents, sizes);
  if (!levels) return std::nullopt;
  std::size_t merged = 0;
  for (std::size_t level = 0; level < sizes.size(); ++level)
    merged += (sizes.size() - level) * sizes[level];
  if (merged > most_merged * parents.size()) return std::nullopt;

  std::vector<std::vector<std::uint32_t>> modules(sizes.size());
  for (std::size_t level = 0; level < sizes.size(); ++level) modules[level].reserve(sizes[level]);
  for (std::uint32_t at = 0; at < parents.size(); ++at) modules[(*levels)[at]].push_back(at);
  std::vector<std::uint32_t> place(parents.size());  // in `order`, from 1
  std::vector<std::uint32_t> above(parents.size());  // the place of the parent, 0 for none
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> both;
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> scratch;
  const auto less = [&](std::uint32_t left, std::uint32_t right) {
    return names[left] != names[right] ? names[left] < names[right] : above[left] < above[right];
  };
  for (std::vector<std::uint32_t>& level : modules) {
    for (std::size_t at = 0; at < order.size(); ++at)
      place[order[at]] = static_cast<std::uint32_t>(at + 1);
    for (const std::uint32_t module : order)
      above[module] = parents[module] == kNoModule ? 0 : place[parents[module]];
    for (const std::uint32_t module : level)
      above[module] = parents[module] == kNoModule ? 0 : place[parents[module]];
    scratch.resize(level.size());
    counting_sort(level, above, order.size() + 1, counts, scratch);
    counting_sort(level, names, bound, counts, scratch);
    both.clear();
    both.reserve(order.size() + level.size());
    std::merge(order.begin(), order.end(), level.begin(), level.end(), std::back_inserter(both),
               less);
    order.swap(both);
  }
  return order;
}

}  // namespace

bool less_backwards(std::string_view left, std::string_view right) noexcept {
  const std::size_t common = std::min(left.size(), right.size());
  const char* l = left.data() + left.size();
  const char* r = right.data() + right.size();
  std::size_t at = 0;
  for (; at + 8 <= common; at += 8, l -= 8, r -= 8) {
    const std::uint64_t a = eight_before(l);
    const std::uint64_t b = eight_before(r);
    if (a != b) return a < b;
  }
  for (; at < common; ++at) {
    const auto a = static_cast<unsigned char>(*--l);
    const auto b = static_cast<unsigned char>(*--r);
    if (a != b) return a < b;
  }
  return left.size() < right.size();
}

std::vector<std::uint32_t> parents_of(std::span<const std::string_view> paths, bool& complete) {
  // In depth-first order, as named_modules() gives, the parent is the last path or its ancestor.
  std::vector<std::uint32_t> parents(paths.size(), kNoModule);
  std::vector<std::uint32_t> open;
  std::vector<std::uint32_t> orphans;
  for (std::uint32_t at = 0; at < paths.size(); ++at) {
    const std::string_view above = parent(paths[at]);
    if (!above.empty()) {
      while (!open.empty() && paths[open.back()].size() > above.size()) open.pop_back();
      if (!open.empty() && paths[open.back()] == above) {
        parents[at] = open.back();
      } else {
        orphans.push_back(at);
      }
    } else {
      open.clear();
    }
    open.push_back(at);
  }
  complete = true;
  if (orphans.empty()) return parents;
  std::unordered_map<std::string_view, std::uint32_t> places;
  places.reserve(paths.size());
  for (std::uint32_t at = 0; at < paths.size(); ++at) places.emplace(paths[at], at);
  for (const std::uint32_t orphan : orphans) {
    const auto found = places.find(parent(paths[orphan]));
    if (found == places.end()) {
      complete = false;
    } else {
      parents[orphan] = found->second;
    }
  }
  return parents;
}

LastNames last_names(std::span<const std::string_view> paths) {
  LastNames all;
  all.of.reserve(paths.size());
  TextTable places;
  for (const std::string_view path : paths) {
    const std::string_view name = last_segment(path);
    const auto fresh = static_cast<std::uint32_t>(all.names.size());
    const std::uint32_t known = places.find_or_add(all.names, name, fresh);
    if (known == TextTable::kNone) all.names.push_back(name);
    all.of.push_back(known == TextTable::kNone ? fresh : known);
  }
  return all;
}

std::vector<std::uint32_t> backwards_order(std::span<const std::string_view> paths,
                                           const LastNames& names,
                                           std::span<const std::uint32_t> parents, bool complete) {
  std::vector<std::uint32_t> order(paths.size());
  std::iota(order.begin(), order.end(), 0);
  if (!complete) {  // any list of paths
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
      return less_backwards(paths[left], paths[right]);
    });
    return order;
  }
  // One more entry than paths: the parent of top-level paths, of rank 0.
  const auto top = static_cast<std::uint32_t>(paths.size());
  std::vector<std::uint32_t> rank = rank_names(paths, names);
  std::size_t bound = 2 * names.names.size() + 1;
  if (auto by_levels = order_by_levels(rank, bound, parents)) return *std::move(by_levels);
  rank.push_back(0);
  std::vector<std::uint32_t> above(parents.begin(), parents.end());
  std::replace(above.begin(), above.end(), kNoModule, top);
  above.push_back(top);
  std::vector<std::uint32_t> second(paths.size());
  std::vector<std::uint32_t> fresh(paths.size() + 1);
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> scratch(paths.size());
  for (;;) {
    for (std::size_t at = 0; at < second.size(); ++at) second[at] = rank[above[at]];
    counting_sort(order, second, bound, counts, scratch);
    counting_sort(order, rank, bound, counts, scratch);
    std::uint32_t last = 0;
    for (std::size_t at = 0; at < order.size(); ++at) {
      const bool differs = at == 0 || rank[order[at]] != rank[order[at - 1]] ||
                           second[order[at]] != second[order[at - 1]];
      if (differs) ++last;
      fresh[order[at]] = last;
    }
    fresh[top] = 0;
    rank.swap(fresh);
    if (last == paths.size()) return order;
    bound = last + std::size_t{1};
    for (std::size_t at = 0; at < paths.size(); ++at) fresh[at] = above[above[at]];
    for (std::size_t at = 0; at < paths.size(); ++at) above[at] = fresh[at];
  }
}

}  // namespace overmatch
