// SPDX-License-Identifier: Apache-2.0
#include "search/phases/labelled_first_cases.h"

#include <algorithm>
#include <array>

#include "matchers/plain_text.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

// Lists of texts: apart, twice the same, one inside the other, and longer than a counter of a few.
const std::vector<std::vector<std::string_view>> kLabelledLists = {
    {"a"},           {"a", "a"},      {"b", "a"},           {"a.b", "b"},
    {"b", "a.b"},    {"a", "a", "a"}, {"b", "a", "a"},      {"b", "a.b", "b"},
    {"b", "c", "a"}, {"a", "b", "a"}, {"b", "b", "b", "a"},
};
constexpr std::array<std::string_view, 5> kLabelledModules = {"a", "b", "a.b", "b.a", "c"};
// Lists of so many entries end with one that alone matches a module.
constexpr std::array<std::size_t, 6> kLengths = {5, 8, 9, 16, 17, 40};

// Entries that a dialect arranges or reads by what stands in front of them, and names that are
// spelt like them; none if it has no such entries.
std::vector<std::string> marked_entries(Mode mode) {
  const DialectTraits& dialect = traits_of(mode).dialect;
  if (!has_marks(mode) && dialect.arrangement == Arrangement::as_given) return {};
  std::vector<std::string> entries = {"a", "b"};
  for (const std::string_view mark : marks_of(mode)) {
    if (mark.empty()) continue;
    for (const char* const text : {"a", ".*"}) entries.push_back(std::string(mark) + text);
    entries.push_back("z" + std::string(mark) + "a");
  }
  if (!dialect.rest.empty()) {
    const std::string rest(dialect.rest);
    entries.insert(entries.end(),
                   {rest, rest + "_", in_capitals(rest), std::string(dialect.marker) + rest});
  }
  return entries;
}

}  // namespace

void search_labelled_first_cases(Tester& tester) {
  if (tester.order() == Order::any) return;
  tester.begin_phase(Phase::small);
  Case content;
  // The modules are there already.
  const auto test_entries = [&](std::vector<Label> labels) {
    content.mode = tester.mode();
    content.labels.assign(tester.order(), std::move(labels));
    return tester.test(content);
  };
  const auto test = [&](std::span<const std::string_view> texts, std::vector<Label> labels) {
    content.clear();
    for (const std::string_view text : texts)
      content.patterns.push_back(plain_text(tester.mode(), text));
    content.modules.assign(kLabelledModules);
    return test_entries(std::move(labels));
  };
  const std::vector<std::string> marked = marked_entries(tester.mode());
  for (const std::string& first : marked) {
    for (const std::string& second : marked) {
      for (std::vector<Label>& labels : all_labels(2)) {
        content.clear();
        content.patterns.push_back(first);
        content.patterns.push_back(second);
        content.modules.assign(kLabelledModules);
        for (const std::string& name : marked) {
          const bool is_rest = name == traits_of(tester.mode()).dialect.rest;
          if (!is_rest && is_well_formed(name) && !content.modules.contains(name))
            content.modules.push_back(name);
        }
        if (!test_entries(std::move(labels))) return;
      }
    }
  }
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
