// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/named_entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/audit/audit.h"
#include "tests/analysis/trees.h"

namespace overmatch::named_entries_test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Paths = std::vector<std::string>;

// "kind: modules: why"
std::vector<std::string> findings(const Paths& modules, Mode mode, const Paths& patterns) {
  const ModuleTree tree = tree_of(modules);
  const TreeIndex index(tree);
  std::vector<std::string> all;
  for (const AuditFinding& each :
       audit_patterns(index, PathTemplates(index), mode, patterns, std::nullopt).findings) {
    std::string text = std::string(to_string(each.kind)) + ":";
    for (const std::string& path : paths_of(index, each.modules)) text += " " + path;
    all.push_back(text + ": " + each.why);
  }
  return all;
}

const Paths kHeads = {"m", "m.head", "m.pre_head", "m.my_head"};

TEST(NamedEntries, WhatAnotherEntryNamesIsNoAccident) {
  const Paths two = {"m", "m.head", "m.pre_head"};
  EXPECT_THAT(findings(two, Mode::endswith, {"head"}),
              ElementsAre(HasSubstr("collision: m.pre_head:")));
  EXPECT_THAT(findings(two, Mode::endswith, {"head", "pre_head"}), IsEmpty());
  EXPECT_THAT(findings(two, Mode::endswith, {"pre_head", "head"}), IsEmpty());
  EXPECT_THAT(findings(kHeads, Mode::endswith, {"pre_head", "head"}),
              ElementsAre(HasSubstr("collision: m.my_head:")))
      << "what nothing names stays";
  EXPECT_THAT(findings({"m.layers.1", "m.layers.10"}, Mode::prefix, {"m.layers.1"}),
              Contains(HasSubstr("collision: m.layers.10:")));
  EXPECT_THAT(findings({"m.layers.1", "m.layers.10"}, Mode::prefix, {"m.layers.1", "m.layers.10"}),
              IsEmpty());
}

TEST(NamedEntries, ALongerEntryForTheOtherPathSettlesARerooting) {
  const Paths norms = {"model", "model.norm", "visual", "visual.model", "visual.model.norm"};
  EXPECT_THAT(findings(norms, Mode::segment, {"model.norm"}),
              ElementsAre(HasSubstr("re-rooting: visual.model.norm:")));
  EXPECT_THAT(findings(norms, Mode::segment, {"model.norm", "visual.model.norm"}),
              Not(Contains(HasSubstr("re-rooting"))));
  EXPECT_THAT(findings(norms, Mode::segment, {"model.norm", "norm"}),
              Contains(HasSubstr("re-rooting")))
      << "a shorter one says nothing of it";
}

TEST(NamedEntries, AnOverlapIsOfWhatIsMeant) {
  EXPECT_THAT(findings({"m", "m.a_head"}, Mode::endswith, {"head", "a_head"}),
              Contains(HasSubstr("overlap: m.a_head:")))
      << "no module is called head";
  EXPECT_THAT(findings(kHeads, Mode::endswith, {"head", "m.head"}),
              Contains(HasSubstr("overlap: m.head: ")));
}

// Entries with labels give different things, so that a name for the module is no excuse.
TEST(NamedEntries, LabelsAreOtherThings) {
  Audit audit;
  AuditedPattern pattern;
  pattern.pattern = "head";
  pattern.selected = {1, 2};
  pattern.precise = {1};
  audit.patterns = {pattern, pattern};
  audit.patterns[1].pattern = "pre_head";
  audit.patterns[1].selected = audit.patterns[1].precise = {2};
  EXPECT_THAT(NamedEntries(audit).by_accident(audit.patterns[0]), IsEmpty());
  audit.patterns[0].decision.emplace().won = {1, 2};
  EXPECT_THAT(NamedEntries(audit).by_accident(audit.patterns[0]), ElementsAre(2));
  audit.patterns[0].decision.reset();
  audit.patterns[1].member = "another";
  EXPECT_THAT(NamedEntries(audit).by_accident(audit.patterns[0]), ElementsAre(2));
}

}  // namespace
}  // namespace overmatch::named_entries_test
