// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/pattern_list.h"

#include <array>

#include "dialects/dialect.h"
#include "matchers/matcher.h"
#include "names/printable.h"

namespace overmatch {

namespace {

std::vector<std::size_t> decision_order(const PatternList& list) {
  const std::vector<std::string_view> patterns(list.patterns.begin(), list.patterns.end());
  const Order order = list.has_labels() ? list.order : *fixed_order(list.mode);
  return decision_order(list.mode, order, patterns);
}

// The label of an entry; 1 in a plain list, unless a sign takes names back.
Label label_of(const PatternList& list, std::size_t entry) {
  return given_label(list.mode, list.patterns[entry],
                     list.has_labels() ? list.labels[entry] : Label{1});
}

// What the names get that an entry decides.
Label value_of(const PatternList& list, std::size_t entry) {
  if (list.entry) return entry == *list.entry ? 1 : kNull;
  const Label label = label_of(list, entry);
  if (list.only) return label == *list.only ? 1 : kNull;
  return label;
}

}  // namespace

std::vector<EntryRun> runs_of(const PatternList& list, bool selection) {
  if (!list.is_ordered()) return {{1, list.patterns}};
  std::vector<EntryRun> runs;
  for (const std::size_t entry : decision_order(list)) {
    Label value = value_of(list, entry);
    if (selection && value != kNull) value = 1;
    if (runs.empty() || runs.back().value != value) runs.push_back({value, {}});
    runs.back().entries.push_back(list.patterns[entry]);
  }
  return runs;
}

NameReading ask_references(const PatternList& list, std::string_view name) {
  NameReading reading;
  const std::vector<std::string_view> patterns(list.patterns.begin(), list.patterns.end());
  const std::array<std::string_view, 1> modules = {name};
  const std::unique_ptr<Matcher> reference = make_reference(list.mode);
  Answer answer;
  const auto ask = [&](const Question& question) {
    reference->match(question, answer);
    if (!answer.rejected()) return true;
    reading.why = "the reference matcher gives no answer for the name " + in_quotes(name) + ": " +
                  answer.reason();
    return false;
  };
  if (!ask({patterns, modules, list.labels, list.order})) return reading;
  reading.value = answer.label(0);
  if (!list.is_ordered()) return reading;
  const Label given = answer.label(0);
  for (const std::size_t entry : decision_order(list)) {
    const std::string giving = giving_entry(list.mode, patterns[entry]);
    const std::array<std::string_view, 1> alone = {giving};
    if (!ask({alone, modules})) return reading;
    if (!answer.selects(0)) continue;
    reading.entry = entry;
    reading.label = label_of(list, entry);
    break;
  }
  if (reading.label != given) {
    reading.why = "the references of the list and of its entries disagree on the name " +
                  in_quotes(name) + ", a mistake in overmatch: please report it";
    return reading;
  }
  reading.value = reading.entry == kNoEntry ? kNull : value_of(list, reading.entry);
  return reading;
}

}  // namespace overmatch
