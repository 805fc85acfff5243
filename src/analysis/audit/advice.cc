// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/advice.h"

#include <algorithm>
#include <utility>

#include "names/path.h"

namespace overmatch {

namespace {

// The most segments of a suffix that several modules share.
constexpr std::size_t kLongestTail = 4;
// The most segments of a suffix that only one module has.
constexpr std::size_t kLongestOwn = 64;
constexpr std::uint32_t kNoName = static_cast<std::uint32_t>(-1);

// The last `count` segments; "" if the path has fewer.
std::string_view tail(std::string_view path, std::size_t count) noexcept {
  std::size_t at = path.size();
  while (count-- > 0) {
    if (at == 0) return {};
    at = path.rfind(kSeparator, at - 1);
    if (at == std::string_view::npos) return count == 0 ? path : std::string_view();
  }
  return path.substr(at + 1);
}

Selection selected_by(const TreeIndex& index, Mode mode, const std::vector<std::string>& patterns) {
  if (patterns.size() == 1) return index.select(mode, patterns[0]).value_or(Selection());
  Selection all;
  for (const std::string& pattern : patterns) {
    const auto selected = index.select(mode, pattern);
    if (selected) all.insert(all.end(), selected->begin(), selected->end());
  }
  sort_modules(all, index.size());
  return all;
}

using Ways = std::vector<std::vector<std::string>>;

// Finds at most `most` lists of suffixes for `segment` or `endswith`, the shortest suffixes first.
Ways ends(const TreeIndex& index, const Selection& wanted, Mode mode, std::size_t most) {
  Ways ways;
  // Counting is cheaper than selecting, and is enough if every wanted module ends with a pattern.
  const auto as_many = [&](const std::vector<std::string>& patterns) {
    return index.count(mode, patterns) == wanted.size();
  };
  for (std::size_t count = 1; count <= kLongestTail && ways.size() < most; ++count) {
    std::vector<std::string> plain;
    bool possible = true;
    std::uint32_t last = kNoName;
    for (const std::uint32_t module : wanted) {
      if (count == 1 && index.name_of(module) == std::exchange(last, index.name_of(module)))
        continue;  // the same suffix again
      const std::string_view end = tail(index.path(module), count);
      if (end.empty()) {
        possible = false;
        break;
      }
      if (std::find(plain.begin(), plain.end(), end) == plain.end()) plain.emplace_back(end);
      if (plain.size() > kMostPatterns) break;
    }
    if (!possible || plain.size() > kMostPatterns) continue;
    if (as_many(plain)) ways.push_back(plain);
    if (mode != Mode::endswith || ways.size() >= most) continue;
    for (std::string& pattern : plain) pattern.insert(0, 1, kSeparator);
    if (as_many(plain) && selected_by(index, mode, plain) == wanted)
      ways.push_back(std::move(plain));
  }
  if (wanted.size() > kMostPatterns || ways.size() >= most) return ways;
  // Finds for each module the shortest suffix that selects nothing unwanted.
  std::vector<std::string> own;
  for (const std::uint32_t module : wanted) {
    const std::string_view path = index.path(module);
    std::string best;
    for (std::size_t count = 1; count <= std::min(depth(path), kLongestOwn) && best.empty();
         ++count) {
      const std::string end(tail(path, count));
      if (index.count(mode, {&end, 1}) > wanted.size()) continue;
      const Selection selected = index.select(mode, end).value_or(Selection());
      if (std::includes(wanted.begin(), wanted.end(), selected.begin(), selected.end())) best = end;
    }
    if (best.empty()) return ways;
    own.push_back(std::move(best));
  }
  if (as_many(own) && std::find(ways.begin(), ways.end(), own) == ways.end())
    ways.push_back(std::move(own));
  return ways;
}

std::vector<std::string> tops(const TreeIndex& index, const Selection& wanted) {
  std::vector<std::string> patterns;
  for (const std::uint32_t module : wanted) {
    std::uint32_t above = index.parent_of(module);
    while (above != kNoModule && !std::binary_search(wanted.begin(), wanted.end(), above))
      above = index.parent_of(above);
    if (above == kNoModule) patterns.emplace_back(index.path(module));
    if (patterns.size() > kMostPatterns) return {};
  }
  // The subtrees may contain more than was wanted, but nothing wanted may be missing.
  const Selection selected = selected_by(index, Mode::subtree, patterns);
  return std::includes(selected.begin(), selected.end(), wanted.begin(), wanted.end())
             ? patterns
             : std::vector<std::string>();
}

std::vector<std::string> paths_of(const TreeIndex& index, const Selection& wanted) {
  if (wanted.size() > kMostPatterns) return {};
  std::vector<std::string> paths;
  for (const std::uint32_t module : wanted) paths.emplace_back(index.path(module));
  return selected_by(index, Mode::exact, paths) == wanted ? paths : std::vector<std::string>();
}

}  // namespace

std::vector<std::string> advise(const TreeIndex& index, const Selection& wanted, Mode mode) {
  if (wanted.empty()) return {};
  switch (mode) {
    case Mode::endswith:
    case Mode::segment: {
      Ways ways = ends(index, wanted, mode, 1);
      return ways.empty() ? std::vector<std::string>() : std::move(ways.front());
    }
    case Mode::exact: return paths_of(index, wanted);
    case Mode::subtree: return tops(index, wanted);
    case Mode::regex: return advise_regex(index, wanted);
  }
  return {};
}

std::vector<std::vector<std::string>> ways_to_end(const TreeIndex& index, const Selection& wanted,
                                                  Mode mode) {
  if (wanted.empty()) return {};
  Ways ways = ends(index, wanted, mode, static_cast<std::size_t>(-1));
  const auto dotted = [](const std::vector<std::string>& way) {
    return way[0].starts_with(kSeparator);
  };
  std::stable_sort(ways.begin(), ways.end(), [&](const auto& left, const auto& right) {
    if (left.size() != right.size()) return left.size() < right.size();
    return !dotted(left) && dotted(right);
  });
  return ways;
}

}  // namespace overmatch
