// SPDX-License-Identifier: Apache-2.0
#include "names/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace overmatch::names_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, KeepsOrderAndRepeats) {
  const Names names{"b", "a", "b", ""};
  EXPECT_THAT(names.views(), ElementsAre("b", "a", "b", ""));
  EXPECT_EQ(names.size(), 4U);
  EXPECT_EQ(names[1], "a");
}

TEST(Names, TakesOverATextWithItsParts) {
  auto text = std::make_unique<const std::string>("ab.c");
  const std::string_view whole = *text;
  Names names(std::move(text), {whole.substr(0, 2), whole, whole.substr(0, 0)});
  EXPECT_THAT(names.views(), ElementsAre("ab", "ab.c", ""));
  EXPECT_EQ(names[1].data(), whole.data());
  const Names copy = names;
  Names moved = std::move(names);
  moved.push_back("d");
  EXPECT_THAT(moved.views(), ElementsAre("ab", "ab.c", "", "d"));
  moved.clear();
  EXPECT_THAT(moved.views(), IsEmpty());
  EXPECT_THAT(copy.views(), ElementsAre("ab", "ab.c", ""));
}

TEST(Names, HoldsAnyBytes) {
  const std::string odd("a\0b\n\xFF", 5);
  const Names names{odd};
  EXPECT_EQ(names[0], odd);
}

TEST(Names, NeverHandsOutANullPointer) {
  const Names names{"", std::string_view()};
  EXPECT_NE(names[0].data(), nullptr);
  EXPECT_NE(names[1].data(), nullptr);
}

TEST(Names, ViewsStayValidWhileNamesAreAdded) {
  Names names;
  std::vector<std::string_view> views;
  std::vector<std::string> expected;
  for (int i = 0; i < 3000; ++i) {
    expected.push_back("model.layers." + std::to_string(i));
    views.push_back(names.push_back(expected.back()));
  }
  const std::string large(100'000, 'x');  // larger than any block so far
  views.push_back(names.push_back(large));
  expected.push_back(large);
  for (std::size_t i = 0; i < views.size(); ++i) EXPECT_EQ(views[i], expected[i]);
}

TEST(Names, AddsAViewIntoItself) {
  Names names{"model.layers"};
  for (int i = 0; i < 500; ++i) names.push_back(names[0].substr(0, 5));
  EXPECT_EQ(names[500], "model");
}

TEST(Names, CopiesAreIndependent) {
  Names original{"a", "b"};
  Names copy = original;
  original.replace(0, "changed");
  EXPECT_THAT(copy.views(), ElementsAre("a", "b"));
  copy = original;
  EXPECT_EQ(copy, original);
  original.clear();
  EXPECT_THAT(copy.views(), ElementsAre("changed", "b"));
}

TEST(Names, MovesKeepTheViews) {
  Names original{"a", "b"};
  const std::string_view view = original[1];
  const Names moved = std::move(original);
  EXPECT_EQ(moved[1].data(), view.data());
}

TEST(Names, AssignsToItself) {
  Names names{"a", "b"};
  const Names& same = names;
  names = same;
  EXPECT_THAT(names.views(), ElementsAre("a", "b"));
}

TEST(Names, Edits) {
  Names names{"a", "b", "c", "d"};
  names.erase(1);
  EXPECT_THAT(names.views(), ElementsAre("a", "c", "d"));
  names.swap(0, 2);
  EXPECT_THAT(names.views(), ElementsAre("d", "c", "a"));
  names.replace(1, "longer than before");
  EXPECT_THAT(names.views(), ElementsAre("d", "longer than before", "a"));
  names.truncate(2);
  names.truncate(9);  // no longer than it is
  EXPECT_THAT(names.views(), ElementsAre("d", "longer than before"));
  names.clear();
  EXPECT_THAT(names.views(), IsEmpty());
  EXPECT_TRUE(names.empty());
}

TEST(Names, KeepsItsMemoryWhenCleared) {
  Names names{"model"};
  const char* const place = names[0].data();
  names.clear();
  EXPECT_EQ(names.push_back("other").data(), place);
}

TEST(Names, ComparesByText) {
  const Names names{"a", "b"};
  EXPECT_EQ(names, (Names{"a", "b"}));
  EXPECT_NE(names, (Names{"b", "a"}));
  EXPECT_NE(names, (Names{"a"}));
  EXPECT_TRUE(names.contains("b"));
  EXPECT_FALSE(names.contains("ab"));
}

}  // namespace
}  // namespace overmatch::names_test
