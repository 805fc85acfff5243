// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/advice.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/tree/folding.h"
#include "matchers/plain_text.h"
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

// The modules of a selection that have no other one above them.
Selection topmost(const TreeIndex& index, const Selection& wanted) {
  Selection top;
  for (const std::uint32_t module : wanted) {
    std::uint32_t above = index.parent_of(module);
    while (above != kNoModule && !std::binary_search(wanted.begin(), wanted.end(), above))
      above = index.parent_of(above);
    if (above == kNoModule) top.push_back(module);
  }
  return top;
}

// Each finds the patterns of one mode, or none; `wanted` is not empty.
std::vector<std::string> by_ends(const TreeIndex& index, const Selection& wanted, Mode mode) {
  Ways ways = ends(index, wanted, mode, 1);
  return ways.empty() ? std::vector<std::string>() : std::move(ways.front());
}

std::vector<std::string> by_paths(const TreeIndex& index, const Selection& wanted, Mode mode) {
  const Selection top = traits_of(mode).after == Beside::nothing ? wanted : topmost(index, wanted);
  if (top.size() > kMostPatterns) return {};
  std::vector<std::string> paths;
  for (const std::uint32_t module : top) paths.emplace_back(index.path(module));
  return is_as_wanted(index, mode, selected_by(index, mode, paths), wanted)
             ? paths
             : std::vector<std::string>();
}

// The shortest suffixes of the topmost modules, for modes that are open at both ends; with dots at
// both sides, at the front, or without.
std::vector<std::string> by_parts(const TreeIndex& index, const Selection& wanted, Mode mode) {
  const Selection top = topmost(index, wanted);
  const bool bounded = keeps_boundaries(traits_of(mode));
  for (std::size_t count = 1; count <= kLongestTail; ++count) {
    std::vector<std::string> plain;
    for (const std::uint32_t module : top) {
      const std::string_view end = tail(index.path(module), count);
      if (std::find(plain.begin(), plain.end(), end) == plain.end()) plain.emplace_back(end);
      if (end.empty() || plain.size() > kMostPatterns) break;
    }
    if (plain.back().empty() || plain.size() > kMostPatterns) continue;
    for (const std::pair<const char*, const char*>& dots :
         {std::pair("", ""), std::pair(".", ""), std::pair("", "."), std::pair(".", ".")}) {
      std::vector<std::string> way;
      for (const std::string& each : plain) way.push_back(dots.first + each + dots.second);
      if (is_as_wanted(index, mode, selected_by(index, mode, way), wanted)) return way;
      if (bounded) break;  // dots select nothing
    }
  }
  return {};
}

// A glob for each folded line, with a star for several names if it selects nothing more.
std::vector<std::string> by_globs(const TreeIndex& index, const Selection& wanted, Mode mode) {
  const Folding folding = fold(index, wanted, kMostPatterns);
  if (folding.count > kMostPatterns) return {};
  const auto extend = [&](const std::vector<std::string>& fronts, const std::string& end) {
    std::vector<std::string> all;
    for (const std::string& front : fronts) all.push_back(front + end);
    return all;
  };
  for (const bool stars : {true, false}) {
    std::vector<std::string> globs;
    for (const FoldedLine& line : folding.lines) {
      std::vector<std::string> one = {""};
      for (const FoldedPlace& place : line.places) {
        if (&place != &line.places.front()) one = extend(one, {kSeparator});
        if (place.names.size() > 1 && place.numbers && stars) {
          one = extend(one, "*");
          continue;
        }
        std::vector<std::string> all;
        for (const std::string_view name : place.names) {
          const std::vector<std::string> more = extend(one, plain_text(mode, name));
          all.insert(all.end(), more.begin(), more.end());
          if (all.size() > kMostPatterns) break;
        }
        one = std::move(all);
        if (one.size() > kMostPatterns) break;
      }
      globs.insert(globs.end(), one.begin(), one.end());
      if (globs.size() > kMostPatterns) break;
    }
    if (globs.size() <= kMostPatterns && selected_by(index, mode, globs) == wanted) return globs;
  }
  return {};
}

// The folded regex, closed where the mode is open.
std::vector<std::string> by_regex(const TreeIndex& index, const Selection& wanted, Mode mode) {
  std::vector<std::string> way = advise_regex(index, wanted);
  const ModeTraits& traits = traits_of(mode);
  for (std::string& regex : way) {
    if (traits.before != Beside::nothing) regex.insert(0, 1, '^');
    if (traits.after != Beside::nothing) regex += '$';
    regex.insert(0, traits.dialect.marker);
  }
  const bool open = traits.before != Beside::nothing || traits.after != Beside::nothing;
  if (open && !way.empty() && selected_by(index, mode, way) != wanted) way.clear();
  return way;
}

// How to advise in each mode, and the modes to go over to, the most similar first.
struct Adviser {
  Mode mode;
  std::vector<std::string> (*find)(const TreeIndex& index, const Selection& wanted, Mode mode);
  std::array<std::optional<Mode>, 4> others;
};

constexpr auto kAdvisers = std::to_array<Adviser>({
    {Mode::endswith, by_ends, {Mode::segment, Mode::exact, Mode::regex}},
    {Mode::segment, by_ends, {Mode::exact, Mode::regex}},
    {Mode::exact, by_paths, {Mode::regex}},
    {Mode::subtree, by_paths, {Mode::exact, Mode::regex}},
    {Mode::regex, by_regex, {Mode::exact}},
    {Mode::prefix, by_paths, {Mode::subtree, Mode::exact, Mode::regex}},
    {Mode::substring, by_parts, {Mode::run, Mode::segment, Mode::exact, Mode::regex}},
    {Mode::run, by_parts, {Mode::segment, Mode::subtree, Mode::exact, Mode::regex}},
    {Mode::glob, by_globs, {Mode::path_glob, Mode::exact, Mode::regex}},
    {Mode::path_glob, by_globs, {Mode::glob, Mode::exact, Mode::regex}},
    {Mode::match, by_regex, {Mode::regex, Mode::exact}},
    {Mode::search, by_regex, {Mode::regex, Mode::exact}},
    {Mode::compressed_tensors, by_regex, {}},
    {Mode::transformers_skip, by_regex, {}},
    {Mode::compressed_tensors_targets, by_regex, {}},
    {Mode::torchao, by_regex, {}},
    {Mode::llama_cpp, by_regex, {}},
    {Mode::gptqmodel, by_regex, {}},
    {Mode::modelopt, by_globs, {}},
    {Mode::nncf, by_regex, {}},
    {Mode::dtensor, by_globs, {}},
    {Mode::peft_targets, by_ends, {}},
});
static_assert(std::equal(kAdvisers.begin(), kAdvisers.end(), kModes.begin(), kModes.end(),
                         [](const Adviser& row, Mode mode) { return row.mode == mode; }));

}  // namespace

std::vector<std::string> advise(const TreeIndex& index, const Selection& wanted, Mode mode) {
  if (wanted.empty()) return {};
  return kAdvisers[static_cast<std::size_t>(mode)].find(index, wanted, mode);
}

std::vector<Advice> advice_for(const TreeIndex& index, const Selection& wanted, Mode mode) {
  std::vector<Advice> advice;
  for (const Mode each : {mode, Mode::regex}) {
    for (std::string& pattern : advise(index, wanted, each))
      advice.push_back({each, std::move(pattern), ""});
    if (!advice.empty()) break;
  }
  return advice;
}

std::span<const std::optional<Mode>> other_modes(Mode mode) {
  const auto& others = kAdvisers[static_cast<std::size_t>(mode)].others;
  const auto end = std::find(others.begin(), others.end(), std::nullopt);
  return {others.data(), static_cast<std::size_t>(end - others.begin())};
}

bool is_as_wanted(const TreeIndex& index, Mode mode, const Selection& selected,
                  const Selection& wanted) {
  if (!is_text(mode) || traits_of(mode).after == Beside::nothing) return selected == wanted;
  return std::includes(selected.begin(), selected.end(), wanted.begin(), wanted.end()) &&
         std::all_of(selected.begin(), selected.end(), [&](std::uint32_t module) {
           std::uint32_t above = module;
           while (above != kNoModule && !std::binary_search(wanted.begin(), wanted.end(), above))
             above = index.parent_of(above);
           return above != kNoModule;
         });
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
