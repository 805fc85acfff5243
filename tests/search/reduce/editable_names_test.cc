// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/editable_names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace overmatch::editable_names_test {
namespace {

const Case kCase{Mode::exact, {"a", "b"}, {"a", "a.b", "c"}, {}};

TEST(EditableNames, HoldsPatternsFirstAndMakesTheCaseAgain) {
  const EditableNames row(kCase);
  EXPECT_EQ(row.texts, (std::vector<std::string>{"a", "b", "a", "a.b", "c"}));
  Case made;
  EXPECT_TRUE(row.build(made));
  EXPECT_EQ(made, kCase);
}

TEST(EditableNames, ErasesAcrossTheBorderOfPatternsAndModules) {
  struct Edit {
    std::size_t begin;
    std::size_t count;
    Case left;
  };
  const std::vector<Edit> rows = {{0, 1, {Mode::exact, {"b"}, {"a", "a.b", "c"}, {}}},
                                  {1, 2, {Mode::exact, {"a"}, {"a.b", "c"}, {}}},
                                  {0, 5, {Mode::exact, {}, {}, {}}},
                                  {4, 1, {Mode::exact, {"a", "b"}, {"a", "a.b"}, {}}}};
  for (const Edit& edit : rows) {
    EditableNames row(kCase);
    row.erase(edit.begin, edit.count);
    Case made;
    EXPECT_TRUE(row.build(made));
    EXPECT_EQ(made, edit.left) << edit.begin << ", " << edit.count;
  }
}

TEST(EditableNames, MakesNoCaseOfWhatIsNoTree) {
  struct Names {
    std::vector<std::string> texts;
    bool tree;
  };
  const std::vector<Names> rows = {{{".", "..", "a", "b", ""}, true},
                                   {{"a", "b", "a", "a", "c"}, false},
                                   {{"a", "b", "a.", "b", "c"}, false},
                                   {{"a", "b", "a..b", "b", "c"}, false}};
  for (const Names& names : rows) {
    EditableNames row(kCase);
    row.texts = names.texts;
    Case made;
    EXPECT_EQ(row.build(made), names.tree) << names.texts[2];
  }
}

TEST(EditableNames, ChangesTexts) {
  EXPECT_EQ(replaced("aXbXX", "X", "yz"), "ayzbyzyz");
  EXPECT_EQ(replaced("aaa", "aa", ""), "a");
  EXPECT_EQ(replaced("", "a", "b"), "");
  EXPECT_EQ(other_case("aZ_é9"), "Az_é9");
}

}  // namespace
}  // namespace overmatch::editable_names_test
