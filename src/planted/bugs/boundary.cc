// SPDX-License-Identifier: Apache-2.0
// Bugs about where a segment begins and ends: no boundary, too many kinds of boundary, a boundary
// for some patterns only.
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// A dot, or a character for which `also` is true.
template <class Also>
Behaviour segment_or(Also also) {
  return rule([also](View path, View pattern) {
    return tail_after(path, pattern, [&](char before) { return before == '.' || also(before); });
  });
}
template <class Also>
Behaviour subtree_or(Also also) {
  return rule([also](View path, View pattern) {
    return head_before(path, pattern, [&](char after) { return after == '.' || also(after); });
  });
}
// Requires the boundary for patterns for which `checks` is true; the others match any suffix.
template <class Checks>
Behaviour segment_if(Checks checks) {
  return rule([checks](View path, View pattern) {
    return checks(pattern) ? segment_selects(path, pattern) : path.ends_with(pattern);
  });
}

bool dots_match_anything(View text, View pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] != '.' && pattern[i] != text[i]) return false;
  }
  return true;
}

}  // namespace

std::vector<Planted> boundary() {
  return {
      wrong("segment-no-boundary", Mode::segment, "any tail of the name counts",
            rule([](View path, View pattern) { return path.ends_with(pattern); }),
            {Ask{{"model.layers.0.xxxx"}, {"img_model.layers.0.xxxx"}}}, "huggingface/peft#1917"),
      wrong("segment-underscore-boundary", Mode::segment, "`_` begins a segment too",
            segment_or([](char c) { return c == '_'; }), {Ask{{"proj"}, {"q_proj"}}}),
      wrong("segment-dash-boundary", Mode::segment, "`-` begins a segment too",
            segment_or([](char c) { return c == '-'; }), {Ask{{"proj"}, {"q-proj"}}}),
      wrong("segment-slash-boundary", Mode::segment, "`/` begins a segment too",
            segment_or([](char c) { return c == '/'; }), {Ask{{"proj"}, {"q/proj"}}}),
      wrong("segment-space-boundary", Mode::segment, "white space begins a segment too",
            segment_or(is_space), {Ask{{"proj"}, {"q proj"}}}),
      wrong("segment-digit-boundary", Mode::segment, "a segment may begin after a digit",
            segment_or(is_digit), {Ask{{"proj"}, {"fc1proj"}}}),
      wrong("segment-non-alnum-boundary", Mode::segment,
            "anything but a letter or digit begins a segment",
            segment_or([](char c) { return !is_alnum(c); }), {Ask{{"a"}, {"b[a"}}}),
      wrong("segment-word-boundary", Mode::segment, "a segment begins where \\b says",
            segment_or([](char c) { return !is_alnum(c) && c != '_'; }), {Ask{{"a"}, {"b-a"}}}),
      wrong("segment-non-ascii-boundary", Mode::segment,
            "a byte above 127 is no letter, so a segment begins after it",
            segment_or([](char c) { return static_cast<unsigned char>(c) >= 0x80; }),
            {Ask{{"a"}, {"\u00e9a"}}}),
      wrong("segment-camel-boundary", Mode::segment, "a segment begins at a capital letter",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     (!pattern.empty() && is_upper(pattern.front()) && path.ends_with(pattern));
            }),
            {Ask{{"Norm"}, {"LayerNorm"}}}),
      wrong("segment-boundary-if-dotted", Mode::segment,
            "looks for the boundary only if the pattern has a dot",
            segment_if([](View pattern) { return pattern.find('.') != View::npos; }),
            {Ask{{"proj"}, {"q_proj"}}}),
      wrong("segment-boundary-if-undotted", Mode::segment, "a dotted pattern needs no boundary",
            segment_if([](View pattern) { return pattern.find('.') == View::npos; }),
            {Ask{{"a.b"}, {"xa.b"}}}, "huggingface/peft#1917"),
      wrong("segment-boundary-if-short", Mode::segment,
            "a pattern of 16 bytes or more needs no boundary",
            segment_if([](View pattern) { return pattern.size() < 16; }),
            {Ask{{repeat("a", 16)}, {repeat("a", 17)}}}),
      wrong("segment-boundary-if-number", Mode::segment,
            "looks for the boundary only before a digit",
            segment_if([](View pattern) { return !pattern.empty() && is_digit(pattern.front()); }),
            {Ask{{"a"}, {"ba"}}}),
      wrong("segment-boundary-unless-number", Mode::segment,
            "a pattern that starts with a digit needs no boundary",
            segment_if([](View pattern) { return pattern.empty() || !is_digit(pattern.front()); }),
            {Ask{{"0"}, {"10"}}}),
      wrong("segment-boundary-unless-capital", Mode::segment,
            "a pattern that starts with a capital needs no boundary",
            segment_if([](View pattern) { return pattern.empty() || !is_upper(pattern.front()); }),
            {Ask{{"Linear"}, {"xLinear"}}}),
      wrong("segment-boundary-first-pattern", Mode::segment,
            "the second pattern on needs no boundary", any([](View path, Patterns patterns) {
              for (std::size_t i = 0; i < patterns.size(); ++i) {
                if (i == 0 ? segment_selects(path, patterns[i]) : path.ends_with(patterns[i]))
                  return true;
              }
              return false;
            }),
            {Ask{{"z", "a"}, {"ba"}}}),
      wrong("segment-dot-somewhere", Mode::segment, "a dot anywhere before the tail will do",
            rule([](View path, View pattern) {
              return path == pattern ||
                     (path.ends_with(pattern) &&
                      path.substr(0, path.size() - pattern.size()).find('.') != View::npos);
            }),
            {Ask{{"proj"}, {"a.q_proj"}}}),
      wrong("segment-first-occurrence", Mode::segment,
            "looks at the first occurrence of the pattern, not the last",
            rule([](View path, View pattern) {
              const std::size_t at = path.find(pattern);
              if (path == pattern) return true;
              return at != View::npos && at + pattern.size() == path.size() && at > 0 &&
                     path[at - 1] == '.';
            }),
            {Ask{{"a"}, {"a.a"}}}),
      wrong("segment-run-anywhere", Mode::segment, "whole segments, but anywhere in the path",
            rule([](View path, View pattern) {
              if (pattern.empty()) return path.empty();
              return ("." + std::string(path) + ".").find("." + std::string(pattern) + ".") !=
                     std::string::npos;
            }),
            {Ask{{"a"}, {"a.b"}}}, "vllm-project/vllm#12974"),
      wrong("segment-dot-is-any-character", Mode::segment, "the pattern's dots match any character",
            rule([](View path, View pattern) {
              if (dots_match_anything(path, pattern)) return true;
              if (path.size() <= pattern.size()) return false;
              const std::size_t at = path.size() - pattern.size();
              return path[at - 1] == '.' && dots_match_anything(path.substr(at), pattern);
            }),
            {Ask{{"a.b"}, {"a_b"}}}),
      wrong("exact-dot-is-any-character", Mode::exact, "the pattern's dots match any character",
            rule(dots_match_anything), {Ask{{"mlp.gate"}, {"mlp_gate"}}}),
      wrong("subtree-dot-is-any-character", Mode::subtree, "the pattern's dots match any character",
            rule([](View path, View pattern) {
              return subtree_selects(path, path.substr(0, pattern.size())) &&
                     dots_match_anything(path.substr(0, pattern.size()), pattern);
            }),
            {Ask{{"a.b"}, {"a_b.c"}}}),
      wrong("subtree-underscore-boundary", Mode::subtree, "`_` ends a segment too",
            subtree_or([](char c) { return c == '_'; }),
            {Ask{{"text_encoder"}, {"text_encoder_2"}}}, "Nerogar/OneTrainer#1671"),
      wrong("subtree-dash-boundary", Mode::subtree, "`-` ends a segment too",
            subtree_or([](char c) { return c == '-'; }), {Ask{{"a"}, {"a-b"}}}),
      wrong("subtree-digit-boundary", Mode::subtree, "a segment may end before a digit",
            subtree_or(is_digit), {Ask{{"layers.1"}, {"layers.10"}}},
            "huggingface/accelerate#1319"),
      wrong("subtree-non-alnum-boundary", Mode::subtree,
            "anything but a letter or digit ends a segment",
            subtree_or([](char c) { return !is_alnum(c); }), {Ask{{"a"}, {"a b"}}}),
      wrong("subtree-camel-boundary", Mode::subtree, "a segment ends before a capital letter",
            subtree_or(is_upper), {Ask{{"layer"}, {"layerNorm"}}}),
      wrong("subtree-dot-somewhere", Mode::subtree, "a dot anywhere after the head will do",
            rule([](View path, View pattern) {
              if (pattern.empty() || path == pattern) return true;
              return path.starts_with(pattern) && path.find('.', pattern.size()) != View::npos;
            }),
            {Ask{{"layers.1"}, {"layers.10.q_proj"}}}),
      wrong("subtree-boundary-if-short", Mode::subtree,
            "a pattern of 16 bytes or more needs no boundary", rule([](View path, View pattern) {
              return pattern.size() < 16 ? subtree_selects(path, pattern)
                                         : path.starts_with(pattern);
            }),
            {Ask{{repeat("a", 16)}, {repeat("a", 17)}}}),
      wrong("subtree-any-depth", Mode::subtree, "the subtree may hang anywhere in the model",
            rule([](View path, View pattern) {
              for (View rest = path;; rest.remove_prefix(rest.find('.') + 1)) {
                if (subtree_selects(rest, pattern)) return true;
                if (rest.find('.') == View::npos) return false;
              }
            }),
            {Ask{{"a"}, {"b.a"}}}),
      wrong("endswith-boundary-if-dotted", Mode::endswith,
            "a dotted pattern needs a boundary: half a repair", rule([](View path, View pattern) {
              return pattern.find('.') == View::npos ? path.ends_with(pattern)
                                                     : segment_selects(path, pattern);
            }),
            {Ask{{"a.b"}, {"xa.b"}}}),
      wrong("endswith-needs-letter-boundary", Mode::endswith,
            "the tail may not begin inside a word", rule([](View path, View pattern) {
              return path.ends_with(pattern) && (path.size() == pattern.size() || pattern.empty() ||
                                                 !is_alnum(path[path.size() - pattern.size() - 1]));
            }),
            {Ask{{"proj"}, {"qproj"}}}),
  };
}

}  // namespace overmatch::plant
