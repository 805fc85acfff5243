// SPDX-License-Identifier: Apache-2.0
// Orders and labels as users give them: the lists that are read, and the one line for each mistake.
#include "cases/given_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "names/input_error.h"
#include "tests/support/message_of.h"

namespace overmatch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(GivenListTest, NumbersLabelsByTheirNames) {
  std::vector<std::string> names = {"int8"};
  const EntryLabels labels = read_labels(
      {"last", {parse_label("int4"), parse_label("null"), parse_label("int8"), parse_label("")}},
      Mode::glob, 4, names);
  EXPECT_EQ(labels.order, Order::last);
  EXPECT_THAT(labels.numbers, ElementsAre(2, kNull, 1, 3));
  EXPECT_THAT(labels.names, ElementsAre("int8", "int4", ""));
  EXPECT_EQ(labels.names, names);
}

TEST(GivenListTest, APlainListHasNoLabels) {
  std::vector<std::string> names;
  EXPECT_TRUE(read_labels({}, Mode::glob, 2, names).empty());
  EXPECT_TRUE(read_labels({"any", {}}, Mode::glob, 2, names).empty());
  EXPECT_TRUE(read_labels({}, Mode::torchao, 2, names).empty());
  EXPECT_THAT(names, IsEmpty());
}

TEST(GivenListTest, ADialectFixesTheOrder) {
  std::vector<std::string> names;
  EXPECT_EQ(read_labels({"", {"a"}}, Mode::torchao, 1, names).order, Order::first);
  EXPECT_EQ(read_labels({"first", {"a"}}, Mode::torchao, 1, names).order, Order::first);
  EXPECT_EQ(read_labels({"", {"a"}}, Mode::modelopt, 1, names).order, Order::last);
}

TEST(GivenListTest, RefusesWhatContradicts) {
  struct Row {
    GivenList given;
    Mode mode;
    const char* says;
  };
  const Row rows[] = {
      {{"frist", {"a"}}, Mode::glob, "unknown order \"frist\""},
      {{"", {"a"}}, Mode::glob, "--label needs --order first or --order last"},
      {{"any", {"a"}}, Mode::glob, "--label needs --order"},
      {{"first", {}}, Mode::glob, "--order first needs labels"},
      {{"first", {"a", "b"}}, Mode::glob, "got 2 --label for 1 --pattern"},
      {{"last", {"a"}}, Mode::torchao, "the order of torchao is first, not last"},
      {{"", {"a"}}, Mode::compressed_tensors, "reads lists without labels"},
      {{"first", {"\xff"}}, Mode::glob, "not valid UTF-8"},
  };
  for (const Row& row : rows) {
    std::vector<std::string> names;
    EXPECT_THAT(message_of([&] { (void)read_labels(row.given, row.mode, 1, names); }),
                HasSubstr(row.says));
  }
}

}  // namespace
}  // namespace overmatch
