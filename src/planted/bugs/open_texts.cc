// SPDX-License-Identifier: Apache-2.0
// Bugs of `prefix`, `substring` and `run`: boundaries asked for that the mode does not have, or
// forgotten; arguments turned; text read as a pattern.
#include <algorithm>

#include "matchers/regex.h"
#include "matchers/rule_matcher.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

using Selects = bool (*)(View path, View pattern);

// What is around a place of the path where the pattern stands; 0 is the path's end.
struct Around {
  char before = 0;
  char after = 0;
};
// Whether the pattern occurs in the path at a place of which `holds(around)` is true.
template <class Holds>
bool occurs(View path, View pattern, Holds holds) {
  for (std::size_t at = path.find(pattern); at != View::npos; at = path.find(pattern, at + 1)) {
    const std::size_t end = at + pattern.size();
    if (holds(Around{at == 0 ? '\0' : path[at - 1], end < path.size() ? path[end] : '\0'}))
      return true;
  }
  return false;
}
bool is_end(char c) { return c == '\0' || c == '.'; }
// The rule of `run` with other boundaries: a character of which `also` is true, too.
template <class Also>
Behaviour run_or(Also also) {
  return rule([also](View path, View pattern) {
    if (pattern.empty()) return path.empty();
    return occurs(path, pattern, [&](Around around) {
      return (is_end(around.before) || also(around.before)) &&
             (is_end(around.after) || also(around.after));
    });
  });
}

// Whether the pattern, read as a regex, is found in the path.
bool found_as_regex(View path, View pattern) {
  Answer answer;
  ask_reference(Mode::search, {std::string(pattern)}, std::span(&path, 1), answer);
  return !answer.rejected() && answer.selects(0);
}

// A matcher with the rule of another mode.
Planted as_other(View name, Mode mode, Mode other, View bug, Ask witness, View source = "") {
  return wrong(name, mode, bug,
               rule([other](View path, View p) { return rule_selects(other, path, p); }),
               {std::move(witness)}, source);
}
Planted one(View name, Mode mode, View bug, Selects selects, Ask witness, View source = "") {
  return wrong(name, mode, bug, rule(selects), {std::move(witness)}, source);
}

// The segments of the pattern are among those of the path: in order, or as a set.
bool in_order(View path, View pattern) {
  const auto wanted = split(pattern);
  std::size_t at = 0;
  for (const View segment : split(path)) {
    if (at < wanted.size() && segment == wanted[at]) ++at;
  }
  return at == wanted.size() && (!wanted.empty() || path.empty());
}
bool among(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (wanted.empty()) return path.empty();
  return std::all_of(wanted.begin(), wanted.end(), [&](View segment) {
    return std::find(pieces.begin(), pieces.end(), segment) != pieces.end();
  });
}
// Segment by segment, without a step back after a part of the pattern was found.
bool without_step_back(View path, View pattern) {
  const auto wanted = split(pattern);
  if (wanted.empty()) return path.empty();
  std::size_t at = 0;
  for (const View segment : split(path)) {
    at = segment == wanted[at] ? at + 1 : 0;
    if (at == wanted.size()) return true;
  }
  return false;
}
// Each segment of the pattern occurs in a segment of the path, neighbours in neighbours.
bool parts_of_neighbours(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (wanted.empty()) return path.empty();
  return std::search(pieces.begin(), pieces.end(), wanted.begin(), wanted.end(), contains) !=
         pieces.end();
}

}  // namespace

std::vector<Planted> open_texts() {
  using enum Mode;
  return {
      as_other("prefix-exact", prefix, exact, "==", {{"a"}, {"ab"}}),
      as_other("prefix-subtree", prefix, subtree, "the boundary of `subtree`", {{"a"}, {"ab"}}),
      as_other("prefix-endswith", prefix, endswith, "ends_with", {{"a"}, {"ba"}}),
      as_other("prefix-substring", prefix, substring, "find() >= 0", {{"a"}, {"ba"}}),
      as_other("prefix-run", prefix, run, "the rule of `run`", {{"a"}, {"ab"}}),
      one("prefix-swapped", prefix, "arguments swapped",
          [](View path, View p) { return p.starts_with(path); }, {{"a"}, {"ab"}}),
      one("prefix-either", prefix, "the shorter of the two is the prefix",
          [](View path, View p) { return path.starts_with(p) || p.starts_with(path); },
          {{"ab"}, {"a"}}),
      one("prefix-strict", prefix, "the path must go on",
          [](View path, View p) { return path.size() > p.size() && path.starts_with(p); },
          {{"a"}, {"a"}}),
      one("prefix-one-byte-more", prefix, "one byte more at most",
          [](View path, View p) { return path.starts_with(p) && path.size() <= p.size() + 1; },
          {{"a"}, {"abc"}}),
      one("prefix-any-segment", prefix, "a segment may begin with it, anywhere",
          [](View path, View p) {
            return occurs(path, p, [](Around around) { return is_end(around.before); });
          },
          {{"a"}, {"b.a"}}),
      one("prefix-not-after-digit", prefix, "a number must end: `layers.1` and not `layers.10`",
          [](View path, View p) {
            return path.starts_with(p) && (p.empty() || path.size() == p.size() ||
                                           !is_digit(p.back()) || !is_digit(path[p.size()]));
          },
          {{"1"}, {"10"}}),
      one("prefix-dot-is-any-character", prefix, "the pattern's dots match any character",
          [](View path, View p) {
            if (path.size() < p.size()) return false;
            for (std::size_t at = 0; at < p.size(); ++at) {
              if (p[at] != '.' && p[at] != path[at]) return false;
            }
            return true;
          },
          {{"a.b"}, {"a_b"}}),
      one("prefix-is-regex", prefix, "re.match: the pattern is a regex",
          [](View path, View p) {
            return path.starts_with(p) || found_as_regex(path, "^(?:" + std::string(p) + ")");
          },
          {{"a.b"}, {"a_b"}}),
      one("prefix-star-is-wildcard", prefix, "a star at the end is taken off",
          [](View path, View p) { return path.starts_with(strip_suffix(p, "*")); },
          {{"a*"}, {"ab"}}),
      as_other("substring-prefix", substring, prefix, "starts_with", {{"a"}, {"ba"}}),
      as_other("substring-endswith", substring, endswith, "ends_with", {{"a"}, {"ab"}}),
      as_other("substring-run", substring, run, "whole segments only", {{"a"}, {"ab"}}),
      as_other("substring-segment", substring, segment, "the rule of `segment`", {{"a"}, {"a.b"}}),
      as_other("substring-exact", substring, exact, "==", {{"a"}, {"ab"}}),
      one("substring-swapped", substring, "the name is looked for in the pattern",
          [](View path, View p) { return contains(p, path); }, {{"attn"}, {"self_attn"}}),
      one("substring-either", substring, "either occurs in the other",
          [](View path, View p) { return contains(p, path) || contains(path, p); },
          {{"self_attn"}, {"attn"}}),
      one("substring-not-at-start", substring, "`find() > 0`",
          [](View path, View p) { return p.empty() || path.find(p, 1) != View::npos; },
          {{"a"}, {"a"}}),
      one("substring-not-at-end", substring, "`<` for `<=`: not at the end",
          [](View path, View p) {
            return p.empty() || contains(path.substr(0, path.empty() ? 0 : path.size() - 1), p);
          },
          {{"a"}, {"a"}}),
      one("substring-within-a-segment", substring, "looks into each segment alone",
          [](View path, View p) {
            const auto pieces = split(path);
            return p.empty() || std::any_of(pieces.begin(), pieces.end(),
                                            [&](View piece) { return contains(piece, p); });
          },
          {{"a.b"}, {"a.b"}}),
      one("substring-last-segment", substring, "looks into the last segment only",
          [](View path, View p) { return contains(last_pieces(path, 1), p); }, {{"a"}, {"a.b"}}),
      one("substring-word", substring, "a word must begin and end there",
          [](View path, View p) {
            return occurs(path, p, [](Around around) {
              return !is_alnum(around.before) && !is_alnum(around.after);
            });
          },
          {{"a"}, {"ab"}}),
      one("substring-letters-in-order", substring, "the letters in order, with others between",
          [](View path, View p) {
            std::size_t at = 0;
            for (const char c : path) {
              if (at < p.size() && c == p[at]) ++at;
            }
            return at == p.size();
          },
          {{"ab"}, {"axb"}}),
      one("substring-dot-dropped", substring, "dots are taken out of both",
          [](View path, View p) { return contains(without(path, "."), without(p, ".")); },
          {{"ab"}, {"a.b"}}),
      one("substring-is-regex", substring, "re.search: the pattern is a regex",
          [](View path, View p) { return contains(path, p) || found_as_regex(path, p); },
          {{"a.b"}, {"a_b"}}),
      one("substring-no-step-back", substring, "a search that never goes back: `aab` in `aaab`",
          [](View path, View p) {
            if (p.empty()) return true;
            std::size_t at = 0;
            for (const char c : path) {
              at = c == p[at] ? at + 1 : c == p[0] ? 1 : 0;
              if (at == p.size()) return true;
            }
            return false;
          },
          {{"aab"}, {"aaab"}}),
      as_other("run-substring", run, substring, "no boundaries", {{"a"}, {"ab"}}),
      as_other("run-segment", run, segment, "the end of the path only", {{"a"}, {"a.b"}}),
      as_other("run-exact", run, exact, "==", {{"a"}, {"a.b"}}),
      one("run-subtree", run, "the start of the path only",
          [](View path, View p) {
            return p.empty() ? path.empty() : rule_selects(Mode::subtree, path, p);
          },
          {{"a"}, {"b.a"}}),
      one("run-swapped", run, "arguments swapped",
          [](View path, View p) { return rule_selects(Mode::run, p, path); }, {{"a"}, {"a.b"}}),
      one("run-no-left-boundary", run, "no boundary in front",
          [](View path, View p) {
            if (p.empty()) return path.empty();
            return occurs(path, p, [](Around around) { return is_end(around.after); });
          },
          {{"a"}, {"ba"}}),
      one("run-no-right-boundary", run, "no boundary behind",
          [](View path, View p) {
            if (p.empty()) return path.empty();
            return occurs(path, p, [](Around around) { return is_end(around.before); });
          },
          {{"a"}, {"ab"}}),
      one("run-first-place-only", run, "looks at the first place where the text occurs",
          [](View path, View p) {
            const std::size_t at = path.find(p);
            if (p.empty() || at == View::npos) return path == p;
            const std::size_t end = at + p.size();
            return (at == 0 || path[at - 1] == '.') && (end == path.size() || path[end] == '.');
          },
          {{"a"}, {"ba.a"}}),
      one("run-only-inside", run, "`.p.` without padding: not at the ends",
          [](View path, View p) { return contains(path, "." + std::string(p) + "."); },
          {{"a"}, {"a"}}),
      one("run-padded-in-front", run, "a dot in front of the path, none behind",
          [](View path, View p) {
            return contains("." + std::string(path), "." + std::string(p) + ".");
          },
          {{"a"}, {"a"}}),
      wrong("run-underscore-boundary", run, "`_` is a boundary too",
            run_or([](char c) { return c == '_'; }), {Ask{{"proj"}, {"q_proj"}}}),
      wrong("run-dash-boundary", run, "`-` is a boundary too",
            run_or([](char c) { return c == '-'; }), {Ask{{"proj"}, {"q-proj"}}}),
      wrong("run-digit-boundary", run, "a digit is a boundary too", run_or(is_digit),
            {Ask{{"layer"}, {"layer1"}}}),
      wrong("run-word-boundary", run, "\\b on both sides",
            run_or([](char c) { return !is_alnum(c) && c != '_'; }), {Ask{{"a"}, {"b-a"}}}),
      one("run-one-segment", run, "`p in path.split('.')`: a dotted pattern never matches",
          [](View path, View p) {
            const auto pieces = split(path);
            return p.empty() ? path.empty()
                             : std::find(pieces.begin(), pieces.end(), p) != pieces.end();
          },
          {{"a.b"}, {"a.b"}}),
      one("run-not-neighbours", run, "other segments may stand between", in_order,
          {{"a.b"}, {"a.c.b"}}),
      one("run-as-set", run, "the segments may stand in any order", among, {{"a.b"}, {"b.a"}}),
      one("run-no-step-back", run, "a search that never goes back: `a.b` in `a.a.b`",
          without_step_back, {{"a.b"}, {"a.a.b"}}),
      one("run-parts-of-segments", run, "parts of neighbouring segments will do",
          parts_of_neighbours, {{"a"}, {"ab"}}),
  };
}

}  // namespace overmatch::plant
