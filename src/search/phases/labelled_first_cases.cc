// SPDX-License-Identifier: Apache-2.0
#include "search/phases/labelled_first_cases.h"

#include <array>

#include "matchers/plain_text.h"

namespace overmatch {

namespace {

// Lists of texts: apart, twice the same, one inside the other, and longer than a counter of a few.
const std::vector<std::vector<std::string_view>> kLabelledLists = {
    {"a"},           {"a", "a"},      {"b", "a"},           {"a.b", "b"},
    {"b", "a.b"},    {"a", "a", "a"}, {"b", "a", "a"},      {"b", "a.b", "b"},
    {"b", "c", "a"}, {"a", "b", "a"}, {"b", "b", "b", "a"},
};
constexpr std::array<std::string_view, 5> kModules = {"a", "b", "a.b", "b.a", "c"};
// Lists of so many entries end with one that alone matches a module.
constexpr std::array<std::size_t, 6> kLengths = {5, 8, 9, 16, 17, 40};

}  // namespace

void search_labelled_first_cases(Tester& tester) {
  if (tester.order() == Order::any) return;
  tester.begin_phase(Phase::small);
  Case content;
  const auto test = [&](std::span<const std::string_view> texts, std::vector<Label> labels) {
    content.clear();
    content.mode = tester.mode();
    for (const std::string_view text : texts)
      content.patterns.push_back(plain_text(tester.mode(), text));
    content.modules.assign(kModules);
    content.labels.assign(tester.order(), std::move(labels));
    return tester.test(content);
  };
  for (const auto& texts : kLabelledLists) {
    for (std::vector<Label>& labels : all_labels(texts.size())) {
      if (!test(texts, std::move(labels))) return;
    }
  }
  for (const std::size_t length : kLengths) {
    std::vector<std::string_view> texts(length, "b");
    std::vector<Label> labels(length, 1);
    (tester.order() == Order::first ? texts.back() : texts.front()) = "a";
    (tester.order() == Order::first ? labels.back() : labels.front()) = 2;
    if (!test(texts, std::move(labels))) return;
  }
}

}  // namespace overmatch
