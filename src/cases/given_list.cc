// SPDX-License-Identifier: Apache-2.0
#include "cases/given_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/utf8.h"

namespace overmatch {

GivenLabel parse_label(const std::string& word) {
  if (word == "null") return std::nullopt;
  return word;
}

Label number_label(const GivenLabel& label, std::vector<std::string>& names) {
  if (!label) return kNull;
  if (find_invalid_utf8(*label) != kValidUtf8) throw InputError("a label is not valid UTF-8");
  const auto place = std::find(names.begin(), names.end(), *label);
  const auto number = static_cast<std::size_t>(place - names.begin()) + 1;
  if (number > kMostLabels)
    throw InputError(fmt::format("more than {} different labels", kMostLabels));
  if (place == names.end()) names.push_back(*label);
  return static_cast<Label>(number);
}

EntryLabels read_labels(const GivenList& given, Mode mode, std::size_t patterns,
                        std::vector<std::string>& names, const ListOptions& options) {
  const Order order = need_order(mode, given.order, options.order);
  if (given.labels.empty()) {
    if (given.order.empty() || order == Order::any) return {};
    throw InputError(fmt::format("{} {} needs labels: give a {} for each {}, null for none",
                                 options.order, given.order, options.label, options.pattern));
  }
  if (order == Order::any && is_dialect(mode))
    throw InputError(
        fmt::format("{} reads lists without labels: leave out {}", to_string(mode), options.label));
  if (order == Order::any)
    throw InputError(
        fmt::format("{} needs {} first or {} last: which of the entries that match decides",
                    options.label, options.order, options.order));
  if (given.labels.size() != patterns)
    throw InputError(fmt::format("got {} {} for {} {}: give one for each, null for none",
                                 given.labels.size(), options.label, patterns, options.pattern));
  EntryLabels labels;
  labels.order = order;
  for (const GivenLabel& label : given.labels) labels.numbers.push_back(number_label(label, names));
  labels.names = names;
  return labels;
}

}  // namespace overmatch
