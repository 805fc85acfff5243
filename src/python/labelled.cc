// SPDX-License-Identifier: Apache-2.0
#include "python/labelled.h"

#include <nanobind/nanobind.h>

#include <algorithm>
#include <string_view>

#include "matchers/matcher.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"

namespace overmatch::python {

Order need_order(Mode mode, const std::string& name) {
  const std::optional<Order> fixed = fixed_order(mode);
  if (name.empty()) return fixed.value_or(Order::any);
  const std::optional<Order> order = parse_order(name);
  if (!order) throw InputError("unknown order \"" + name + "\": choose any, first or last");
  if (fixed && *fixed != *order)
    throw InputError("the order of " + std::string(to_string(mode)) + " is " +
                     std::string(to_string(*fixed)) + ", not " + name + ": leave out the order");
  return *order;
}

EntryLabels to_labels(Mode mode, const std::optional<GivenLabels>& labels, const std::string& order,
                      std::size_t patterns) {
  EntryLabels made;
  const Order in_order = need_order(mode, order);
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
  for (const auto& label : *labels) {
    if (!label) {
      made.numbers.push_back(kNull);
      continue;
    }
    auto found = std::find(made.names.begin(), made.names.end(), *label);
    if (found == made.names.end()) {
      if (made.names.size() == kMostLabels)
        throw InputError("there are more than " + std::to_string(kMostLabels) +
                         " different labels");
      found = made.names.insert(found, *label);
    }
    made.numbers.push_back(static_cast<Label>(found - made.names.begin() + 1));
  }
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
