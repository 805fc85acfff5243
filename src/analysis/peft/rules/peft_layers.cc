// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_layers.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "matchers/regex.h"
#include "matchers/segment.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::string_view kMetacharacters = ".*+?[](){}^$|\\";

// Whether `front`, the path before a number, ends with a match of the layers_pattern.
bool ends_with_pattern(std::string_view front, const std::string& pattern, LayerRule rule) {
  const bool needs_front = rule != LayerRule::first_number;  // earlier rules began with `.*\.`
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

LayerRule layer_rule(const PeftVersion& version) noexcept {
  if (!version.has(PeftRule::layers_without_pattern)) return LayerRule::known_names;
  if (!version.has(PeftRule::first_layer_number)) return LayerRule::last_number;
  return version.has(PeftRule::layers_pattern_at_root) ? LayerRule::first_number
                                                       : LayerRule::first_inner_number;
}

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
    if (rule == LayerRule::first_number || rule == LayerRule::first_inner_number) {
      const auto found = std::find_if(numbers.begin(), numbers.end(), fits);
      return found == numbers.end() ? -1 : found->second;
    }
    const auto found = std::find_if(numbers.rbegin(), numbers.rend(), fits);
    return found == numbers.rend() ? -1 : found->second;
  };
  if (rule == LayerRule::known_names && layers_pattern.empty())
    return layer_of(path, {"layers", "h", "block", "blocks", "layer"}, rule);
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

}  // namespace overmatch
