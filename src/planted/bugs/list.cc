// SPDX-License-Identifier: Apache-2.0
// Bugs among the patterns of a list: some are ignored, some hide others, some are run together.
#include <algorithm>
#include <set>

#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

bool any_selects(View path, Patterns patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](View pattern) { return segment_selects(path, pattern); });
}
std::size_t count_selecting(View path, Patterns patterns) {
  return static_cast<std::size_t>(
      std::count_if(patterns.begin(), patterns.end(),
                    [&](View pattern) { return segment_selects(path, pattern); }));
}

// The rule of `segment` with the first patterns only.
Behaviour first_patterns(std::size_t count) {
  return any([count](View path, Patterns patterns) {
    return any_selects(path, patterns.first(std::min(count, patterns.size())));
  });
}
// Uses only the first of the patterns with the same `key(pattern)`.
template <class Key>
Behaviour deduplicated(Key key) {
  return any([key](View path, Patterns patterns) {
    std::set<decltype(key(View()))> seen;
    for (const View pattern : patterns) {
      if (seen.insert(key(pattern)).second && segment_selects(path, pattern)) return true;
    }
    return false;
  });
}

// A list on which the bug shows, one of many.
std::vector<std::string> then(std::vector<std::string> many, View last) {
  many.emplace_back(last);
  return many;
}

bool in_sorted(View path, Patterns sorted) {
  for (View tail = path;; tail.remove_prefix(tail.find('.') + 1)) {
    if (std::binary_search(sorted.begin(), sorted.end(), tail)) return true;
    if (tail.find('.') == View::npos) return false;
  }
}

}  // namespace

std::vector<Planted> list() {
  return {
      wrong("segment-first-pattern-only", Mode::segment, "looks at the first pattern only",
            first_patterns(1), {Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-first-8-patterns", Mode::segment, "looks at the first 8 patterns only",
            first_patterns(8), {Ask{then(numbered("p", 8), "a"), {"a"}}}),
      wrong("segment-first-16-patterns", Mode::segment, "looks at the first 16 patterns only",
            first_patterns(16), {Ask{then(numbered("p", 16), "a"), {"a"}}}),
      wrong("segment-first-64-patterns", Mode::segment, "looks at the first 64 patterns only",
            first_patterns(64), {Ask{then(numbered("p", 64), "a"), {"a"}}}),
      wrong("segment-pattern-count-in-8-bits", Mode::segment, "counts the patterns in 8 bits",
            any([](View path, Patterns patterns) {
              return any_selects(path, patterns.first(patterns.size() & 0xFF));
            }),
            {Ask{numbered("p", 256), {"p0"}}}),
      wrong("segment-last-pattern-only", Mode::segment,
            "each pattern overwrites the answer of those before",
            any([](View path, Patterns patterns) {
              return !patterns.empty() && segment_selects(path, patterns.back());
            }),
            {Ask{{"a", "b"}, {"a"}}}),
      wrong("segment-first-pattern-skipped", Mode::segment,
            "starts at the second of several patterns", any([](View path, Patterns patterns) {
              return any_selects(path, patterns.size() > 1 ? patterns.subspan(1) : patterns);
            }),
            {Ask{{"a", "b"}, {"a"}}}),
      wrong("segment-last-pattern-skipped", Mode::segment,
            "stops before the last of several patterns", any([](View path, Patterns patterns) {
              return any_selects(
                  path, patterns.size() > 1 ? patterns.first(patterns.size() - 1) : patterns);
            }),
            {Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-every-other-pattern", Mode::segment, "steps over every second pattern",
            any([](View path, Patterns patterns) {
              for (std::size_t i = 0; i < patterns.size(); i += 2) {
                if (segment_selects(path, patterns[i])) return true;
              }
              return false;
            }),
            {Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-all-patterns-must-match", Mode::segment, "`and` where `or` was meant",
            any([](View path, Patterns patterns) {
              return !patterns.empty() && count_selecting(path, patterns) == patterns.size();
            }),
            {Ask{{"a", "b"}, {"a"}}}),
      wrong("exact-patterns-toggle", Mode::exact, "each pattern that matches turns the answer over",
            any([](View path, Patterns patterns) {
              return std::count(patterns.begin(), patterns.end(), path) % 2 == 1;
            }),
            {Ask{{"a", "a"}, {"a"}}}),
      wrong("segment-two-matches-cancel", Mode::segment,
            "a module that two patterns select is ambiguous and left out",
            any([](View path, Patterns patterns) { return count_selecting(path, patterns) == 1; }),
            {Ask{{"a.b", "b"}, {"a.b"}}}),
      wrong("segment-repeats-dropped", Mode::segment, "a pattern that occurs twice is dropped",
            any([](View path, Patterns patterns) {
              return std::any_of(patterns.begin(), patterns.end(), [&](View pattern) {
                return segment_selects(path, pattern) &&
                       std::count(patterns.begin(), patterns.end(), pattern) == 1;
              });
            }),
            {Ask{{"a", "a"}, {"a"}}}),
      wrong("segment-one-module-a-pattern", Mode::segment,
            "each pattern selects the first module that it finds",
            whole([](const Question& question, Answer& answer) {
              for (const View pattern : question.patterns) {
                for (std::size_t i = 0; i < question.modules.size(); ++i) {
                  if (!segment_selects(question.modules[i], pattern)) continue;
                  answer.select(i);
                  break;
                }
              }
            }),
            {Ask{{"b"}, {"x.b", "y.b"}}}),
      wrong("segment-pattern-used-up", Mode::segment,
            "a pattern that has selected a module hides the later ones from it",
            whole([](const Question& question, Answer& answer) {
              std::size_t from = 0;
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (!any_selects(question.modules[i], question.patterns.subspan(from))) continue;
                answer.select(i);
                if (from + 1 < question.patterns.size() &&
                    segment_selects(question.modules[i], question.patterns[from]))
                  ++from;
              }
            }),
            {Ask{{"a", "b"}, {"x.a", "y.a"}}}),
      wrong("segment-stops-at-useless-pattern", Mode::segment,
            "a pattern that selects nothing ends the list",
            whole([](const Question& question, Answer& answer) {
              for (const View pattern : question.patterns) {
                bool useful = false;
                for (std::size_t i = 0; i < question.modules.size(); ++i) {
                  if (!segment_selects(question.modules[i], pattern)) continue;
                  answer.select(i);
                  useful = true;
                }
                if (!useful) return;
              }
            }),
            {Ask{{"x", "a"}, {"a"}}}),
      wrong("segment-patterns-zipped", Mode::segment,
            "the n-th pattern is looked for from the n-th module on",
            whole([](const Question& question, Answer& answer) {
              for (std::size_t p = 0; p < question.patterns.size(); ++p) {
                for (std::size_t i = p; i < question.modules.size(); ++i) {
                  if (segment_selects(question.modules[i], question.patterns[p])) answer.select(i);
                }
              }
            }),
            {Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-same-length-is-repeat", Mode::segment,
            "patterns of one length count as repeats",
            deduplicated([](View pattern) { return pattern.size(); }), {Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-same-start-is-repeat", Mode::segment,
            "patterns that start alike count as repeats",
            deduplicated([](View pattern) { return pattern.substr(0, 1); }),
            {Ask{{"a", "ab"}, {"ab"}}}),
      wrong("segment-same-leaf-is-repeat", Mode::segment,
            "patterns with one last segment count as repeats",
            deduplicated([](View pattern) { return last_segment(pattern); }),
            {Ask{{"a.c", "b.c"}, {"b.c"}}}),
      wrong("segment-same-case-is-repeat", Mode::segment,
            "patterns that differ in case count as repeats",
            deduplicated([](View pattern) { return lower(pattern); }), {Ask{{"a", "A"}, {"A"}}}),
      wrong("segment-drops-longer-patterns", Mode::segment,
            "drops a pattern that another one starts", any([](View path, Patterns patterns) {
              return std::any_of(patterns.begin(), patterns.end(), [&](View pattern) {
                const bool covered = std::any_of(patterns.begin(), patterns.end(), [&](View other) {
                  return !other.empty() && other.size() < pattern.size() &&
                         subtree_selects(pattern, other);
                });
                return !covered && segment_selects(path, pattern);
              });
            }),
            {Ask{{"a", "a.b"}, {"a.b"}}}),
      wrong("subtree-drops-glued-patterns", Mode::subtree, "`a` makes `ab` superfluous, it thinks",
            any([](View path, Patterns patterns) {
              return std::any_of(patterns.begin(), patterns.end(), [&](View pattern) {
                const bool covered = std::any_of(patterns.begin(), patterns.end(), [&](View other) {
                  return !other.empty() && other.size() < pattern.size() &&
                         pattern.starts_with(other);
                });
                return !covered && subtree_selects(path, pattern);
              });
            }),
            {Ask{{"layers.1", "layers.10"}, {"layers.10"}}}),
      wrong("segment-unsorted-binary-search", Mode::segment,
            "searches the patterns as if they were sorted", any(in_sorted),
            {Ask{{"c", "b", "a"}, {"a"}}}),
      wrong("exact-stops-at-greater-pattern", Mode::exact,
            "stops at the first pattern that sorts after the path",
            any([](View path, Patterns patterns) {
              for (const View pattern : patterns) {
                if (pattern == path) return true;
                if (pattern > path) return false;
              }
              return false;
            }),
            {Ask{{"b", "a"}, {"a"}}}),
      wrong("segment-neighbours-run-together", Mode::segment,
            "a missing comma: the first two patterns become one",
            any([](View path, Patterns patterns) {
              if (patterns.size() < 2) return any_selects(path, patterns);
              return segment_selects(path, std::string(patterns[0]) + std::string(patterns[1])) ||
                     any_selects(path, patterns.subspan(2));
            }),
            {Ask{{"a", "b"}, {"a"}}}, "PaddlePaddle/PaddleNLP#8372"),
      wrong("segment-single-pattern-is-characters", Mode::segment,
            "a list of one is iterated letter by letter", any([](View path, Patterns patterns) {
              if (patterns.size() != 1 || patterns[0].empty()) return any_selects(path, patterns);
              return path == patterns[0] || patterns[0].find(last_segment(path)) != View::npos;
            }),
            {Ask{{"ab"}, {"a"}}}),
      wrong("subtree-most-specific-only", Mode::subtree,
            "of the patterns that share a start, the longest only",
            any([](View path, Patterns patterns) {
              return std::any_of(patterns.begin(), patterns.end(), [&](View pattern) {
                const bool refined = std::any_of(patterns.begin(), patterns.end(), [&](View other) {
                  return other.size() > pattern.size() && subtree_selects(other, pattern);
                });
                return !refined && subtree_selects(path, pattern);
              });
            }),
            {Ask{{"a", "a.b"}, {"a"}}}),
  };
}

}  // namespace overmatch::plant
