// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/boundaries.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "analysis/regex/regex_tokens.h"
#include "names/path.h"

namespace overmatch {

namespace {

// Whether the text stands somewhere in the path where the mode wants it, between boundaries.
bool stands_at_boundaries(const ModeTraits& traits, std::string_view path, std::string_view text) {
  const auto bounded = [&](std::size_t at) {
    const std::size_t end = at + text.size();
    const bool front =
        at == 0 || path[at - 1] == kSeparator || (!text.empty() && text.front() == kSeparator);
    const bool back = end == path.size() || path[end] == kSeparator ||
                      (!text.empty() && text.back() == kSeparator);
    return front && back;
  };
  if (traits.before == Beside::nothing) return bounded(0);
  if (traits.after == Beside::nothing) return bounded(path.size() - text.size());
  for (std::size_t at = path.find(text); at != std::string_view::npos;
       at = path.find(text, at + 1)) {
    if (bounded(at)) return true;
  }
  return false;
}

// The regex with something in front and behind, inside of its global flags.
std::string enclosed(const std::string& regex, std::string_view front, std::string_view back) {
  const RegexTokens tokens = tokenize_regex(regex);
  std::string out(tokens.header());
  out.append(front).append("(?:").append(tokens.rest());
  out.append(tokens.all_verbose ? "\n)" : ")").append(back);
  return out;
}

}  // namespace

std::vector<std::string> bounded_regexes(Mode mode, const std::string& regex) {
  const bool front = traits_of(mode).before == Beside::anything;
  const bool back = traits_of(mode).after == Beside::anything;
  if (!front && !back) return {regex};
  return {enclosed(regex, front ? R"((?:^|\.))" : "", back ? R"((?:\.|$))" : ""),
          enclosed(regex, front ? R"((?:\A|(?<=\.)|(?=\.)))" : "",
                   back ? R"((?:\Z|(?<=\.)|(?=\.)))" : "")};
}

std::vector<std::string> bounded_globs(Mode mode, const std::string& glob) {
  if (traits_of(mode).by_segment) return {glob};  // no star crosses a boundary
  const std::size_t first = std::min(glob.find_first_not_of('*'), glob.size());
  const std::size_t last = glob.find_last_not_of('*') + 1;
  if (first >= last) return {glob};  // stars only
  // A `[` may have a star in its bracket; then it is not at the end, because `]` is.
  const std::string middle = glob.substr(first, last - first);
  const bool front = first > 0 && middle.front() != kSeparator;
  const bool back = last < glob.size() && middle.back() != kSeparator;
  if (!front && !back) return {glob};
  std::vector<std::string> globs = {front ? "" : glob.substr(0, first)};
  if (front) globs.emplace_back("*.");
  for (std::string& each : globs) each += middle;
  if (!back) {
    for (std::string& each : globs) each += glob.substr(last);
    return globs;
  }
  const std::size_t size = globs.size();
  for (std::size_t at = 0; at < size; ++at) globs.push_back(globs[at] + ".*");
  return globs;
}

Selection at_boundaries(const TreeIndex& index, Mode mode, const std::string& pattern,
                        const Selection& selected) {
  const ModeTraits& traits = traits_of(mode);
  Selection bounded;
  if (traits.syntax == Syntax::text) {
    if (keeps_boundaries(traits)) return selected;
    if (pattern.empty()) return index.select(bounded_mode(mode), pattern).value_or(selected);
    std::copy_if(selected.begin(), selected.end(), std::back_inserter(bounded),
                 [&](std::uint32_t module) {
                   return stands_at_boundaries(traits, index.path(module), pattern);
                 });
    return bounded;
  }
  if (traits.syntax == Syntax::regex) {
    if (keeps_boundaries(traits)) return selected;
    std::optional<Selection> found = index.select_at_boundaries(mode, pattern);
    if (!found) found = index.select(mode, bounded_regexes(mode, pattern).back());
    bounded = std::move(found).value_or(Selection());
  } else {
    const std::vector<std::string> globs = bounded_globs(mode, pattern);
    if (globs.size() == 1) return selected;
    for (const std::string& glob : globs)
      bounded = united(bounded, index.select(mode, glob).value_or(Selection()));
  }
  bounded = shared(selected, bounded);
  return bounded.empty() ? selected : bounded;
}

}  // namespace overmatch
