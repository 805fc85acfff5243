// SPDX-License-Identifier: Apache-2.0
// Bugs that normalise patterns or paths first, and characters that get a meaning they do not have.
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// Normalises the pattern only.
template <class Clean>
Behaviour cleaned(Mode mode, Clean clean) {
  return whole([mode, clean](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) patterns.push_back(clean(pattern));
    ask_reference(mode, patterns, question.modules, answer);
  });
}

// Splits a pattern at `at` into several.
Behaviour splits(Mode mode, char at) {
  return whole([mode, at](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) {
      if (pattern.empty()) patterns.emplace_back();
      for (const View piece : split(pattern, at)) patterns.emplace_back(piece);
    }
    ask_reference(mode, patterns, question.modules, answer);
  });
}

template <class Same>
bool tail_of_segments(View path, View pattern, Same same) {
  if (pattern.empty()) return path.empty();
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (pieces.size() < wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!same(pieces[pieces.size() - wanted.size() + i], wanted[i])) return false;
  }
  return true;
}

bool glob(View text, View pattern, bool star_crosses_dots) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (glob(text.substr(i), pattern.substr(1), star_crosses_dots)) return true;
      if (i < text.size() && text[i] == '.' && !star_crosses_dots) return false;
    }
    return false;
  }
  return !text.empty() && pattern[0] == text[0] &&
         glob(text.substr(1), pattern.substr(1), star_crosses_dots);
}

std::string trim_dots(View text) {
  while (text.starts_with('.')) text.remove_prefix(1);
  while (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

std::string collapse(View text, char doubled) {
  std::string out;
  for (const char c : text) {
    if (c != doubled || out.empty() || out.back() != doubled) out += c;
  }
  return out;
}

bool matches_with_question_marks(View text, View pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] != text[i] && pattern[i] != '?') return false;
  }
  return true;
}

}  // namespace

std::vector<Planted> rewriting() {
  return {
      wrong("segment-trims-pattern", Mode::segment, "trims white space off the pattern",
            cleaned(Mode::segment, trim), {Ask{{" a"}, {"a"}}}),
      wrong("exact-trims-both", Mode::exact, "trims white space off pattern and path",
            rule([](View path, View pattern) { return trim(path) == trim(pattern); }),
            {Ask{{"a"}, {"a "}}}),
      wrong("subtree-trims-path", Mode::subtree, "trims white space off the path",
            rule([](View path, View pattern) { return subtree_selects(trim(path), pattern); }),
            {Ask{{" a"}, {" a"}}}),
      wrong("endswith-chomps", Mode::endswith, "drops a newline at the end of the pattern",
            cleaned(Mode::endswith,
                    [](View pattern) { return std::string(strip_suffix(pattern, "\n")); }),
            {Ask{{"a\n"}, {"a"}}}),
      wrong("exact-collapses-spaces", Mode::exact, "several spaces count as one",
            rule([](View path, View pattern) {
              return collapse(path, ' ') == collapse(pattern, ' ');
            }),
            {Ask{{"a b"}, {"a  b"}}}),
      wrong("exact-drops-spaces", Mode::exact, "takes spaces out of the pattern",
            cleaned(Mode::exact, [](View pattern) { return without(pattern, " "); }),
            {Ask{{"a b"}, {"ab"}}}),
      wrong("segment-collapses-dots", Mode::segment, "reads `a..b` as `a.b`",
            cleaned(Mode::segment, [](View pattern) { return collapse(pattern, '.'); }),
            {Ask{{"a..b"}, {"a.b"}}}),
      wrong("segment-trims-dots", Mode::segment, "trims dots off the pattern: `.a` is `a`",
            cleaned(Mode::segment, trim_dots), {Ask{{".a"}, {"a"}}}),
      wrong("subtree-trims-last-dot", Mode::subtree, "reads `a.` as `a`",
            cleaned(Mode::subtree,
                    [](View pattern) { return std::string(strip_suffix(pattern, ".")); }),
            {Ask{{"a."}, {"a"}}}),
      wrong("endswith-trims-first-dot", Mode::endswith, "reads `.a` as `a`",
            cleaned(Mode::endswith,
                    [](View pattern) { return std::string(strip_prefix(pattern, ".")); }),
            {Ask{{".a"}, {"ba"}}}),
      wrong("exact-trims-dots", Mode::exact, "trims dots off the pattern",
            cleaned(Mode::exact, trim_dots), {Ask{{"a."}, {"a"}}}),
      wrong("segment-underscore-is-dash", Mode::segment, "`_` and `-` are one",
            rule([](View path, View pattern) {
              return segment_selects(replace(path, "-", "_"), replace(pattern, "-", "_"));
            }),
            {Ask{{"q-proj"}, {"q_proj"}}}),
      wrong("exact-underscore-is-dot", Mode::exact, "`_` and `.` are one",
            rule([](View path, View pattern) {
              return replace(path, "_", ".") == replace(pattern, "_", ".");
            }),
            {Ask{{"a.b"}, {"a_b"}}}),
      wrong("segment-underscores-dropped", Mode::segment, "underscores don't count",
            rule([](View path, View pattern) {
              return segment_selects(without(path, "_"), without(pattern, "_"));
            }),
            {Ask{{"q_proj"}, {"qproj"}}}),
      wrong("subtree-slash-is-dot", Mode::subtree, "`/` separates segments too",
            rule([](View path, View pattern) {
              return subtree_selects(replace(path, "/", "."), replace(pattern, "/", "."));
            }),
            {Ask{{"a"}, {"a/b"}}}),
      wrong("segment-star-segment", Mode::segment, "`*` as a segment stands for any segment",
            rule([](View path, View pattern) {
              return tail_of_segments(path, pattern, [](View piece, View wanted) {
                return piece == wanted || wanted == "*";
              });
            }),
            {Ask{{"layers.*"}, {"layers.0"}}}),
      wrong("exact-star", Mode::exact, "`*` stands for anything",
            rule([](View path, View pattern) { return glob(path, pattern, true); }),
            {Ask{{"a*"}, {"abc"}}}, "sgl-project/sglang#19589"),
      wrong("subtree-star", Mode::subtree, "`*` stands for part of a segment",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) ||
                     glob(first_pieces(path, split(pattern).size()), pattern, false);
            }),
            {Ask{{"*"}, {"a.b"}}}),
      wrong("exact-question-mark", Mode::exact, "`?` stands for any byte",
            rule(matches_with_question_marks), {Ask{{"a?"}, {"ab"}}}),
      wrong("segment-splits-at-commas", Mode::segment, "takes `a,b` for two patterns",
            splits(Mode::segment, ','), {Ask{{"a,b"}, {"a"}}}),
      wrong("exact-splits-at-bars", Mode::exact, "takes `a|b` for two patterns",
            splits(Mode::exact, '|'), {Ask{{"a|b"}, {"b"}}}),
      wrong("subtree-splits-at-spaces", Mode::subtree, "takes `a b` for two patterns",
            splits(Mode::subtree, ' '), {Ask{{"a b"}, {"a"}}}),
      wrong("segment-drops-anchors", Mode::segment, "takes `^` and `$` off the pattern",
            cleaned(Mode::segment,
                    [](View pattern) {
                      return std::string(strip_suffix(strip_prefix(pattern, "^"), "$"));
                    }),
            {Ask{{"a$"}, {"a"}}}),
      wrong("segment-unescapes", Mode::segment, "takes backslashes out of the pattern",
            cleaned(Mode::segment, [](View pattern) { return without(pattern, "\\"); }),
            {Ask{{"a\\b"}, {"ab"}}}),
      wrong("exact-unquotes", Mode::exact, "takes quotes off the pattern",
            cleaned(Mode::exact,
                    [](View pattern) {
                      return std::string(strip_suffix(strip_prefix(pattern, "\""), "\""));
                    }),
            {Ask{{"\"a\""}, {"a"}}}),
      wrong("segment-comment", Mode::segment, "drops a pattern that starts with `#`",
            rule([](View path, View pattern) {
              return !pattern.starts_with('#') && segment_selects(path, pattern);
            }),
            {Ask{{"#a"}, {"#a"}}}),
      wrong("segment-option-like", Mode::segment, "drops a pattern that starts with `-`",
            rule([](View path, View pattern) {
              return !pattern.starts_with('-') && segment_selects(path, pattern);
            }),
            {Ask{{"-1"}, {"-1"}}}),
      wrong("subtree-negation", Mode::subtree, "`!a` takes `a` out of the selection",
            any([](View path, Patterns patterns) {
              bool selected = false;
              for (const View pattern : patterns) {
                if (subtree_selects(path, pattern)) selected = true;
                if (pattern.starts_with('!') && subtree_selects(path, pattern.substr(1)))
                  selected = false;
              }
              return selected;
            }),
            {Ask{{"a", "!a"}, {"a"}}}),
      wrong("segment-all-keyword", Mode::segment, "the pattern `all` selects everything",
            rule([](View path, View pattern) {
              return pattern == "all" || segment_selects(path, pattern);
            }),
            {Ask{{"all"}, {"a"}}}),
      wrong("exact-brackets", Mode::exact, "reads `a[0]` as `a.0`",
            rule([](View path, View pattern) {
              return exact_selects(path, without(replace(pattern, "[", "."), "]"));
            }),
            {Ask{{"a[0]"}, {"a.0"}}}),
      wrong("segment-weight-suffix", Mode::segment, "takes `.weight` off the pattern",
            cleaned(Mode::segment,
                    [](View pattern) { return std::string(strip_suffix(pattern, ".weight")); }),
            {Ask{{"a.weight"}, {"a"}}}, "vllm-project/vllm#57473"),
  };
}

}  // namespace overmatch::plant
