// SPDX-License-Identifier: Apache-2.0
#include "cases/entry_labels.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace overmatch {

std::optional<std::string_view> EntryLabels::name(Label label) const {
  if (label == kNull) return std::nullopt;
  return names[label - 1U];
}

void EntryLabels::assign(Order in_order, std::vector<Label> any_numbers) {
  order = in_order;
  numbers = std::move(any_numbers);
  names.clear();
  std::array<Label, kMostLabels + 1> now{};  // by the given number; kNull: not met yet
  for (Label& number : numbers) {
    if (number == kNull) continue;
    if (now[number] == kNull) {
      now[number] = static_cast<Label>(names.size() + 1);
      names.push_back(label_name(now[number]));
    }
    number = now[number];
  }
}

void EntryLabels::assign_same(Order in_order, std::size_t count) {
  clear();
  if (in_order != Order::any) assign(in_order, std::vector<Label>(count, Label{1}));
}

void EntryLabels::fit(Order in_order, std::size_t count) {
  if (in_order == Order::any) return clear();
  if (numbers.size() == count) {
    order = in_order;
    return;
  }
  std::vector<Label> fitting = std::move(numbers);
  fitting.resize(count, Label{1});
  assign(in_order, std::move(fitting));
}

std::vector<Label> nth_labels(std::uint64_t number, std::size_t count) {
  // Digit 0 is label 1, so that way 0 is a list of one label.
  constexpr std::array<Label, 4> labels = {1, kNull, 2, 3};
  std::vector<Label> chosen;
  for (std::size_t at = 0; at < count; ++at, number /= labels.size())
    chosen.push_back(labels[number % labels.size()]);
  return chosen;
}

namespace {

void extend(std::vector<Label>& labels, std::size_t count, std::vector<std::vector<Label>>& all) {
  if (labels.size() == count) return all.push_back(labels);
  Label highest = kNull;
  for (const Label label : labels) highest = std::max(highest, label);
  for (Label next = kNull; next <= highest + 1; ++next) {
    labels.push_back(next);
    extend(labels, count, all);
    labels.pop_back();
  }
}

std::size_t nulls(const std::vector<Label>& labels) {
  return static_cast<std::size_t>(std::count(labels.begin(), labels.end(), kNull));
}

Label highest(const std::vector<Label>& labels) {
  return labels.empty() ? kNull : *std::max_element(labels.begin(), labels.end());
}

}  // namespace

std::vector<std::vector<Label>> all_labels(std::size_t count) {
  std::vector<std::vector<Label>> all;
  std::vector<Label> labels;
  extend(labels, count, all);
  std::sort(all.begin(), all.end(),
            [](const auto& left, const auto& right) { return compare_labels(left, right) < 0; });
  return all;
}

double count_labels(std::size_t count) {
  // By the highest label so far: the next one is null, one of those, or a new one.
  std::vector<double> ways = {1};
  for (std::size_t at = 0; at < count; ++at) {
    ways.push_back(0);
    for (std::size_t highest = ways.size() - 1; highest > 0; --highest)
      ways[highest] = ways[highest] * static_cast<double>(highest + 1) + ways[highest - 1];
  }
  return std::accumulate(ways.begin(), ways.end(), 0.0);
}

int compare_labels(const std::vector<Label>& left, const std::vector<Label>& right) {
  // Numbered by first occurrence, the highest number is how many there are.
  if (highest(left) != highest(right)) return highest(left) < highest(right) ? -1 : 1;
  if (nulls(left) != nulls(right)) return nulls(left) < nulls(right) ? -1 : 1;
  return left == right ? 0 : left < right ? -1 : 1;
}

}  // namespace overmatch
