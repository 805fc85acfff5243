#include "analysis/tree_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "matchers/literal_matcher.h"
#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {

namespace {

// The eight bytes before `end`, the last one the most significant: comparing the numbers compares the texts backwards.
std::uint64_t eight_before(const char* end) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, end - 8, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// Of a big part of the tree a mark for each module is sooner made than a sort.
void sort_modules(Selection& selected, std::size_t size) {
  if (selected.size() < size / 64) {
    std::sort(selected.begin(), selected.end());
    return;
  }
  std::vector<std::uint8_t> marks(size);
  for (const std::uint32_t module : selected) marks[module] = 1;
  selected.clear();
  for (std::uint32_t module = 0; module < size; ++module) {
    if (marks[module] != 0) selected.push_back(module);
  }
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

TreeIndex::TreeIndex(const ModuleTree& tree) : tree_(tree), parents_(tree.modules.size(), kNoModule) {
  const auto paths = tree.modules.views();
  places_.reserve(paths.size());
  for (std::uint32_t at = 0; at < paths.size(); ++at) places_.emplace(paths[at], at);
  for (std::uint32_t at = 0; at < paths.size(); ++at) {
    if (const std::string_view above = parent(paths[at]); !above.empty()) parents_[at] = find(above);
  }
  // The last eight bytes beside each number decide most comparisons without going to the text.
  struct Key {
    std::uint64_t tail;
    std::uint32_t module;
  };
  std::vector<Key> keys(paths.size());
  for (std::uint32_t at = 0; at < paths.size(); ++at) {
    const std::string_view path = paths[at];
    char tail[8] = {};
    const std::size_t size = std::min<std::size_t>(path.size(), 8);
    std::memcpy(tail + 8 - size, path.data() + path.size() - size, size);
    keys[at] = {eight_before(tail + 8), at};
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& left, const Key& right) {
    if (left.tail != right.tail) return left.tail < right.tail;
    return less_backwards(paths[left.module], paths[right.module]);
  });
  backwards_.reserve(keys.size());
  for (const Key& key : keys) backwards_.push_back(key.module);
}

std::uint32_t TreeIndex::find(std::string_view path) const noexcept {
  const auto found = places_.find(path);
  return found == places_.end() ? kNoModule : found->second;
}

std::pair<std::size_t, std::size_t> TreeIndex::ending_with(std::string_view text) const noexcept {
  const auto begin = backwards_.begin();
  const auto first =
      std::partition_point(begin, backwards_.end(), [&](std::uint32_t module) { return less_backwards(path(module), text); });
  const auto last =
      std::partition_point(first, backwards_.end(), [&](std::uint32_t module) { return path(module).ends_with(text); });
  return {static_cast<std::size_t>(first - begin), static_cast<std::size_t>(last - begin)};
}

Selection TreeIndex::subtree(std::string_view root) const {
  Selection selected;
  if (root.empty()) {
    selected.resize(size());
    std::iota(selected.begin(), selected.end(), 0);
    return selected;
  }
  const std::uint32_t top = find(root);
  if (top == kNoModule) return selected;
  // A list of parameters may come back to a subtree after others, so it need not be one run.
  for (std::uint32_t at = top; at < size(); ++at) {
    if (in_subtree(path(at), root)) selected.push_back(at);
  }
  return selected;
}

std::optional<Selection> TreeIndex::select(Mode mode, std::string_view pattern, std::string* why) const {
  Selection selected;
  switch (mode) {
    case Mode::endswith:
    case Mode::segment: {
      const auto [first, last] = ending_with(pattern);
      for (std::size_t at = first; at < last; ++at) {
        if (literal_selects(mode, path(backwards_[at]), pattern)) selected.push_back(backwards_[at]);
      }
      sort_modules(selected, size());
      return selected;
    }
    case Mode::exact:
      if (const std::uint32_t module = find(pattern); module != kNoModule) selected.push_back(module);
      return selected;
    case Mode::subtree: return subtree(pattern);
    case Mode::regex: break;
  }
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&pattern, 1}, tree_.modules.views()}, answer);
  if (answer.rejected()) {
    if (why != nullptr) *why = answer.reason();
    return std::nullopt;
  }
  for (std::uint32_t at = 0; at < size(); ++at) {
    if (answer.selects(at)) selected.push_back(at);
  }
  return selected;
}

}  // namespace overmatch
