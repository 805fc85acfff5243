// SPDX-License-Identifier: Apache-2.0
#include "python/labelled.h"

#include <nanobind/nanobind.h>

#include <string_view>

#include "matchers/matcher.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"

namespace overmatch::python {

EntryLabels to_labels(Mode mode, const std::optional<GivenLabels>& labels, const std::string& order,
                      std::size_t patterns) {
  EntryLabels made;
  const Order in_order = need_order(mode, order, "order");
  if (!labels) {
    if (in_order != Order::any)
      throw InputError("order \"" + std::string(to_string(in_order)) +
                       "\" needs labels: one a pattern, a str or None");
    return made;
  }
  if (in_order == Order::any && fixed_order(mode))
    throw InputError("lists of " + std::string(to_string(mode)) + " have no labels");
  if (in_order == Order::any)
    throw InputError(
        "labels need an order: \"first\" or \"last\", the entry that decides what a module gets");
  if (labels->size() != patterns)
    throw InputError("labels must be one for each pattern, are " + std::to_string(labels->size()) +
                     " for " + std::to_string(patterns));
  made.order = in_order;
  for (const GivenLabel& label : *labels) made.numbers.push_back(number_label(label, made.names));
  return made;
}

std::pair<GivenLabels, std::optional<std::string>> select_labels(
    const std::string& mode, const std::vector<std::string>& patterns,
    const std::vector<std::string>& modules, const std::optional<GivenLabels>& labels,
    const std::string& order) {
  const std::vector<std::string_view> pattern_views(patterns.begin(), patterns.end());
  const std::vector<std::string_view> module_views(modules.begin(), modules.end());
  const Mode asked = need_mode(mode);
  const EntryLabels given = to_labels(asked, labels, order, patterns.size());
  const auto reference = make_reference(asked);
  Answer answer;
  {
    const nanobind::gil_scoped_release released;
    reference->match({pattern_views, module_views, given.numbers, given.order}, answer);
  }
  if (answer.rejected()) return {{}, answer.reason()};
  GivenLabels gets;
  for (std::size_t at = 0; at < modules.size(); ++at)
    gets.emplace_back(given.name(answer.label(at)));
  return {std::move(gets), std::nullopt};
}

}  // namespace overmatch::python
