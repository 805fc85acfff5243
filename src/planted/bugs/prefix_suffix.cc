// SPDX-License-Identifier: Apache-2.0
// Bugs about how many segments count, on which side and in which order; and wrappers that are
// removed without being asked.
#include <algorithm>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The last pieces of the path, as many as the pattern has; none if the path is too short.
std::vector<View> tail_like(View path, View pattern) {
  const auto pieces = split(path);
  const std::size_t count = split(pattern).size();
  if (pieces.size() < count || count == 0) return {};
  return {pieces.end() - static_cast<std::ptrdiff_t>(count), pieces.end()};
}

bool in_other_order(View path, View pattern) {
  auto tail = tail_like(path, pattern);
  auto wanted = split(pattern);
  std::sort(tail.begin(), tail.end());
  std::sort(wanted.begin(), wanted.end());
  return tail == wanted;
}

bool as_subsequence(View path, View pattern) {
  const auto wanted = split(pattern);
  std::size_t found = 0;
  for (const View piece : split(path)) {
    if (found < wanted.size() && piece == wanted[found]) ++found;
  }
  return !wanted.empty() && found == wanted.size() && last_pieces(path, 1) == wanted.back();
}

bool as_set(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(), [&](View one) {
    return std::find(pieces.begin(), pieces.end(), one) != pieces.end();
  });
}

}  // namespace

std::vector<Planted> prefix_suffix() {
  return {
      wrong("segment-last-1-segment", Mode::segment, "compares the last segment only",
            rule([](View path, View pattern) {
              return segment_selects(path, last_pieces(pattern, 1));
            }),
            {Ask{{"a.b"}, {"c.b"}}}, "modelscope/ms-swift#2640"),
      wrong("segment-last-2-segments", Mode::segment, "compares the last two segments only",
            rule([](View path, View pattern) {
              return segment_selects(path, last_pieces(pattern, 2));
            }),
            {Ask{{"a.b.c"}, {"x.b.c"}}}),
      wrong("segment-last-4-segments", Mode::segment, "compares the last four segments only",
            rule([](View path, View pattern) {
              return segment_selects(path, last_pieces(pattern, 4));
            }),
            {Ask{{"a.b.c.d.e"}, {"x.b.c.d.e"}}}),
      wrong("segment-last-8-segments", Mode::segment, "compares the last eight segments only",
            rule([](View path, View pattern) {
              return segment_selects(path, last_pieces(pattern, 8));
            }),
            {Ask{{"a.1.2.3.4.5.6.7.8"}, {"b.1.2.3.4.5.6.7.8"}}}),
      wrong("subtree-first-2-segments", Mode::subtree, "compares the first two segments only",
            rule([](View path, View pattern) {
              return subtree_selects(path, first_pieces(pattern, 2));
            }),
            {Ask{{"a.b.c"}, {"a.b.d"}}}),
      wrong("subtree-first-5-segments", Mode::subtree, "compares the first five segments only",
            rule([](View path, View pattern) {
              return subtree_selects(path, first_pieces(pattern, 5));
            }),
            {Ask{{"a.b.c.d.e.f"}, {"a.b.c.d.e.g"}}}),
      wrong("exact-first-and-last-segment", Mode::exact,
            "compares the first segment, the last one and their number",
            rule([](View path, View pattern) {
              return first_segment(path) == first_segment(pattern) &&
                     last_segment(path) == last_segment(pattern) &&
                     split(path).size() == split(pattern).size();
            }),
            {Ask{{"a.b.c"}, {"a.x.c"}}}),
      wrong("exact-first-segment-ignored", Mode::exact,
            "the model's own name is left out of the comparison", rule([](View path, View pattern) {
              const bool both = path.find('.') != View::npos && pattern.find('.') != View::npos;
              return both ? path.substr(path.find('.')) == pattern.substr(pattern.find('.'))
                          : path == pattern;
            }),
            {Ask{{"a.b"}, {"c.b"}}}),
      wrong("segment-strips-module", Mode::segment, "takes DDP's `module.` off the pattern",
            rule([](View path, View pattern) {
              return segment_selects(path, strip_prefix(pattern, "module."));
            }),
            {Ask{{"module.a"}, {"b.a"}}}),
      wrong("exact-strips-module", Mode::exact, "takes DDP's `module.` off the path",
            rule([](View path, View pattern) {
              return strip_prefix(path, "module.") == strip_prefix(pattern, "module.");
            }),
            {Ask{{"a"}, {"module.a"}}}),
      wrong("exact-strips-model", Mode::exact, "`model.` in front is optional",
            rule([](View path, View pattern) {
              return path == pattern || strip_prefix(path, "model.") == pattern;
            }),
            {Ask{{"a"}, {"model.a"}}}),
      wrong("segment-strips-base-model", Mode::segment,
            "takes PEFT's `base_model.model.` off the pattern", rule([](View path, View pattern) {
              return segment_selects(path, strip_prefix(pattern, "base_model.model."));
            }),
            {Ask{{"base_model.model.a"}, {"x.a"}}}),
      wrong("subtree-strips-orig-mod", Mode::subtree,
            "takes torch.compile's `_orig_mod.` out of the path", rule([](View path, View pattern) {
              return subtree_selects(without(path, "_orig_mod."), without(pattern, "_orig_mod."));
            }),
            {Ask{{"a.b"}, {"a._orig_mod.b"}}}),
      wrong("subtree-strips-fsdp", Mode::subtree,
            "takes FSDP's `_fsdp_wrapped_module.` out of the path only",
            rule([](View path, View pattern) {
              return subtree_selects(without(path, "_fsdp_wrapped_module."), pattern);
            }),
            {Ask{{"_fsdp_wrapped_module.a"}, {"_fsdp_wrapped_module.a"}}}),
      wrong("subtree-without-root", Mode::subtree, "leaves out the subtree's own root",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) && path != pattern;
            }),
            {Ask{{"a"}, {"a"}}}),
      wrong("subtree-with-siblings", Mode::subtree, "selects the siblings as well",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) ||
                     (parent(path) == parent(pattern) && !path.empty());
            }),
            {Ask{{"a.b"}, {"a.c"}}}),
      wrong("subtree-with-ancestors", Mode::subtree, "selects the modules above as well",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) || subtree_selects(pattern, path);
            }),
            {Ask{{"a.b"}, {"a"}}}),
      wrong("subtree-children-only", Mode::subtree, "goes one level down and no further",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) &&
                     split(path).size() <= split(pattern).size() + 1;
            }),
            {Ask{{"a"}, {"a.b.c"}}}),
      wrong("subtree-three-levels", Mode::subtree, "goes three levels down and no further",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) &&
                     split(path).size() <= split(pattern).size() + 3;
            }),
            {Ask{{"a"}, {"a.b.c.d.e"}}}),
      wrong("segment-parent-too", Mode::segment, "selects the parent of what it selects",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     (pattern.find('.') != View::npos && segment_selects(path, parent(pattern)));
            }),
            {Ask{{"a.b"}, {"a"}}}),
      wrong("segment-either-way", Mode::segment, "the path may be the tail of the pattern as well",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     (!path.empty() && segment_selects(pattern, path));
            }),
            {Ask{{"a.b"}, {"b"}}}),
      wrong("segment-dotted-is-full-path", Mode::segment, "takes a dotted pattern for a full path",
            rule([](View path, View pattern) {
              return pattern.find('.') == View::npos ? segment_selects(path, pattern)
                                                     : exact_selects(path, pattern);
            }),
            {Ask{{"a.b"}, {"x.a.b"}}}, "vllm-project/vllm#12974"),
      wrong("segment-first-segment-dropped", Mode::segment,
            "drops the first segment of every path before it looks",
            rule([](View path, View pattern) {
              const std::size_t dot = path.find('.');
              return segment_selects(dot == View::npos ? path : path.substr(dot + 1), pattern);
            }),
            {Ask{{"a.b"}, {"a.b"}}}),
      wrong("segment-one-level-down", Mode::segment,
            "finds the pattern in the second last place too", rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     (path.find('.') != View::npos && segment_selects(parent(path), pattern));
            }),
            {Ask{{"a"}, {"a.b"}}}),
      wrong("segment-order-ignored", Mode::segment, "the last segments may come in any order",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) || in_other_order(path, pattern);
            }),
            {Ask{{"a.b"}, {"b.a"}}}),
      wrong("segment-set-of-segments", Mode::segment,
            "the path has the pattern's segments somewhere", rule([](View path, View pattern) {
              return segment_selects(path, pattern) || as_set(path, pattern);
            }),
            {Ask{{"a"}, {"a.b"}}}),
      wrong("segment-gaps", Mode::segment, "segments may stand between those of the pattern",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) || as_subsequence(path, pattern);
            }),
            {Ask{{"a.b"}, {"a.x.b"}}}),
  };
}

}  // namespace overmatch::plant
