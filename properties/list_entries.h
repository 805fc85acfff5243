// SPDX-License-Identifier: Apache-2.0
// Makes the questions that properties of lists with labels are about: parts of a list, and lists
// with an entry dropped, moved or relabelled.
#pragma once

#include <vector>

#include "dialects/dialect.h"
#include "properties/trial.h"

namespace overmatch {

// A list with labels that a property changes entry by entry.
class ListEntries {
 public:
  // A copy of the list of the question, whose modules must outlive this.
  explicit ListEntries(const Question& question)
      : patterns(question.patterns.begin(), question.patterns.end()),
        labels(question.labels.begin(), question.labels.end()),
        modules_(question.modules),
        order_(question.order) {}

  // The list as it is now, as a view.
  [[nodiscard]] Question question() const noexcept { return {patterns, modules_, labels, order_}; }
  void insert(std::size_t at, std::string_view pattern, Label label) {
    patterns.insert(patterns.begin() + static_cast<std::ptrdiff_t>(at), pattern);
    labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(at), label);
  }
  void erase(std::size_t at) {
    patterns.erase(patterns.begin() + static_cast<std::ptrdiff_t>(at));
    labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void swap(std::size_t left, std::size_t right) {
    std::swap(patterns[left], patterns[right]);
    std::swap(labels[left], labels[right]);
  }

  std::vector<std::string_view> patterns;
  std::vector<Label> labels;

 private:
  std::span<const std::string_view> modules_;
  Order order_;
};

// What the subject selects for each entry of the case alone, as a plain list; an entry with a sign
// for null has the other sign, so that this is what it matches. Nothing for a list of
// fewer than two or more than Trial::kSeveral entries, without modules, or that the subject
// rejects.
[[nodiscard]] inline std::span<const Answer> ask_singly(Trial& trial) {
  const Question question = trial.question();
  const std::size_t entries = question.patterns.size();
  if (entries < 2 || entries > Trial::kSeveral || question.modules.empty() ||
      trial.answer().rejected())
    return {};
  for (std::size_t at = 0; at < entries; ++at) {
    trial.text = giving_entry(trial.mode(), question.patterns[at]);
    const std::string_view entry = trial.text;
    trial.ask({{&entry, 1}, question.modules}, trial.several[at]);
    if (trial.several[at].rejected()) return {};
  }
  return std::span(trial.several).first(entries);
}

// Asks a changed list and fills in a violation with this sentence about the first module whose
// label there is not right by `is_right(module, label)`. Keeps the changed list: if the answer to
// it is plainly wrong, it is the better case to show.
template <typename IsRight>
Verdict ask_changed(Trial& trial, const Question& changed, const IsRight& is_right,
                    std::string_view what, const Wanted& wanted, Violation& violation) {
  trial.ask(changed, trial.second);
  for (std::size_t module = 0; module < changed.modules.size(); ++module) {
    if (!trial.second.rejected() && is_right(module, trial.second.label(module))) continue;
    if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
    violation.module = changed.modules[module];
    violation.what = what;
    keep_question(trial.mode(), trial.order(), changed, violation.question);
    return Verdict::violated;
  }
  return Verdict::holds;
}

// The same of a change that should change no label.
inline Verdict ask_unchanged(Trial& trial, const Question& changed, std::string_view what,
                             const Wanted& wanted, Violation& violation) {
  const auto is_right = [&](std::size_t module, Label label) {
    return label == trial.answer().label(module);
  };
  return ask_changed(trial, changed, is_right, what, wanted, violation);
}

}  // namespace overmatch
