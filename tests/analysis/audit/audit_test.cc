// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/tree/hazard_groups.h"
#include "names/input_error.h"
#include "tests/analysis/trees.h"

namespace overmatch::audit_test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Row {
  std::string kind;
  std::string severity;
  std::vector<std::string> modules;
  std::string why;
};

std::vector<Row> audit(const std::vector<std::string>& paths, Mode mode,
                       const std::vector<std::string>& patterns,
                       const std::optional<std::string>& intended = std::nullopt) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  std::vector<Row> rows;
  for (const AuditFinding& finding :
       audit_patterns(index, PathTemplates(index), mode, patterns, intended).findings) {
    rows.push_back({std::string(to_string(finding.kind)), std::string(to_string(finding.severity)),
                    paths_of(index, finding.modules), finding.why});
  }
  return rows;
}

// The advice of the first finding.
std::vector<Advice> advised(const std::vector<std::string>& paths, Mode mode, const char* pattern) {
  const ModuleTree tree = tree_of(paths);
  const TreeIndex index(tree);
  return audit_patterns(index, PathTemplates(index), mode, {pattern}, std::nullopt)
      .findings.at(0)
      .advice;
}

testing::Matcher<Row> row(const char* kind, const char* severity, std::vector<std::string> modules,
                          const char* why) {
  return AllOf(testing::Field(&Row::kind, kind), testing::Field(&Row::severity, severity),
               testing::Field(&Row::modules, modules), testing::Field(&Row::why, HasSubstr(why)));
}

const std::vector<std::string> kModel = {"v",     "v.l",          "v.l.0",  "v.l.0.q_proj",
                                         "t",     "t.l",          "t.l.0",  "t.l.0.q_proj",
                                         "t.l.1", "t.l.1.q_proj", "t.l.10", "t.l.10.qkv_proj",
                                         "head",  "pre_head"};

const std::vector<std::string> kTowers = {"img_model",
                                          "img_model.l",
                                          "img_model.l.0",
                                          "img_model.l.0.q_proj",
                                          "img_model.l.0.k_proj",
                                          "img_model.l.0.fc",
                                          "model",
                                          "model.l",
                                          "model.l.0",
                                          "model.l.0.q_proj",
                                          "model.l.0.k_proj"};

TEST(Audit, FindsNothingWhereNothingIs) {
  EXPECT_THAT(audit(kModel, Mode::segment, {"qkv_proj"}), IsEmpty());
  EXPECT_THAT(audit(kModel, Mode::exact, {"head", "t.l.0.q_proj"}), IsEmpty());
  EXPECT_THAT(audit(kModel, Mode::subtree, {"t"}, "t"), IsEmpty());
  EXPECT_THAT(audit(kModel, Mode::regex, {"t\\.l\\.[0-9]+\\.q_proj"}), IsEmpty());
  EXPECT_THAT(audit(kModel, Mode::regex, {"(v|t)\\..*q_proj"}), IsEmpty())
      << "both subtrees by name";
}

TEST(Audit, FindsWhatIsSelectedForWantOfABoundary) {
  const std::vector<std::string> tree = {"l",     "l.1", "l.1.q", "l.10", "l.10.q",
                                         "l.1_x", "v",   "v.l.1", "lm",   "lm-y"};
  struct Case {
    Mode mode;
    std::string pattern;
    const char* severity;
    std::vector<std::string> modules;
    const char* why;
  };
  for (const Case& each : std::initializer_list<Case>{
           {Mode::prefix, "l.1", "error", {"l.10", "l.10.q", "l.1_x"}, "rule is `prefix`"},
           {Mode::substring, "l.1", "error", {"l.10", "l.10.q", "l.1_x"}, "rule is `substring`"},
           {Mode::substring, "_x", "note", {"l.1_x"}, "only a part of longer names"},
           {Mode::prefix, "l.1_", "note", {"l.1_x"}, "only the beginning"},
           {Mode::endswith, "_x", "error", {"l.1_x"}, "only the end"},
           {Mode::match, "lm", "warning", {"lm-y"}, "rule is `match`"},
           {Mode::search, "lm", "warning", {"lm-y"}, "rule is `search`"},
           {Mode::glob,
            "l.1*",
            "warning",
            {"l.10", "l.10.q", "l.1_x"},
            "takes a part of a segment"}}) {
    EXPECT_THAT(audit(tree, each.mode, {each.pattern}),
                testing::Contains(row("collision", each.severity, each.modules, each.why)))
        << to_string(each.mode) << " " << each.pattern;
  }
  for (const auto& [mode, pattern] :
       std::initializer_list<std::pair<Mode, std::string>>{{Mode::run, "1_x"},
                                                           {Mode::prefix, "l.1."},
                                                           {Mode::substring, ".1."},
                                                           {Mode::match, "l\\.1$"},
                                                           {Mode::search, "^l\\.10\\."},
                                                           {Mode::glob, "*_x"},
                                                           {Mode::glob, "*.1.*"},
                                                           {Mode::path_glob, "l.1*"}}) {
    for (const Row& found : audit(tree, mode, {pattern}))
      EXPECT_NE(found.kind, "collision") << to_string(mode) << " " << pattern << ": " << found.why;
  }
  EXPECT_THAT(
      audit({"l", "l.1", "l.1.q", "v", "v.l", "v.l.1", "v.l.1.q"}, Mode::run, {"l.1"}),
      testing::Contains(row("re-rooting", "warning", {"v.l.1", "v.l.1.q"}, "a part of others")));
}

TEST(Audit, AdvisesThePatternWithTheBoundary) {
  const std::vector<std::string> tree = {"l", "l.1", "l.1.q", "l.10", "l.10.q"};
  using List = std::vector<Advice>;
  EXPECT_EQ(advised(tree, Mode::prefix, "l.1"), (List{{Mode::subtree, "l.1", ""}}));
  EXPECT_EQ(advised(tree, Mode::substring, "l.1"), (List{{Mode::run, "l.1", ""}}));
  EXPECT_EQ(advised({"a", "a.q", "b", "b.vq"}, Mode::substring, "q"),
            (List{{Mode::substring, ".q", ""}}));
  EXPECT_EQ(advised(tree, Mode::match, "l.1"), (List{{Mode::match, "l\\.1(?![0-9])", ""}}));
  EXPECT_EQ(advised({"a", "a.q", "a.q.x", "a.qv"}, Mode::match, "a\\.q"),
            (List{{Mode::match, "(?:a\\.q)(?:\\.|$)", ""}}));
  EXPECT_EQ(advised({"a", "a.q", "a.q.x", "a.vq", "b", "b.q"}, Mode::search, "q"),
            (List{{Mode::search, "(?:^|\\.)(?:q)(?:\\.|$)", ""}}));
  EXPECT_EQ(advised(tree, Mode::glob, "l.1*"),
            (List{{Mode::glob, "l.1", ""}, {Mode::glob, "l.1.*", ""}}));
}

TEST(Audit, Findings) {
  EXPECT_THAT(audit(kModel, Mode::endswith, {"head"}),
              ElementsAre(row("collision", "error", {"pre_head"}, "`endswith`")));
  EXPECT_THAT(audit(kModel, Mode::endswith, {"v_proj"}),
              ElementsAre(row("collision", "error", {"t.l.10.qkv_proj"}, "only the end")));
  EXPECT_THAT(audit(kModel, Mode::regex, {".*head"}),
              ElementsAre(row("collision", "error", {"pre_head"}, "the start is open")));
  EXPECT_THAT(
      audit(kModel, Mode::regex, {"t.l.1.*"}),
      ElementsAre(row("collision", "error", {"t.l.10", "t.l.10.qkv_proj"}, "the end is open")));
  EXPECT_THAT(audit({"m", "m.a", "mXa"}, Mode::regex, {"m.a"}),
              ElementsAre(row("collision", "error", {"mXa"}, "dot")));
  EXPECT_THAT(audit({"a", "a.b", "x", "x.a"}, Mode::segment, {"a"}),
              ElementsAre(row("re-rooting", "warning", {"x.a"}, "whole path")));
  EXPECT_THAT(audit(kModel, Mode::segment, {"q_proj"}),
              ElementsAre(row("ambiguity", "note", {"v.l.0.q_proj", "t.l.0.q_proj", "t.l.1.q_proj"},
                              "2 subtrees: `v` (1) and `t` (2)")));
  EXPECT_THAT(audit(kTowers, Mode::segment, {"q_proj", "k_proj"}),
              ElementsAre(row("ambiguity", "warning",
                              {"img_model.l.0.q_proj", "img_model.l.0.k_proj", "model.l.0.q_proj",
                               "model.l.0.k_proj"},
                              "towers: `img_model` (2) and `model` (2)")))
      << "one finding for the list";
  EXPECT_THAT(audit(kTowers, Mode::segment, {"q_proj", "fc"}),
              ElementsAre(row("ambiguity", "note", {"img_model.l.0.q_proj", "model.l.0.q_proj"},
                              "2 subtrees")))
      << "`fc` means the tower of vision, which has it alone";
  EXPECT_THAT(audit({"l", "l.0", "l.0.a", "l.0.a.d", "l.0.b", "l.0.b.d"}, Mode::segment, {"d"}),
              ElementsAre(row("ambiguity", "note", {"l.0.a.d", "l.0.b.d"}, "one block")));
  EXPECT_THAT(audit(kModel, Mode::segment, {"l.0.q_proj"}, "t"),
              ElementsAre(row("escape", "error", {"v.l.0.q_proj"}, "intended subtree t"),
                          row("ambiguity", "note", {"v.l.0.q_proj", "t.l.0.q_proj"}, "")));
  EXPECT_THAT(audit(kModel, Mode::exact, {"head", "head"}),
              ElementsAre(row("overlap", "note", {"head"}, "listed twice")));
  EXPECT_THAT(
      audit(kModel, Mode::subtree, {"t", "t.l.0"}),
      ElementsAre(row("overlap", "note", {"t.l.0", "t.l.0.q_proj"}, "\"t.l.0\" is shadowed")));
  EXPECT_THAT(audit(kModel, Mode::exact, {"nope", "nope"}),
              testing::Contains(row("overlap", "note", {}, "listed twice")));
}

TEST(Audit, AdvisesTheAuthorsOwnRegexMended) {
  const ModuleTree tree = tree_of(kModel);
  const TreeIndex index(tree);
  const auto advised = [&](const std::string& regex) {
    const Audit audit =
        audit_patterns(index, PathTemplates(index), Mode::regex, {regex}, std::nullopt);
    std::vector<std::string> patterns;
    for (const Advice& advice : audit.findings.at(0).advice) {
      if (advice.mode == Mode::regex) patterns.push_back(advice.pattern);
    }
    return patterns;
  };
  EXPECT_THAT(advised(".*head"), ElementsAre("(?:.*\\.)?head"));
  EXPECT_THAT(advised("t.l.1.*"), ElementsAre("t\\.l\\.1(?:\\..*)?"));
}

TEST(Audit, TellsWhatIsWrongWithARegexOnThisTree) {
  const struct {
    const char* regex;
    testing::Matcher<Row> found;
  } rows[] = {
      {R"(.*\.q_proj|qkv_proj)",
       row("unmatched", "warning", {"t.l.10.qkv_proj"}, "the alternation is not grouped")},
      {R"(re:.*\.qkv_proj)", row("unmatched", "warning", {"t.l.10.qkv_proj"}, "`re:`")},
      {R"(.*\\.qkv_proj)", row("unmatched", "warning", {"t.l.10.qkv_proj"}, "backslash")},
      {R"(t\.l\.[0-9]\..*)", row("unmatched", "note", {"t.l.10.qkv_proj"}, "one digit")},
      {R"(.*\.(q_proj||v_proj))", row("unmatched", "warning", {}, "two bars")},
      {R"(.*\.q_proj|.*\.k_proj)", row("unmatched", "note", {}, "selects nothing")},
      {R"(.*(?!v).*\.q_proj)", row("collision", "error", {"v.l.0.q_proj"}, "excludes nothing")},
      {R"(\.q_proj)", row("unmatched", "warning", {"v.l.0.q_proj", "t.l.0.q_proj", "t.l.1.q_proj"},
                          "begin or end so")},
      {R"(.*v_proj)", row("unmatched", "warning", {}, "only as the end of longer names")},
  };
  for (const auto& each : rows) {
    EXPECT_THAT(audit(kModel, Mode::regex, {each.regex}), testing::Contains(each.found))
        << each.regex;
  }
  EXPECT_THAT(audit(kModel, Mode::regex, {".*proj.*"}),
              testing::Not(testing::Contains(testing::Field(&Row::kind, "collision"))));
}

TEST(Audit, GivesOneAnswerInTheModeOfTheList) {
  using List = std::vector<Advice>;
  EXPECT_EQ(advised({"m", "m.head", "m.pre_head"}, Mode::endswith, "head"),
            (List{{Mode::endswith, ".head", ""}}));
  EXPECT_EQ(advised({"head", "pre_head"}, Mode::endswith, "head"),
            (List{{Mode::segment, "head", ""}}))
      << "none in its own mode: one in the nearest";
  EXPECT_EQ(advised({"a", "a.b", "x", "x.a"}, Mode::segment, "a"), (List{{Mode::exact, "a", ""}}));
  EXPECT_EQ(advised({"m", "m.a", "mXa"}, Mode::regex, "m.a"), (List{{Mode::regex, "m\\.a", ""}}));
  EXPECT_EQ(advised({"m", "m.a"}, Mode::exact, "a"), (List{{Mode::exact, "m.a", ""}}));
  EXPECT_EQ(advised({"m", "m.a"}, Mode::segment, "b"), List()) << "a guess is no advice";
}

TEST(Audit, SaysWhatAnUnmatchedPatternMayHaveMeant) {
  const struct {
    Mode mode;
    const char* pattern;
    const char* why;
  } rows[] = {
      {Mode::segment, "q_prj", "did you mean \"q_proj\""},
      {Mode::segment, "t.l.0.q_prj", "did you mean \"t.l.0.q_proj\""},
      {Mode::regex, "q_proj", "must match the whole path"},
      {Mode::exact, "q_proj", "the end of paths"},
      {Mode::segment, "q_proj.weight", "names a parameter"},
      {Mode::segment, "base_model.model.t.l.0", "has no `base_model.model.`"},
      {Mode::segment, "", "selects nothing"},
      {Mode::segment, "zzzzzzzz", "selects nothing"},
      {Mode::segment, ".*q_proj",
       "a list is read as names, not as regexes; as one it would select 3"},
      {Mode::exact, "t.l.0.q_prj", "did you mean \"t.l.0.q_proj\""},
      {Mode::prefix, "q_proj", "the end of paths"},
      {Mode::match, "q_proj", "must match from the start of the path"},
      {Mode::glob, "q_proj", "a glob must match the whole path"},
      {Mode::path_glob, "q_proj", "a glob must match the whole path"},
      {Mode::substring, "q_prj", "did you mean \"q_proj\""},
      {Mode::run, "t.l.0.q_prj", "did you mean \"t.l.0.q_proj\""},
      {Mode::search, "k_proj", "selects nothing"},
      {Mode::glob, "*.k_proj", "selects nothing"},
  };
  for (const auto& each : rows) {
    EXPECT_THAT(audit(kModel, each.mode, {each.pattern}),
                ElementsAre(row("unmatched", "warning", {}, each.why)))
        << each.pattern;
  }
}

TEST(Audit, RefusesWhatDoesNotCompile) {
  EXPECT_THROW(audit(kModel, Mode::regex, {"("}), InputError);
}

TEST(HazardGroups, AreFewAndRanked) {
  const TreeIndex index(shipped("flux1-dev-transformer"));
  const PathTemplates templates(index);
  const Hazards hazards = find_hazards(index);
  const auto [groups, count] = group(index, templates, hazards);
  ASSERT_GT(groups.size(), 2U);
  EXPECT_EQ(groups.size(), count);
  EXPECT_LT(groups.size(), 12U);
  EXPECT_EQ(groups[0].shorter, "transformer_blocks");
  EXPECT_EQ(groups[0].longer, "single_transformer_blocks");
  std::size_t pairs = 0;
  for (const HazardGroup& each : groups) pairs += each.pairs.size();
  EXPECT_EQ(pairs, hazards.pairs.size()) << "each pair in one group";
}

TEST(Renames, LeaveWhatTheySay) {
  const ModuleTree& tree = shipped("flux1-dev-transformer");
  const TreeIndex index(tree);
  const PathTemplates templates(index);
  const Hazards hazards = find_hazards(index);
  const auto renames =
      advise_renames(index, templates, hazards, group(index, templates, hazards).groups);
  ASSERT_FALSE(renames.empty());
  EXPECT_EQ(renames[0].from, "single_transformer_blocks");
  EXPECT_EQ(renames[0].to, "single");
  ModuleTree renamed;
  std::size_t touched = 0;
  for (const std::string_view path : tree.modules) {
    std::string fresh(path);
    if (fresh.starts_with(renames[0].from)) {
      fresh.replace(0, renames[0].from.size(), renames[0].to);
      ++touched;
    }
    renamed.modules.push_back(fresh);
  }
  std::size_t left = 0;
  for (const HazardPair& pair : find_hazards(TreeIndex(renamed)).pairs)
    left += pair.hazard <= Hazard::rerooting ? 1 : 0;
  EXPECT_EQ(left, renames[0].after);
  EXPECT_LT(renames[0].after, renames[0].before);
  EXPECT_EQ(touched, renames[0].modules);
}

TEST(SharedTails, NameTheTowers) {
  const TreeIndex index(shipped("llava-1.5-7b"));
  const auto tails = shared_tails(index, PathTemplates(index));
  ASSERT_FALSE(tails.empty());
  EXPECT_THAT(tails[0].parts, ElementsAre("model.vision_tower", "model.language_model"));
  EXPECT_THAT(tails[0].names, testing::IsSupersetOf({"q_proj", "k_proj", "v_proj", "self_attn"}));
}

TEST(OddSegments, Table) {
  const auto odd = [](const std::vector<std::string>& paths) {
    const ModuleTree tree = tree_of(paths);
    std::vector<std::string> names;
    for (const OddSegment& each : odd_segments(TreeIndex(tree))) names.push_back(each.name);
    return names;
  };
  EXPECT_THAT(odd({"a", "a.-1", "a.01", "a.10", "0", "a.b c", "a.[x]", "a.\xC3\xA9", "a.weight",
                   "_orig_mod", "a.0", "B", "2d", "module"}),
              ElementsAre("-1", "01", "0", "b c", "[x]", "\xC3\xA9", "weight", "_orig_mod", "2d",
                          "module"));
}

}  // namespace
}  // namespace overmatch::audit_test
