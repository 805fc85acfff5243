// SPDX-License-Identifier: Apache-2.0
// Bugs about the empty pattern, the empty list and the root.
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The reference rule, except for the empty pattern, for which `selects(path)` decides.
template <class Selects>
Behaviour empty_pattern(Mode mode, Selects selects) {
  return whole([mode, selects](const Question& question, Answer& answer) {
    std::vector<std::string> others;
    bool has_empty = false;
    for (const View pattern : question.patterns) {
      if (pattern.empty()) has_empty = true;
      if (!pattern.empty()) others.emplace_back(pattern);
    }
    ask_reference(mode, others, question.modules, answer);
    if (answer.rejected() || !has_empty) return;
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (selects(question.modules[i])) answer.select(i);
    }
  });
}
bool never(View) { return false; }
bool always(View) { return true; }
bool is_root(View path) { return path.empty(); }

// The reference's answer, except for the root.
Behaviour root_is(Mode mode, bool selected) {
  return whole([mode, selected](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    for (std::size_t i = 0; i < answer.selected().size(); ++i) {
      if (question.modules[i].empty()) answer.flags()[i] = selected ? Answer::kYes : Answer::kNo;
    }
  });
}
Behaviour empty_list_selects_all(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    if (question.patterns.empty()) return answer.start(question.modules.size(), Answer::kYes);
    ask_reference(mode, question, answer);
  });
}

}  // namespace

std::vector<Planted> empty() {
  return {
      wrong("segment-empty-pattern-is-all", Mode::segment, "the empty pattern selects everything",
            empty_pattern(Mode::segment, always), {Ask{{""}, {"a"}}}),
      wrong("segment-empty-pattern-is-none", Mode::segment, "the empty pattern is dropped",
            empty_pattern(Mode::segment, never), {Ask{{""}, {""}}}),
      wrong("exact-empty-pattern-is-all", Mode::exact, "the empty pattern selects everything",
            empty_pattern(Mode::exact, always), {Ask{{""}, {"a"}}}),
      wrong("subtree-empty-pattern-is-none", Mode::subtree, "the empty pattern is dropped",
            empty_pattern(Mode::subtree, never), {Ask{{""}, {"a"}}}, "huggingface/accelerate#1319"),
      wrong("subtree-empty-pattern-is-root", Mode::subtree,
            "the empty pattern selects the root alone", empty_pattern(Mode::subtree, is_root),
            {Ask{{""}, {"a"}}}),
      wrong("subtree-empty-pattern-without-root", Mode::subtree,
            "the empty pattern selects all but the root",
            empty_pattern(Mode::subtree, [](View path) { return !path.empty(); }),
            {Ask{{""}, {""}}}),
      wrong("endswith-empty-pattern-is-none", Mode::endswith, "the empty pattern is dropped",
            empty_pattern(Mode::endswith, never), {Ask{{""}, {"a"}}}),
      wrong("endswith-empty-pattern-is-root", Mode::endswith,
            "the empty pattern selects the root alone", empty_pattern(Mode::endswith, is_root),
            {Ask{{""}, {"a"}}}),
      wrong("regex-empty-pattern-is-all", Mode::regex, "the empty pattern selects everything",
            empty_pattern(Mode::regex, always), {Ask{{""}, {"a"}}}),
      wrong("regex-empty-pattern-is-rejected", Mode::regex, "refuses the empty pattern",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              for (const View pattern : question.patterns) {
                if (pattern.empty()) answer.reject("an empty pattern");
              }
            }),
            {Ask{{""}, {"a"}}}),
      wrong("segment-empty-list-is-all", Mode::segment, "an empty list selects everything",
            empty_list_selects_all(Mode::segment), {Ask{{}, {"a"}}}),
      wrong("subtree-empty-list-is-all", Mode::subtree, "an empty list selects everything",
            empty_list_selects_all(Mode::subtree), {Ask{{}, {"a"}}}),
      wrong("regex-empty-list-is-all", Mode::regex, "an empty list selects everything",
            empty_list_selects_all(Mode::regex), {Ask{{}, {"a"}}}),
      wrong("exact-empty-list-is-rejected", Mode::exact, "refuses an empty list",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::exact, question, answer);
              if (question.patterns.empty()) answer.reject("no patterns");
            }),
            {Ask{{}, {"a"}}}),
      wrong("endswith-empty-tree-is-rejected", Mode::endswith, "refuses an empty tree",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::endswith, question, answer);
              if (question.modules.empty()) answer.reject("no modules");
            }),
            {Ask{{"a"}, {}}}),
      wrong("exact-root-never", Mode::exact, "the root is never selected",
            root_is(Mode::exact, false), {Ask{{""}, {""}}}, "sgl-project/sglang#37848"),
      wrong("subtree-root-always", Mode::subtree, "the root is always selected",
            root_is(Mode::subtree, true), {Ask{{"a"}, {""}}}),
      wrong("segment-root-always", Mode::segment, "the root is always selected",
            root_is(Mode::segment, true), {Ask{{"a"}, {""}}}),
      wrong("regex-root-never", Mode::regex, "an empty path is skipped",
            root_is(Mode::regex, false), {Ask{{".*"}, {""}}}, "modelscope/ms-swift#10153"),
      wrong("endswith-root-never", Mode::endswith, "an empty path is skipped",
            root_is(Mode::endswith, false), {Ask{{""}, {""}}}),
      wrong("exact-dot-is-root", Mode::exact, "`.` names the root",
            rule([](View path, View pattern) {
              return exact_selects(path, pattern == "." ? View() : pattern);
            }),
            {Ask{{"."}, {""}}}),
      wrong("subtree-zero-is-false", Mode::subtree, "the text `0` is false, as an empty one is",
            rule([](View path, View pattern) {
              return pattern != "0" && subtree_selects(path, pattern);
            }),
            {Ask{{"0"}, {"0"}}}),
      wrong("segment-blank-is-empty", Mode::segment, "a pattern of white space counts as empty",
            rule([](View path, View pattern) {
              return segment_selects(path, trim(pattern).empty() ? View() : pattern);
            }),
            {Ask{{" "}, {""}}}),
      wrong("subtree-dots-are-empty", Mode::subtree, "the pattern `.` covers everything",
            rule([](View path, View pattern) {
              return pattern == "." || subtree_selects(path, pattern);
            }),
            {Ask{{"."}, {"a"}}}),
      wrong("segment-list-ends-at-empty", Mode::segment, "the empty pattern ends the list",
            any([](View path, Patterns patterns) {
              for (const View pattern : patterns) {
                if (segment_selects(path, pattern)) return true;
                if (pattern.empty()) return false;
              }
              return false;
            }),
            {Ask{{"", "a"}, {"a"}}}),
  };
}

}  // namespace overmatch::plant
