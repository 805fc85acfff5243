// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/boundaries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matchers/matcher.h"
#include "names/path.h"
#include "tests/analysis/trees.h"

namespace overmatch::boundaries_test {
namespace {

using testing::ElementsAre;

struct Row {
  Mode mode;
  std::string pattern;
  std::vector<std::string> bounded;  // in tree order
  std::vector<std::string> cut;      // what else it selects
};

const std::vector<std::string> kTree = {"l",  "l.1",  "l.1.q", "l.10",  "l.10.q",  "l.1.vq",
                                        "xl", "xl.1", "q",     "m.l.1", "m.l.1.q", "m.l.12"};

TEST(Boundaries, PartASelection) {
  const ModuleTree tree = tree_of(kTree);
  const TreeIndex index(tree);
  for (const Row& row : std::initializer_list<Row>{
           {Mode::endswith, "q", {"l.1.q", "l.10.q", "q", "m.l.1.q"}, {"l.1.vq"}},
           {Mode::endswith, ".q", {"l.1.q", "l.10.q", "m.l.1.q"}, {}},
           {Mode::endswith, "", {}, kTree},
           {Mode::prefix, "l.1", {"l.1", "l.1.q", "l.1.vq"}, {"l.10", "l.10.q"}},
           {Mode::prefix, "l.1.", {"l.1.q", "l.1.vq"}, {}},
           {Mode::prefix, "", kTree, {}},
           {Mode::substring,
            "l.1",
            {"l.1", "l.1.q", "l.1.vq", "m.l.1", "m.l.1.q"},
            {"l.10", "l.10.q", "xl.1", "m.l.12"}},
           {Mode::substring, ".l.1", {"m.l.1", "m.l.1.q"}, {"m.l.12"}},
           {Mode::run, "l.1", {"l.1", "l.1.q", "l.1.vq", "m.l.1", "m.l.1.q"}, {}},
           {Mode::match, "l\\.1", {"l.1", "l.1.q", "l.1.vq"}, {"l.10", "l.10.q"}},
           {Mode::match, "l\\.1\\.", {"l.1.q", "l.1.vq"}, {}},
           {Mode::search, "\\.q", {"l.1.q", "l.10.q", "m.l.1.q"}, {}},
           {Mode::search, "q$|xl", {"l.1.q", "l.10.q", "xl", "xl.1", "q", "m.l.1.q"}, {"l.1.vq"}},
           {Mode::search, "(?i)L.1$", {"l.1", "m.l.1"}, {"xl.1"}},
           {Mode::regex, "l.1.*", {"l.1", "l.1.q", "l.10", "l.10.q", "l.1.vq"}, {}},
           {Mode::glob, "l.1*", {"l.1", "l.1.q", "l.1.vq"}, {"l.10", "l.10.q"}},
           {Mode::glob, "*q", {"l.1.q", "l.10.q", "q", "m.l.1.q"}, {"l.1.vq"}},
           {Mode::glob, "*.q", {"l.1.q", "l.10.q", "m.l.1.q"}, {}},
           {Mode::glob, "*", kTree, {}},
           {Mode::path_glob, "l.1*", {"l.1", "l.10"}, {}}}) {
    const Selection selected = *index.select(row.mode, row.pattern);
    const Selection bounded = at_boundaries(index, row.mode, row.pattern, selected);
    EXPECT_EQ(paths_of(index, bounded), row.bounded) << to_string(row.mode) << " " << row.pattern;
    EXPECT_EQ(paths_of(index, without(selected, bounded)), row.cut)
        << to_string(row.mode) << " " << row.pattern;
  }
}

// A part of a name that no module is called by: of a text nothing is left, in the other modes it
// must have been meant.
TEST(Boundaries, LeaveAPartOfANameToRegexesAndGlobs) {
  const ModuleTree tree = tree_of({"q_proj", "k_proj", "fc"});
  const TreeIndex index(tree);
  for (const auto& [mode, pattern, left] :
       std::initializer_list<std::tuple<Mode, std::string, std::size_t>>{
           {Mode::endswith, "_proj", 0},
           {Mode::substring, "_proj", 0},
           {Mode::prefix, "q_", 0},
           {Mode::search, "_proj", 2},
           {Mode::match, "q_", 1},
           {Mode::glob, "*_proj", 2}}) {
    const Selection selected = *index.select(mode, pattern);
    EXPECT_EQ(at_boundaries(index, mode, pattern, selected).size(), left) << to_string(mode);
  }
}

// On real names, a text selects at boundaries what it selects in the bounded mode, unless it has
// boundaries of its own.
TEST(Boundaries, AreThoseOfTheBoundedMode) {
  for (const char* name :
       {"distilbert-base-seqcls", "openai-clip-vit-b-32", "timm-crossvit-15-240"}) {
    const TreeIndex index(shipped(name));
    for (std::uint32_t module = 0; module < index.size(); module += 11) {
      const std::string path(index.path(module));
      for (const Mode mode : {Mode::endswith, Mode::prefix, Mode::substring}) {
        for (const std::string& text :
             {path, std::string(last_segment(path)), path.substr(0, path.size() / 2)}) {
          if (text.starts_with('.') || text.ends_with('.')) continue;
          EXPECT_EQ(at_boundaries(index, mode, text, *index.select(mode, text)),
                    *index.select(bounded_mode(mode), text))
              << name << " " << to_string(mode) << " " << text;
        }
      }
    }
  }
  EXPECT_EQ(bounded_mode(Mode::prefix), Mode::subtree);
  EXPECT_EQ(bounded_mode(Mode::exact), Mode::exact);
  EXPECT_EQ(bounded_mode(Mode::search), Mode::search) << "no mode of regexes wants boundaries";
}

TEST(Boundaries, AreWrittenAsPatterns) {
  EXPECT_THAT(bounded_globs(Mode::glob, "*l.1*"), ElementsAre("l.1", "*.l.1", "l.1.*", "*.l.1.*"));
  EXPECT_THAT(bounded_globs(Mode::glob, "*.q"), ElementsAre("*.q"));
  EXPECT_THAT(bounded_globs(Mode::glob, "**"), ElementsAre("**"));
  EXPECT_THAT(bounded_globs(Mode::path_glob, "*q"), ElementsAre("*q"));
  EXPECT_EQ(bounded_regexes(Mode::search, "(?i)a|b").front(), "(?i)(?:^|\\.)(?:a|b)(?:\\.|$)");
  EXPECT_THAT(bounded_regexes(Mode::match, "a").front(), "(?:a)(?:\\.|$)");
  EXPECT_THAT(bounded_regexes(Mode::regex, "a"), ElementsAre("a"));
}

}  // namespace
}  // namespace overmatch::boundaries_test
