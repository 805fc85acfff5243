// SPDX-License-Identifier: Apache-2.0
// Hand-written mutants of the reference rules: a condition dropped or negated, an index off by one,
// arguments swapped.
#include "matchers/endswith.h"
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

Planted mutant(View name, Mode mode, View bug, bool (*selects)(View path, View pattern),
               const Ask& witness) {
  return wrong(name, mode, bug, rule(selects), {witness});
}
bool starts(View path, View pattern) { return path.starts_with(pattern); }
bool ends(View path, View pattern) { return path.ends_with(pattern); }
char at(View path, std::size_t index) { return index < path.size() ? path[index] : '\0'; }

}  // namespace

std::vector<Planted> mutation() {
  using enum Mode;
  return {
      mutant("endswith-swapped", endswith, "arguments swapped",
             [](View path, View p) { return p.ends_with(path); }, {{"b"}, {"ab"}}),
      mutant("endswith-starts", endswith, "starts_with", starts, {{"b"}, {"ab"}}),
      mutant("endswith-contains", endswith, "contains", contains, {{"a"}, {"ab"}}),
      mutant("endswith-equal", endswith, "==", exact_selects, {{"b"}, {"ab"}}),
      mutant("endswith-segment", endswith, "the rule of `segment`", segment_selects,
             {{"b"}, {"ab"}}),
      mutant("endswith-strict", endswith, "`<` for `<=`",
             [](View path, View p) { return p.size() < path.size() && ends(path, p); },
             {{"a"}, {"a"}}),
      mutant("endswith-not-longer", endswith, "one byte more at most",
             [](View path, View p) { return path.size() <= p.size() + 1 && ends(path, p); },
             {{"b"}, {"aab"}}),
      mutant("endswith-drops-first", endswith, "starts one byte late",
             [](View path, View p) {
               return ends(path, p.substr(p.empty() ? 0 : 1)) && path.size() >= p.size();
             },
             {{"ab"}, {"xb"}}),
      mutant("endswith-drops-last", endswith, "stops one byte early",
             [](View path, View p) {
               if (p.empty()) return true;
               return path.size() >= p.size() &&
                      path.substr(path.size() - p.size()).starts_with(p.substr(0, p.size() - 1));
             },
             {{"ab"}, {"ax"}}),
      mutant("endswith-rfind", endswith, "rfind compared with the wrong end",
             [](View path, View p) {
               return path.rfind(p) == path.size() - p.size() + (p.size() > 5 ? 1 : 0);
             },
             {{"abcdef"}, {"abcdef"}}),
      mutant("segment-swapped", segment, "arguments swapped",
             [](View path, View p) { return segment_selects(p, path); }, {{"b"}, {"a.b"}}),
      mutant("segment-exact", segment, "the rule of `exact`", exact_selects, {{"b"}, {"a.b"}}),
      mutant("segment-subtree", segment, "the rule of `subtree`", subtree_selects,
             {{"b"}, {"a.b"}}),
      mutant("segment-no-equality", segment, "`path == pattern` dropped",
             [](View path, View p) { return path != p && segment_selects(path, p); },
             {{"a"}, {"a"}}),
      mutant("segment-boundary-turned", segment, "`!=` for `==`",
             [](View path, View p) { return tail_after(path, p, [](char c) { return c != '.'; }); },
             {{"b"}, {"a.b"}}),
      mutant("segment-tail-dropped", segment, "only the boundary is looked at",
             [](View path, View p) {
               return path == p ||
                      (path.size() > p.size() && path[path.size() - p.size() - 1] == '.');
             },
             {{"b"}, {"a.c"}}),
      mutant("segment-boundary-one-left", segment, "boundary looked for one byte too far left",
             [](View path, View p) {
               return path == p || (path.size() > p.size() + 1 && ends(path, p) &&
                                    path[path.size() - p.size() - 2] == '.');
             },
             {{"b"}, {"a.b"}}),
      mutant("segment-boundary-from-front", segment, "boundary looked for at the pattern's length",
             [](View path, View p) {
               return path == p ||
                      (path.size() > p.size() && ends(path, p) && at(path, p.size()) == '.');
             },
             {{"b"}, {"aa.b"}}),
      mutant("segment-starts", segment, "starts_with for ends_with",
             [](View path, View p) {
               return path == p || (starts(path, p) && path.size() > p.size() &&
                                    path[path.size() - p.size() - 1] == '.');
             },
             {{"b"}, {"a.b"}}),
      mutant("segment-longer-only", segment, "`> size + 2` for `> size`",
             [](View path, View p) {
               return path == p || (path.size() > p.size() + 2 && segment_selects(path, p));
             },
             {{"b"}, {"a.b"}}),
      mutant("segment-or", segment, "`||` for `&&`",
             [](View path, View p) {
               return path == p || (path.size() > p.size() &&
                                    (ends(path, p) || path[path.size() - p.size() - 1] == '.'));
             },
             {{"b"}, {"ab"}}),
      mutant("segment-never", segment, "returns false", [](View, View) { return false; },
             {{"a"}, {"a"}}),
      mutant("exact-swapped-for-ends", exact, "ends_with", ends, {{"b"}, {"ab"}}),
      mutant("exact-swapped-for-starts", exact, "starts_with", starts, {{"a"}, {"ab"}}),
      mutant("exact-contains", exact, "contains", contains, {{"b"}, {"abc"}}),
      mutant("exact-segment", exact, "the rule of `segment`", segment_selects, {{"b"}, {"a.b"}}),
      mutant("exact-subtree", exact, "the rule of `subtree`",
             [](View path, View p) { return p.empty() ? path.empty() : subtree_selects(path, p); },
             {{"a"}, {"a.b"}}),
      mutant("exact-not-equal", exact, "`!=`", [](View path, View p) { return path != p; },
             {{"a"}, {"a"}}),
      mutant("exact-less-or-equal", exact, "`<=`", [](View path, View p) { return path <= p; },
             {{"b"}, {"a"}}),
      mutant("exact-last-byte-dropped", exact, "compare() with size - 1",
             [](View path, View p) {
               return path.size() == p.size() &&
                      (p.empty() || starts(path, p.substr(0, p.size() - 1)));
             },
             {{"a"}, {"b"}}),
      mutant("subtree-swapped", subtree, "arguments swapped",
             [](View path, View p) { return subtree_selects(p, path); }, {{"a"}, {"a.b"}}),
      mutant("subtree-ends", subtree, "the rule of `segment`",
             [](View path, View p) { return p.empty() || segment_selects(path, p); },
             {{"b"}, {"a.b"}}),
      mutant("subtree-boundary-dropped", subtree,
             "looks one byte too far left: it sees the pattern's end",
             [](View path, View p) {
               return subtree_selects(path, p) || (starts(path, p) && path[p.size() - 1] != '.');
             },
             {{"a"}, {"ab"}}),
      mutant("subtree-boundary-one-right", subtree, "boundary looked for one byte too far right",
             [](View path, View p) {
               return p.empty() || path == p || (starts(path, p) && at(path, p.size() + 1) == '.');
             },
             {{"a"}, {"a.b"}}),
      mutant(
          "subtree-boundary-turned", subtree, "`!=` for `==`",
          [](View path, View p) { return head_before(path, p, [](char c) { return c != '.'; }); },
          {{"a"}, {"a.b"}}),
      mutant("subtree-head-dropped", subtree, "only the boundary is looked at",
             [](View path, View p) { return p.empty() || path == p || at(path, p.size()) == '.'; },
             {{"a"}, {"b.c"}}),
      mutant("subtree-longer-only", subtree, "`> size + 2` for `> size`",
             [](View path, View p) {
               return p.empty() || path == p ||
                      (path.size() > p.size() + 2 && subtree_selects(path, p));
             },
             {{"a"}, {"a.b"}}),
      mutant("subtree-contains", subtree, "find() >= 0",
             [](View path, View p) {
               return subtree_selects(path, p) ||
                      (path.size() > p.size() + 1 && contains(path, std::string(p) + "."));
             },
             {{"a"}, {"b.a.c"}}),
  };
}

}  // namespace overmatch::plant
