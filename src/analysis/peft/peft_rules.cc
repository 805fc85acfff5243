// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/peft_rules.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "analysis/tree/selection.h"
#include "matchers/regex.h"
#include "matchers/segment.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::string_view kMetacharacters = ".*+?[](){}^$|\\";

// The modules of `among` whose path re.match(regex, path) matches. re.match ignores what follows
// the match, so the tail makes it a full match.
Selection match(const TreeIndex& index, const std::string& regex, const Selection& among,
                const std::string& member) {
  std::vector<std::string_view> paths;
  paths.reserve(among.size());
  for (const std::uint32_t module : among) paths.push_back(index.path(module));
  const std::string whole = "(?:" + regex + ")(?:.|\\n)*";
  const std::string_view pattern = whole;
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&pattern, 1}, paths}, answer);
  if (answer.rejected())
    throw InputError("\"" + member + "\", which PEFT reads as a regex: " + answer.reason());
  Selection selected;
  for (std::size_t at = 0; at < among.size(); ++at) {
    if (answer.selects(at)) selected.push_back(among[at]);
  }
  return selected;
}

Selection by_names(const TreeIndex& index, const PeftNames& names, const char* member) {
  Selection all;
  if (names.regex) {
    std::string why;
    auto selected = index.select(Mode::regex, *names.regex, &why);
    if (!selected) throw InputError("\"" + std::string(member) + "\": " + why);
    return std::move(*selected);
  }
  for (const std::string& name : names.list) {
    // PEFT compares with "." + name, so the empty name selects only the root, as in `segment`.
    const auto selected = index.select(Mode::segment, name);
    all.insert(all.end(), selected->begin(), selected->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool is_all_linear(const PeftNames& names) {
  if (!names.regex || names.regex->size() != 10) return false;
  return std::equal(names.regex->begin(), names.regex->end(), "all-linear",
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

// Whether `front`, the path before a number, ends with a match of the layers_pattern.
bool ends_with_pattern(std::string_view front, const std::string& pattern, LayerRule rule) {
  const bool needs_front = rule == LayerRule::last_number;  // the old rule began with `.*\.`
  if (pattern.find_first_of(kMetacharacters) == std::string::npos) {
    return segment_selects(front, pattern) && !(needs_front && front == pattern) &&
           front.substr(0, front.size() - pattern.size()).find('\n') == std::string_view::npos;
  }
  const std::string regex = (needs_front ? ".*\\.(?:" : "(?:.*\\.)?(?:") + pattern + ")";
  const std::string_view view = regex;
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&view, 1}, {&front, 1}}, answer);
  if (answer.rejected()) throw InputError("\"layers_pattern\": " + answer.reason());
  return answer.selects(0);
}

void refuse_open_alternation(const std::string& pattern) {
  int depth = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\')
      ++at;
    else if (pattern[at] == '(')
      ++depth;
    else if (pattern[at] == ')')
      --depth;
    else if (pattern[at] == '|' && depth == 0) {
      throw InputError("\"layers_pattern\" " + in_quotes(pattern) +
                       ": PEFT does not group it, so its alternation cuts the rule in two; list "
                       "the names instead");
    }
  }
}

}  // namespace

std::int64_t layer_of(std::string_view path, const std::vector<std::string>& layers_pattern,
                      LayerRule rule) {
  // The path before each number, without the dot, and the number.
  std::vector<std::pair<std::string_view, std::int64_t>> numbers;
  std::size_t start = 0;
  for (std::size_t end = path.find(kSeparator); end != std::string_view::npos;
       end = path.find(kSeparator, start)) {
    const std::string_view segment = path.substr(start, end - start);
    std::int64_t number = 0;
    const auto [last, error] =
        std::from_chars(segment.data(), segment.data() + segment.size(), number);
    if (start > 0 && error == std::errc() && last == segment.data() + segment.size() &&
        segment[0] != '-') {
      numbers.emplace_back(path.substr(0, start - 1), number);
    }
    start = end + 1;
  }
  const auto pick = [&](const auto& fits) -> std::int64_t {
    if (rule == LayerRule::first_number) {
      const auto found = std::find_if(numbers.begin(), numbers.end(), fits);
      return found == numbers.end() ? -1 : found->second;
    }
    const auto found = std::find_if(numbers.rbegin(), numbers.rend(), fits);
    return found == numbers.rend() ? -1 : found->second;
  };
  if (layers_pattern.empty()) {
    return pick([](const auto& entry) {
      const std::size_t dot = entry.first.rfind(kSeparator);
      return dot != std::string_view::npos &&
             entry.first.substr(0, dot).find('\n') == std::string_view::npos;
    });
  }
  for (const std::string& pattern : layers_pattern) {
    refuse_open_alternation(pattern);
    const std::int64_t layer =
        pick([&](const auto& entry) { return ends_with_pattern(entry.first, pattern, rule); });
    if (layer >= 0) return layer;
  }
  return -1;
}

Selection guarded(const TreeIndex& index, const std::vector<std::string>& modules_to_save,
                  const Selection& among) {
  Selection all;
  for (const std::string& name : modules_to_save) {
    const Selection selected =
        match(index, "(^|.*\\.)" + name + "($|\\..*)", among, "modules_to_save");
    all.insert(all.end(), selected.begin(), selected.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

PeftEffect apply_peft(const TreeIndex& index, const PeftConfig& config) {
  PeftEffect effect;
  for (const std::string& name : config.modules_to_save) {
    const auto selected = index.select(Mode::endswith, name);
    effect.saved.insert(effect.saved.end(), selected->begin(), selected->end());
  }
  std::sort(effect.saved.begin(), effect.saved.end());
  effect.saved.erase(std::unique(effect.saved.begin(), effect.saved.end()), effect.saved.end());
  if (is_all_linear(config.target_modules)) {
    effect.depends_on_classes = true;
    return effect;
  }
  effect.adapted = by_names(index, config.target_modules, "target_modules");
  if (!config.exclude_modules.empty()) {
    effect.adapted =
        without(effect.adapted, by_names(index, config.exclude_modules, "exclude_modules"));
  }
  effect.adapted = without(effect.adapted, guarded(index, config.modules_to_save, effect.adapted));
  if (config.layers_to_transform.empty() || config.target_modules.regex) return effect;
  std::erase_if(effect.adapted, [&](std::uint32_t module) {
    const std::string_view path = index.path(module);
    const auto& names = config.target_modules.list;
    if (std::find(names.begin(), names.end(), path) != names.end())
      return false;  // listed by its whole path: layers_to_transform does not apply
    const std::int64_t layer = layer_of(path, config.layers_pattern, LayerRule::first_number);
    const auto& wanted = config.layers_to_transform;
    return std::find(wanted.begin(), wanted.end(), layer) == wanted.end() || layer < 0;
  });
  return effect;
}

std::vector<KeyedSelection> apply_keys(const TreeIndex& index, const std::vector<std::string>& keys,
                                       const Selection& among) {
  std::vector<KeyedSelection> all;
  Selection left = among;
  for (const std::string& key : keys) {
    KeyedSelection selection;
    selection.matched = match(index, "(.*\\.)?(" + key + ")$", among, key);
    std::set_intersection(selection.matched.begin(), selection.matched.end(), left.begin(),
                          left.end(), std::back_inserter(selection.set));
    left = without(left, selection.set);
    all.push_back(std::move(selection));
  }
  return all;
}

}  // namespace overmatch
