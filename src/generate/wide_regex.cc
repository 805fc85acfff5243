// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "generate/regex_pattern.h"
#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {
namespace {

// Before the escaped path: flags for the whole pattern, anchors, look-aheads.
constexpr auto kStarts =
    std::to_array<std::string_view>({"(?i)", "(?s)", "(?m)^", "(?x)", "\\A", "^", "(?=.*\\.)",
                                     "(?!model)", "(?=[a-z])", "(?!.*\\d)", "\\b", "\\B"});
// In place of the last segment.
constexpr auto kSegments = std::to_array<std::string_view>({"\\w+",
                                                            "\\W+",
                                                            "\\d+",
                                                            "\\D+",
                                                            "\\s",
                                                            "\\S+",
                                                            "(\\w)\\1",
                                                            "(?P<s>[a-z])(?P=s)?",
                                                            "(?:(a)|b)(?(1)b|a)",
                                                            "[^.]++",
                                                            "(?>[^.]+)",
                                                            "[^.]+?",
                                                            "(?i:A+)",
                                                            "[\\w-]+",
                                                            "[^\\W_]+",
                                                            "\\x61",
                                                            "\\u0061+",
                                                            "[^a]",
                                                            ".\\Z",
                                                            "(?#any).+",
                                                            "[\\s\\S]+"});
// After the escaped path.
constexpr auto kEnds = std::to_array<std::string_view>(
    {"$", "\\Z", "$\\n?", "(?!\\.)", "(?<!\\.)", "(?<=[a-z0-9])", "(?<![0-9])", "\\b", "\\n?",
     "(?:\\n|$)", "?+", "{,2}", ".*\\Z"});

}  // namespace

RegexSituation generate_wide_regex(Choices& choices, std::string_view target,
                                   std::string_view other, std::string& out) {
  constexpr std::size_t kLongest = 512;
  out.clear();
  if (target.size() > kLongest || target.empty()) target = "model";
  if (other.size() > kLongest || other.empty()) other = "layers";
  const bool start = choices.chance(1, 2);
  if (start) out += choices.pick(kStarts);
  if (choices.chance(1, 4)) out += ".*";
  const std::string_view above = parent(target);
  if (!above.empty()) {
    append_escaped_regex(out, above);
    out += "\\.";
  }
  switch (choices.below(4)) {
    case 0: append_escaped_regex(out, last_segment(target)); break;
    case 1:
      out += "(?:";
      append_escaped_regex(out, last_segment(target));
      out += "|(?=.)";
      append_escaped_regex(out, last_segment(other));
      out += ")";
      break;
    default: out += choices.pick(kSegments);
  }
  // A quantifier needs something to repeat, and only one.
  if (!start || choices.chance(1, 2)) {
    const std::string_view end = choices.pick(kEnds);
    const bool quantifier = end[0] == '?' || end[0] == '{';
    if (!quantifier || (out.back() != '+' && out.back() != '?' && out.back() != '*')) out += end;
  }
  return RegexSituation::engine_specific;
}

}  // namespace overmatch
