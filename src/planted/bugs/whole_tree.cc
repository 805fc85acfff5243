// SPDX-License-Identifier: Apache-2.0
// Bugs among the modules: indices that wrap, neighbours that count, a selection that is changed as
// a whole.
#include <algorithm>
#include <set>

#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The reference's answer, then `change(modules, flags)`.
template <class Change>
Behaviour afterwards(Mode mode, Change change) {
  return whole([mode, change](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    change(question.modules, answer.flags());
  });
}
using Modules = std::span<const std::string_view>;
using Flags = std::span<std::uint8_t>;

std::size_t selected(Flags flags) {
  return static_cast<std::size_t>(std::count(flags.begin(), flags.end(), Answer::kYes));
}
void select_none(Flags flags) { std::fill(flags.begin(), flags.end(), Answer::kNo); }

// Also selects the modules for which `wanted(path, selected path)` holds for some selected one.
template <class Wanted>
void spread(Modules modules, Flags flags, Wanted wanted) {
  const std::vector<std::uint8_t> before(flags.begin(), flags.end());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    for (std::size_t other = 0; other < modules.size(); ++other) {
      if (before[other] != Answer::kNo && wanted(modules[i], modules[other]))
        flags[i] = Answer::kYes;
    }
  }
}
// Deselects a module for which `hides(path, selected path)` holds for another selected one.
template <class Hides>
void thin(Modules modules, Flags flags, Hides hides) {
  const std::vector<std::uint8_t> before(flags.begin(), flags.end());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    for (std::size_t other = 0; other < modules.size(); ++other) {
      if (before[other] != Answer::kNo && hides(modules[i], modules[other])) flags[i] = Answer::kNo;
    }
  }
}
bool is_below(View path, View above) {
  return path != above && !above.empty() && subtree_selects(path, above);
}

// Modules past `count` get the verdict of the module at the index modulo `count`.
Behaviour wrapped(Mode mode, std::size_t count) {
  return afterwards(mode, [count](Modules modules, Flags flags) {
    for (std::size_t i = count; i < modules.size(); ++i) flags[i] = flags[i % count];
  });
}
Behaviour first_modules(Mode mode, std::size_t count) {
  return afterwards(mode, [count](Modules, Flags flags) {
    if (flags.size() > count) select_none(flags.subspan(count));
  });
}

std::vector<std::string> before(std::vector<std::string> many, View last) {
  many.emplace_back(last);
  return many;
}

}  // namespace

std::vector<Planted> whole_tree() {
  return {
      wrong("segment-64-modules", Mode::segment, "keeps the flags in one 64-bit word, which wraps",
            wrapped(Mode::segment, 64), {Ask{{"m0"}, numbered("m", 65)}}),
      wrong("subtree-256-modules", Mode::subtree, "counts modules in 8 bits",
            wrapped(Mode::subtree, 256), {Ask{{"m0"}, numbered("m", 257)}}),
      wrong("exact-first-100-modules", Mode::exact, "looks at the first 100 modules",
            first_modules(Mode::exact, 100), {Ask{{"a"}, before(numbered("m", 100), "a")}}),
      wrong("endswith-first-1000-modules", Mode::endswith, "looks at the first 1000 modules",
            first_modules(Mode::endswith, 1000), {Ask{{"a"}, before(numbered("m", 1000), "a")}}),
      wrong("segment-first-module-skipped", Mode::segment,
            "starts at the second module: the first is the root, it thinks",
            afterwards(Mode::segment,
                       [](Modules, Flags flags) {
                         if (!flags.empty()) flags.front() = Answer::kNo;
                       }),
            {Ask{{"a"}, {"a"}}}),
      wrong("subtree-last-module-skipped", Mode::subtree,
            "stops before the last of several modules",
            afterwards(Mode::subtree,
                       [](Modules, Flags flags) {
                         if (flags.size() > 1) flags.back() = Answer::kNo;
                       }),
            {Ask{{"a"}, {"b", "a"}}}),
      wrong("segment-neighbour-too", Mode::segment, "selects the module after a selected one",
            afterwards(Mode::segment,
                       [](Modules, Flags flags) {
                         for (std::size_t i = flags.size(); i-- > 1;) flags[i] |= flags[i - 1];
                       }),
            {Ask{{"a"}, {"a", "b"}}}),
      wrong("exact-similar-neighbour-skipped", Mode::exact,
            "skips a module as long as the one before: a repeat, it thinks",
            afterwards(Mode::exact,
                       [](Modules modules, Flags flags) {
                         for (std::size_t i = 1; i < modules.size(); ++i) {
                           if (modules[i].size() == modules[i - 1].size()) flags[i] = Answer::kNo;
                         }
                       }),
            {Ask{{"b"}, {"a", "b"}}}),
      wrong("segment-adjacent-selected-skipped", Mode::segment,
            "after a selected module the next one is stepped over",
            afterwards(Mode::segment,
                       [](Modules, Flags flags) {
                         for (std::size_t i = 1; i < flags.size(); ++i) {
                           if (flags[i - 1] != Answer::kNo) flags[i] = Answer::kNo;
                         }
                       }),
            {Ask{{"b"}, {"x.b", "y.b"}}}),
      wrong("segment-children-too", Mode::segment, "selects what lies below a selected module",
            afterwards(Mode::segment,
                       [](Modules modules, Flags flags) { spread(modules, flags, is_below); }),
            {Ask{{"a"}, {"a", "a.b"}}}),
      wrong("exact-parent-too", Mode::exact, "selects the parent of a selected module",
            afterwards(Mode::exact,
                       [](Modules modules, Flags flags) {
                         spread(modules, flags, [](View path, View chosen) {
                           return !chosen.empty() && path == parent(chosen);
                         });
                       }),
            {Ask{{"a.b"}, {"a", "a.b"}}}),
      wrong("segment-fused-sibling-too", Mode::segment,
            "selects `qkv_proj` along with its sibling `q_proj`",
            afterwards(Mode::segment,
                       [](Modules modules, Flags flags) {
                         spread(modules, flags, [](View path, View chosen) {
                           return parent(path) == parent(chosen) &&
                                  last_segment(path) == "qkv_proj" &&
                                  last_segment(chosen) == "q_proj";
                         });
                       }),
            {Ask{{"q_proj"}, {"q_proj", "qkv_proj"}}}),
      wrong("segment-leaves-only", Mode::segment, "leaves out modules that have children",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                for (const View other : question.modules) {
                  if (is_below(other, question.modules[i])) answer.flags()[i] = Answer::kNo;
                }
              }
            }),
            {Ask{{"a"}, {"a", "a.b"}}}),
      wrong("endswith-outermost-only", Mode::endswith,
            "leaves out what lies below a selected module",
            afterwards(Mode::endswith,
                       [](Modules modules, Flags flags) { thin(modules, flags, is_below); }),
            {Ask{{"a"}, {"a", "a.a"}}}),
      wrong("segment-one-of-each-leaf", Mode::segment,
            "of the modules with one last segment, the first only",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              std::set<View> seen;
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (answer.selects(i) && !seen.insert(last_segment(question.modules[i])).second)
                  answer.flags()[i] = Answer::kNo;
              }
            }),
            {Ask{{"b"}, {"x.b", "y.b"}}}),
      wrong("segment-depth-of-first-hit", Mode::segment,
            "selects at the depth of the first selected module only",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              std::size_t wanted = View::npos;
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (!answer.selects(i)) continue;
                if (wanted == View::npos) wanted = depth(question.modules[i]);
                if (depth(question.modules[i]) != wanted) answer.flags()[i] = Answer::kNo;
              }
            }),
            {Ask{{"b"}, {"b", "a.b"}}}),
      wrong("subtree-one-run", Mode::subtree,
            "a subtree ends at the first module outside: the tree is sorted, it thinks",
            afterwards(Mode::subtree,
                       [](Modules, Flags flags) {
                         const auto first = std::find(flags.begin(), flags.end(), Answer::kYes);
                         const auto end = std::find(first, flags.end(), Answer::kNo);
                         std::fill(end, flags.end(), Answer::kNo);
                       }),
            {Ask{{"a"}, {"a", "b", "a.c"}}}),
      wrong("exact-binary-search", Mode::exact, "searches the modules as if they were sorted",
            whole([](const Question& question, Answer& answer) {
              for (const View pattern : question.patterns) {
                const auto at =
                    std::lower_bound(question.modules.begin(), question.modules.end(), pattern);
                if (at != question.modules.end() && *at == pattern) {
                  answer.select(static_cast<std::size_t>(at - question.modules.begin()));
                }
              }
            }),
            {Ask{{"a"}, {"b", "a"}}}),
      wrong("segment-all-is-none", Mode::segment, "a selection of every module can't be meant",
            afterwards(Mode::segment,
                       [](Modules, Flags flags) {
                         if (selected(flags) == flags.size()) select_none(flags);
                       }),
            {Ask{{"a"}, {"a"}}}),
      wrong("segment-none-is-endswith", Mode::segment,
            "falls back to any tail when nothing is selected",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              if (selected(answer.flags()) == 0) ask_reference(Mode::endswith, question, answer);
            }),
            {Ask{{"a"}, {"ba"}}}),
      wrong("segment-two-is-none", Mode::segment,
            "more than one selected module is ambiguous: none",
            afterwards(Mode::segment,
                       [](Modules, Flags flags) {
                         if (selected(flags) > 1) select_none(flags);
                       }),
            {Ask{{"b"}, {"x.b", "y.b"}}}),
      wrong("segment-full-path-wins", Mode::segment,
            "a module of that very path hides those that end with it",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              Answer full;
              ask_reference(Mode::exact, question, full);
              if (selected(full.flags()) > 0) answer = full;
            }),
            {Ask{{"a"}, {"a", "b.a"}}}),
  };
}

}  // namespace overmatch::plant
