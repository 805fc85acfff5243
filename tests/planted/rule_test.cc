// SPDX-License-Identifier: Apache-2.0
// The rules that mutants are made from are the references, and the mutants are all there.
#include "planted/rule.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "matchers/rule_matcher.h"
#include "names/names.h"
#include "planted/planted.h"
#include "search/phases/small_cases.h"

namespace overmatch::plant {
namespace {

TEST(Rule, SaysWhatTheReferenceSays) {
  Names patterns;
  Names paths;
  all_strings({"a", "b", ".", "_"}, 3, false, patterns);
  all_strings({"a", "b", ".", "_"}, 4, true, paths);
  paths.push_back("");
  for (const Mode mode : kModes) {
    if (!is_text(mode)) continue;
    const Rule rule = rule_of(mode);
    for (const std::string_view pattern : patterns) {
      for (const std::string_view path : paths) {
        ASSERT_EQ(rule.selects(path, pattern), rule_selects(mode, path, pattern))
            << path << " " << pattern;
      }
    }
  }
}

TEST(Rule, IsWrittenAsInTheSources) {
  EXPECT_EQ(rule_of(Mode::segment).text(),
            "path == pattern || (path.size() > pattern.size() && (path.ends_with(pattern) && "
            "path[path.size() - pattern.size() - 1] == '.'))");
  EXPECT_EQ(rule_of(Mode::subtree).text(),
            "(pattern.empty() || path == pattern) || (path.size() > pattern.size() && "
            "(path.starts_with(pattern) && "
            "path[pattern.size()] == '.'))");
  EXPECT_EQ(rule_of(Mode::run).text(), "'.' + path + '.'.contains('.' + pattern + '.')");
}

// Each operator at each place where it applies, counted by hand.
TEST(Mutants, NoneIsLeftOut) {
  std::map<std::string, int> made;
  for (const Mutant& mutant : mutants_of(rule_of(Mode::endswith))) ++made[mutant.to];
  EXPECT_EQ(made, (std::map<std::string, int>{{"true", 1},
                                              {"false", 1},
                                              {"!(path.ends_with(pattern))", 1},
                                              {"path == pattern", 1},
                                              {"path.starts_with(pattern)", 1},
                                              {"path.contains(pattern)", 1},
                                              {"pattern.ends_with(path)", 1},
                                              {"pattern", 1},
                                              {"path", 1}}));
  std::set<std::string> segment;
  for (const Mutant& mutant : mutants_of(rule_of(Mode::segment))) segment.insert(mutant.to);
  for (const char* const to :
       {"path.size() >= pattern.size()", "path.size() < pattern.size()",
        "pattern.size() > path.size()", "path[path.size() - pattern.size() - 1] == '_'",
        "path.size() - pattern.size() - 1 - 1", "path.size() - pattern.size() - 1 + 1",
        "path.starts_with(pattern)", "!(path == pattern)", "path.size() + pattern.size()",
        "path == pattern && (path.size() > pattern.size() && (path.ends_with(pattern) && "
        "path[path.size() - pattern.size() - 1] == '.'))"}) {
    EXPECT_TRUE(segment.contains(to)) << to;
  }
  EXPECT_EQ(mutants_of(rule_of(Mode::exact)).size(), 9U);
  EXPECT_EQ(mutants_of(rule_of(Mode::segment)).size(), 66U);
  EXPECT_EQ(mutants_of(rule_of(Mode::subtree)).size(), 61U);
}

TEST(Mutants, AreAmongThePlantedBugs) {
  std::map<Mode, int> rules;
  std::map<Mode, int> loops;
  for (const Planted& one : planted()) {
    if (one.theme != "mutant") continue;
    ++(one.name.find("-loop-") == std::string_view::npos ? rules : loops)[one.mode];
  }
  for (const Mode mode : kModes) {
    EXPECT_EQ(loops[mode], 8) << to_string(mode);
    EXPECT_GE(rules[mode], is_regex(mode) ? 0 : 6) << to_string(mode);
  }
}

}  // namespace
}  // namespace overmatch::plant
