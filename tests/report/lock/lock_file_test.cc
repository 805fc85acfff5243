// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/lock/lock.h"
#include "tests/analysis/trees.h"
#include "tests/support/message_of.h"

namespace overmatch::lock_file_test {
namespace {

using testing::HasSubstr;

const std::string kHead = "overmatch lock 1\ntree: 9 modules, digest 00000000000000ff\n";

Lock example() {
  Lock lock;
  lock.modules = 9;
  lock.digest = 255;
  lock.read_by = "PEFT 0.21.2";
  lock.not_judged = {
      {"\"a b\"", "[\"q p\"]"}, {"ignore", "[\"re:.*gate\"]"}, {"target_modules", ""}};
  lock.results = {{"adapted", true, folded({"l.0.q", "l.1.q"})}, {"saved", false, {}}};
  lock.entries = {{"target_modules \"q: 3\"", folded({"l.0.q", "l.1.q"})}, {"\"v\"", {}}};
  return lock;
}

TEST(LockFile, IsReadBack) {
  const std::string text = lock_text(example());
  EXPECT_THAT(text, HasSubstr("tree: 9 modules, digest 00000000000000ff\n"
                              "read by: PEFT 0.21.2\n"
                              "not judged: \"a b\" [\"q p\"]\n"
                              "not judged: ignore [\"re:.*gate\"]\n"
                              "not judged: target_modules\n\n"
                              "result adapted: 2\n  l.{0,1}.q  2\n\n"
                              "result saved: not judged\n\n"
                              "entry target_modules \"q: 3\": 2\n  l.{0,1}.q  2\n\n"
                              "entry \"v\": 0\n"));
  const Lock read = parse_lock(text, "f");
  EXPECT_EQ(lock_text(read), text);
  EXPECT_EQ(read.entries.at(0).head, "target_modules \"q: 3\"");
  EXPECT_FALSE(read.results.at(1).judged);
  ASSERT_EQ(read.not_judged.size(), 3U);
  EXPECT_EQ(read.not_judged.at(0).member, "\"a b\"");
  EXPECT_EQ(read.not_judged.at(0).entries, "[\"q p\"]");
  EXPECT_EQ(read.not_judged.at(1).entries, "[\"re:.*gate\"]");
  std::string windows;
  for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(lock_text(parse_lock(windows, "f")), text);
}

TEST(LockFile, OfWrongTextsIsRefusedWithTheLine) {
  struct Row {
    std::string text;
    const char* says;
  };
  const std::vector<Row> rows = {
      {"", "f:1: is no lock file"},
      {"model.layers.0\n", "f:1: is no lock file"},
      {"overmatch lock x\n", "f:1: is no lock file"},
      {"overmatch lock 2\n", "f:1: has format 2, and this overmatch reads format 1"},
      {"overmatch lock 1\n", "f:2: the line \"tree: ...\" is missing"},
      {"overmatch lock 1\ntree: 9\n", "f:2: expected \"tree: N modules"},
      {"overmatch lock 1\ntree: -9 modules, digest 00000000000000ff\n", "f:2: expected"},
      {"overmatch lock 1\ntree: 9 modules, digest 0000000000000xff\n", "f:2: expected"},
      {kHead + "tree: 9 modules, digest 00000000000000ff\n", "f:3: expected"},
      {kHead + "what\n", "f:3: does not understand \"what\""},
      {kHead + "not judged: \"a b\n", "f:3: expected a member and its entries"},
      {kHead + "not judged: \"a\"[]\n", "f:3: expected a member and its entries"},
      {kHead + "<<<<<<< HEAD\n", "f:3: a merge conflict is not resolved"},
      {kHead + "  a  1\n", "f:3: a path outside of a result"},
      {kHead + "result adapted\n", "f:3: expected a name and its count"},
      {kHead + "result adapted: x\n", "f:3: expected a name and its count"},
      {kHead + "entry \"a\": not judged\n", "f:3: an entry without a count"},
      {kHead + "result adapted: 1\n  a\n", "f:4: expected a path, two blanks and its count"},
      {kHead + "result adapted: 1\n  a  2\n", "f:4: \"a\" does not stand for 2 names"},
      {kHead + "result adapted: 2\n  a  1\n", "f:5: the block above says 2 names and lists 1"},
      {kHead + "result adapted: 2\n  a  1\n  a  1\n", "f:6: the block above lists a name twice"},
      {kHead + "result adapted: 0\nresult adapted: 0\n", "f:4: a second result of this name"},
      {kHead, "f:3: the line \"read by: ...\" is missing"},
      {kHead + "result a: 2097152\n  {0..1}.{0..1048575}  2097152\n",
       "f:4: \"{0..1}.{0..1048575}\""},
      {kHead + "result a: 5000000\n  a.{0..4999999}  5000000\n",
       "f:4: has more names than any model"},
      {kHead + "result a\xff: 0\n", "f:3: is not valid UTF-8"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(message_of([&] { (void)parse_lock(row.text, "f"); }), HasSubstr(row.says))
        << row.text;
  }
}

TEST(LockFile, HasADigestOfTheNamesInAnyOrder) {
  const auto digest = [](const std::vector<std::string>& paths) {
    const ModuleTree tree = tree_of(paths);
    return digest_of(TreeIndex(tree));
  };
  const std::uint64_t model = digest({"a", "a.b", "a.c", "ab"});
  EXPECT_EQ(model, digest({"ab", "a", "a.c", "a.b"}));
  EXPECT_EQ(model, digest({"", "a", "a.b", "a.c", "ab"})) << "the root does not count";
  EXPECT_NE(model, digest({"a", "a.b", "a.c"}));
  EXPECT_NE(model, digest({"a", "a.b", "a.d", "ab"}));
  EXPECT_NE(model, digest({"a", "a.b", "ac", "ab"}));
}

}  // namespace
}  // namespace overmatch::lock_file_test
