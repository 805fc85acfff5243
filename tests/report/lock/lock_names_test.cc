// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/analysis/trees.h"

namespace overmatch::lock_names_test {
namespace {

using testing::ElementsAre;

struct Row {
  std::vector<std::string> names;
  std::vector<std::string> lines;
};

const std::vector<Row> kRows = {
    {{}, {}},
    {{""}, {"(root)"}},
    {{"a"}, {"a"}},
    {{"l.0.q", "l.1.q", "l.2.q", "l.4.q"}, {"l.{0..2,4}.q"}},
    {{"l.0.q", "l.0.v", "l.1.q", "l.1.v"}, {"l.{0,1}.{q,v}"}},
    {{"l.0.q", "l.1.v"}, {"l.0.q", "l.1.v"}},
    {{"l.00", "l.1"}, {"l.00", "l.1"}},  // a number with zeros in front stays a name
    // What has a meaning in a line is escaped.
    {{"a{b", "a,c", "d e", "(root)", "f\\g"}, {"{\\x28root\\x29,a\\x2cc,a\\x7bb,d\\x20e,f\\x5cg}"}},
    {{"a\nb"}, {"a\\x0ab"}},
    {{"größe"}, {"größe"}},
    {{"a\u200bb"}, {"a\\xe2\\x80\\x8bb"}},
};

TEST(LockNames, AreSpelledAndReadBack) {
  for (const Row& row : kRows) {
    const FoldedNames lines = folded(row.names);
    std::vector<std::string> texts;
    for (const FoldedText& line : lines.lines) texts.push_back(line.text);
    EXPECT_EQ(texts, row.lines);
    EXPECT_EQ(lines.count, row.names.size());
    std::vector<std::string> sorted = row.names;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(names_of(lines), sorted);
  }
}

TEST(LockNames, AreTheSameInAnyOrder) {
  const std::vector<std::string> names = {"l.0.q", "l.0.v", "l.1.q", "l.1.v", "head"};
  EXPECT_EQ(folded(names), folded({"head", "l.1.v", "l.1.q", "l.0.v", "l.0.q"}));
  EXPECT_NE(folded(names), folded({"head", "l.1.v", "l.1.q", "l.0.v"}));
  const ModuleTree tree = tree_of({"head", "l", "l.1", "l.1.v", "l.1.q", "l.0", "l.0.v", "l.0.q"});
  const TreeIndex index(tree);
  EXPECT_EQ(folded(names), folded(index, {0, 3, 4, 6, 7}));
}

TEST(LockNames, OfMalformedLinesAreRefused) {
  struct Bad {
    const char* text;
    std::size_t count;
  };
  for (const Bad& bad : std::vector<Bad>{{"", 1},
                                         {"a", 2},
                                         {"a.", 1},
                                         {".a", 1},
                                         {"a..b", 1},
                                         {"{a", 1},
                                         {"a}", 1},
                                         {"{}", 0},
                                         {"{a,}", 2},
                                         {"{a}b", 1},
                                         {"{3..1}", 3},
                                         {"{1..x}", 2},
                                         {"{0..999999999}", 1000000000},
                                         {"{0..9999}.{0..9999}", 100000000},
                                         {"{0..99999999999999999999}", 1},
                                         {"a\\x2", 1},
                                         {"a\\n", 1},
                                         {"a\\xzz", 1},
                                         {"(root)", 2}}) {
    std::vector<std::string> names;
    EXPECT_FALSE(append_names({bad.text, bad.count}, names)) << bad.text;
  }
  std::vector<std::string> names;
  EXPECT_TRUE(append_names({"{a}.{8..10}", 3}, names));
  EXPECT_THAT(names, ElementsAre("a.8", "a.9", "a.10"));
}

}  // namespace
}  // namespace overmatch::lock_names_test
