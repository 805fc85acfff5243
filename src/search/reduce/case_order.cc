// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/case_order.h"

#include <algorithm>

#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {

Size size_of(const Case& content) {
  Size size{content.patterns.size(), content.modules.size(), 0};
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) size.characters += count_code_points(name);
  }
  return size;
}

namespace {

// -1, 0 or 1: by length in code points, then by the simplicity of the first character that differs.
int compare(std::string_view left, std::string_view right) {
  if (left == right) return 0;
  const std::size_t left_size = count_code_points(left);
  const std::size_t right_size = count_code_points(right);
  if (left_size != right_size) return left_size < right_size ? -1 : 1;
  for (std::size_t l = 0, r = 0; l < left.size();) {
    const std::string_view a = code_point_at(left, l);
    const std::string_view b = code_point_at(right, r);
    if (a != b) {
      const std::uint32_t ra = simplicity(a);
      const std::uint32_t rb = simplicity(b);
      return ra != rb ? (ra < rb ? -1 : 1) : (a < b ? -1 : 1);
    }
    l += a.size();
    r += b.size();
  }
  return 0;
}

}  // namespace

bool is_simpler(const Case& left, const Case& right) {
  const Size l = size_of(left);
  const Size r = size_of(right);
  if (l.patterns + l.modules != r.patterns + r.modules)
    return l.patterns + l.modules < r.patterns + r.modules;
  if (l.characters != r.characters) return l.characters < r.characters;
  if (l.patterns != r.patterns) return l.patterns < r.patterns;
  for (std::size_t at = 0; at < l.patterns; ++at) {
    if (const int order = compare(left.patterns[at], right.patterns[at]); order != 0)
      return order < 0;
  }
  for (std::size_t at = 0; at < l.modules; ++at) {
    if (const int order = compare(left.modules[at], right.modules[at]); order != 0)
      return order < 0;
  }
  return compare_labels(left.labels.numbers, right.labels.numbers) < 0;
}

std::vector<std::string> alphabet_of(const Case& content) {
  std::vector<std::string> alphabet;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) {
      for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at])) {
        const std::string_view c = code_point_at(name, at);
        if (std::find(alphabet.begin(), alphabet.end(), c) == alphabet.end())
          alphabet.emplace_back(c);
      }
    }
  }
  std::sort(alphabet.begin(), alphabet.end(),
            [](const std::string& left, const std::string& right) {
              const std::uint32_t l = simplicity(left);
              const std::uint32_t r = simplicity(right);
              return l != r ? l < r : left < right;
            });
  return alphabet;
}

}  // namespace overmatch
