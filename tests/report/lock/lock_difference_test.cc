// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "names/readers/read_tree.h"

namespace overmatch::lock_difference_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kTree = "l\nl.0\nl.0.q\nl.0.v\nl.1\nl.1.q\nl.1.v\nhead\n";

struct Side {
  std::string tree = kTree;
  std::string mode = "segment";
  std::vector<std::string> patterns;
  GivenList labels = {};
};

std::unique_ptr<const AuditRun> run(const Side& side) {
  AuditRequest request;
  request.mode = side.mode;
  request.patterns = side.patterns;
  request.labels = side.labels;
  return run_audit(parse_model(side.tree, "t"), "t", request);
}

LockDifference difference(const Side& before, const Side& after) {
  const auto old = run(before);
  const auto now = run(after);
  const Lock read = parse_lock(lock_text(make_lock(old->report())), "f");
  return compare_locks(read, make_lock(now->report()), now->index());
}

// "KIND RESULT: LINES (WHY)" of each change.
std::vector<std::string> changes(const Side& before, const Side& after) {
  std::vector<std::string> out;
  for (const LockChange& change : difference(before, after).changes) {
    std::string text = std::string(to_string(change.kind)) + " " + change.result + ":";
    for (const FoldedText& line : change.names.lines) text += " " + line.text;
    out.push_back(text + " (" + change.why + ")");
  }
  return out;
}

TEST(LockDifference, IsNoneForTheSameSelection) {
  EXPECT_THAT(changes({.patterns = {"q"}}, {.patterns = {"q"}}), IsEmpty());
  EXPECT_THAT(changes({.patterns = {"q"}}, {.mode = "endswith", .patterns = {"q"}}), IsEmpty());
  const LockDifference other =
      difference({.patterns = {"q"}}, {.tree = kTree + "new\n", .patterns = {"q"}});
  EXPECT_THAT(other.changes, IsEmpty());
  EXPECT_THAT(other.notes, ElementsAre("the tree has 9 modules, and had 8"));
  const LockDifference spelled = difference({.patterns = {"q"}}, {.patterns = {"0.q", "1.q"}});
  EXPECT_THAT(spelled.changes, IsEmpty());
  EXPECT_THAT(spelled.notes,
              ElementsAre("entries that are gone: \"q\"", "new entries: \"0.q\" and \"1.q\""));
}

TEST(LockDifference, SaysByWhat) {
  EXPECT_THAT(
      changes({.patterns = {"q"}}, {.patterns = {"q", "head"}}),
      ElementsAre("new selected: head (selected by \"head\", which the lock file does not have)"));
  EXPECT_THAT(changes({.patterns = {"q", "head"}}, {.patterns = {"q"}}),
              ElementsAre("gone selected: head (was selected by \"head\"; the entry is gone)"));
  EXPECT_THAT(
      changes({.mode = "endswith", .patterns = {"ead"}}, {.mode = "segment", .patterns = {"ead"}}),
      ElementsAre(
          "gone selected: head (was selected by \"ead\"; the entry is read otherwise now)"));
  EXPECT_THAT(
      changes({.patterns = {"q"}}, {.tree = "l\nl.0\nl.0.q\n", .patterns = {"q"}}),
      ElementsAre("gone selected: l.1.q (was selected by \"q\"; the tree has no such module now)"));
  EXPECT_THAT(changes({.patterns = {"q"}},
                      {.tree = "m\nm.l\nm.l.0\nm.l.0.q\nm.l.1\nm.l.1.q\n", .patterns = {"q"}}),
              ElementsAre("renamed selected: l.{0,1}.q (now below `m`)"));
  EXPECT_THAT(changes({.mode = "exact", .patterns = {"l.0.q"}},
                      {.tree = "m\nm.l\nm.l.0\nm.l.0.q\n", .mode = "exact", .patterns = {"l.0.q"}}),
              ElementsAre("gone selected: l.0.q (now below `m`, and no entry selects that; "
                          "selected by \"l.0.q\")"));
}

TEST(LockDifference, TellsLabelsApart) {
  const Side before = {.patterns = {"q", "v"}, .labels = {"first", {"int8", "int4"}}};
  EXPECT_THAT(changes(before, before), IsEmpty());
  EXPECT_THAT(
      changes(before,
              {.patterns = {"0.v", "q", "v"}, .labels = {"first", {"int8", "int8", "int4"}}}),
      ElementsAre(
          HasSubstr("new label \"int8\": l.0.v"),
          HasSubstr("gone label \"int4\": l.0.v (was selected by \"v\" label \"int4\"; now in "
                    "the result label \"int8\"")));
  EXPECT_THAT(
      changes(before, {.patterns = {"q", "v"}, .labels = {"first", {"int8", std::nullopt}}}),
      ElementsAre(HasSubstr("gone label \"int4\": l.{0,1}.v")));
}

TEST(LockDifference, InWords) {
  const LockDifference none = difference({.patterns = {"q"}}, {.patterns = {"q"}});
  EXPECT_EQ(difference_text(none, "f", false, false), "f: the selection is the same\n");
  const LockDifference some = difference({.patterns = {"q"}}, {.patterns = {"v"}});
  EXPECT_EQ(summary_of(some), "2 names gone, 2 new");
  const std::string text = difference_text(some, "f", false, false);
  EXPECT_THAT(
      text, HasSubstr("f: the selection differs: 2 names gone, 2 new\n   the tree is the same\n"));
  EXPECT_THAT(text, HasSubstr("\nselected, gone: 2 names: was selected by \"q\"; the entry is "
                              "gone\n   l.{0,1}.q  2\n"));
  EXPECT_THAT(difference_text(refused_now("PEFT refuses it"), "f", false, false),
              HasSubstr("PEFT refuses it"));
}

}  // namespace
}  // namespace overmatch::lock_difference_test
