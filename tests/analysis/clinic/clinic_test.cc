// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic/clinic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "generate/regex_pattern.h"
#include "matchers/regex.h"
#include "names/input_error.h"
#include "tests/analysis/trees.h"

namespace overmatch::clinic_test {
namespace {

// What was found, in one line: "open-start ?one-digit", notes with a question mark.
std::string kinds(const Diagnosis& diagnosis) {
  std::string text;
  for (const auto& finding : diagnosis.findings) {
    if (!text.empty()) text += ' ';
    text += (finding.warning ? "" : "?") + std::string(to_string(finding.kind));
  }
  return text;
}

Diagnosis examine_on(std::vector<std::string_view> names, const char* regex,
                     std::optional<Applied> applied = std::nullopt) {
  NamePool pool;
  pool.names = std::move(names);
  const RealNames real(std::move(pool), "test");
  ClinicOptions options;
  options.applied = applied;
  options.own_model = true;
  return examine_regex(regex, real, options);
}

struct Row {
  const char* regex;
  const char* kinds;
  const char* repaired;  // "" for the regex itself
};

void expect(const Diagnosis& diagnosis, const Row& row) {
  EXPECT_EQ(kinds(diagnosis), row.kinds) << row.regex;
  EXPECT_EQ(diagnosis.repaired, *row.repaired == '\0' ? row.regex : row.repaired) << row.regex;
  EXPECT_EQ(diagnosis.verdict == Conclusion::refuted,
            std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                        [](const auto& one) { return one.warning; }))
      << row.regex;
}

// Two subtrees, a fused projection, layers of one and of two digits, names that others end with.
const std::vector<std::string_view> kModel = {"vision",
                                              "vision.q_proj",
                                              "text",
                                              "text.l",
                                              "text.l.0",
                                              "text.l.0.q_proj",
                                              "text.l.0.v_proj",
                                              "text.l.1",
                                              "text.l.1.q_proj",
                                              "text.l.1.v_proj",
                                              "text.l.10",
                                              "text.l.10.q_proj",
                                              "text.l.10.qkv_proj",
                                              "text.l.15",
                                              "text.l.15.q_proj",
                                              "text.l.16",
                                              "text.l.16.q_proj",
                                              "head",
                                              "pre_head",
                                              "text.norm",
                                              "textXnorm",
                                              "text.linear_1",
                                              "text.linear_2"};

TEST(ClinicTest, FindsEachMistakeAndTriesItsCorrection) {
  for (const Row& row : std::initializer_list<Row>{
           // Marks of other tools, and texts of other languages.
           {"re:.*\\.q_proj", "foreign-mark", R"(.*\.q_proj)"},
           {"r'.*\\.q_proj'", "foreign-mark", R"(.*\.q_proj)"},
           {"/.*\\.q_proj/", "foreign-mark", R"(.*\.q_proj)"},
           {R"(.*\.q_proj=CPU)", "foreign-mark", R"(.*\.q_proj)"},
           {R"(-.*\.q_proj)", "foreign-mark", R"(.*\.q_proj)"},
           {R"(.*\\.q_proj)", "doubled-backslash", R"(.*\.q_proj)"},
           {R"(re:text\\.l\\.\\d+\\.q_proj)", "foreign-mark doubled-backslash",
            R"(text\.l\.\d+\.q_proj)"},
           // Classes that were meant as groups, and ranges that are none.
           {R"(text\.l\.\d+\.[q_proj|v_proj])", "class-for-group",
            R"(text\.l\.\d+\.(?:q_proj|v_proj))"},
           {R"(.*\.[q_proj|v_proj].*)", "class-for-group", R"(.*\.(?:q_proj|v_proj)(?:\..*)?)"},
           {"['q_proj', \"v_proj\"]", "class-for-group", R"((?:.*\.)?(?:q_proj|v_proj))"},
           {R"(text\.l\.[0-15]\.q_proj)", "number-range", R"(text\.l\.(?:[0-9]|1[0-5])\.q_proj)"},
           {R"(text\.l\.[10-15]\.q_proj)", "number-range", R"(text\.l\.(?:1[0-5])\.q_proj)"},
           {R"(text\.l\.{0-15}\.q_proj)", "number-range", R"(text\.l\.(?:[0-9]|1[0-5])\.q_proj)"},
           {R"(text\.l\.(0..15)\.q_proj)", "number-range", R"(text\.l\.([0-9]|1[0-5])\.q_proj)"},
           {R"(text\.l\.[0,10,15]\.q_proj)", "class-for-group", R"(text\.l\.(?:0|10|15)\.q_proj)"},
           // Lists and blanks.
           {R"(.*\.(q_proj | v_proj))", "foreign-character", R"(.*\.(q_proj|v_proj))"},
           {"q_proj, v_proj", "foreign-character", R"((?:.*\.)?(?:q_proj|v_proj))"},
           {" .*\\.q_proj\n", "foreign-character", R"(.*\.q_proj)"},
           {R"(text/l/0/q_proj)", "foreign-character", R"(text\.l\.0\.q_proj)"},
           {R"(.*\.(q_proj||v_proj))", "empty-branch", R"(.*\.(q_proj|v_proj))"},
           {R"(.*\.q_proj|)", "empty-branch", R"(.*\.q_proj)"},
           // Shell patterns.
           {R"(text\.l*\.q_proj)", "glob", R"(text\.l.*\.q_proj)"},
           {R"(text\.l\.*\.q_proj)", "glob", R"(text\.l\..*\.q_proj)"},
           {R"(text\.l\.\*\.q_proj)", "glob", R"(text\.l\.[^.]*\.q_proj)"},
           {R"(text\.l\.0\.{q,v}_proj)", "glob", R"(text\.l\.0\.(?:q|v)_proj)"},
           {R"(text\.l\.{i}\.q_proj)", "placeholder", R"(text\.l\.[0-9]+\.q_proj)"},
           {R"(text\.l\.X\.q_proj)", "placeholder", R"(text\.l\.[0-9]+\.q_proj)"},
           // Alternations: a branch that selects nothing.
           {R"(.*\.q_proj|v_proj)", "ungrouped-alternation", R"(.*\.(?:q_proj|v_proj))"},
           {R"((text\.l\.0|1)\.q_proj)", "ungrouped-alternation", R"((text\.l\.(?:0|1))\.q_proj)"},
           {R"(norm|.*\.q_proj)", "dead-branch", R"((?:.*\.)?norm|.*\.q_proj)"},
           {R"((v_proj|.*\.q_proj))", "dead-branch", R"(((?:.*\.)?v_proj|.*\.q_proj))"},
           {R"(.*\.nothing|.*\.q_proj)", "?dead-branch", ""},
           // Looks that exclude nothing.
           {R"(.*(?!vision).*\.q_proj)", "idle-look", R"((?!.*vision).*\.q_proj)"},
           {R"(.*(?<!vision).*\.q_proj)", "idle-look", R"((?!.*vision).*\.q_proj)"},
           {R"(^.*(?!vision).*\.q_proj$)", "idle-look", R"(^(?!.*vision).*\.q_proj$)"},
           {R"(.*(?!audio).*\.q_proj)", "idle-look", R"((?!.*audio).*\.q_proj)"},
           {R"((?!l\.1\.).*\.l\.\d+\.q_proj)", "idle-look", R"((?!.*l\.1\.).*\.l\.\d+\.q_proj)"},
           // Borders of segments.
           {"text.norm", "unescaped-dot", R"(text\.norm)"},
           {".*v_proj", "open-start", R"((?:.*\.)?v_proj)"},
           {R"(text.*v_proj)", "open-start", R"(text.*\.v_proj)"},
           {".*head", "open-start", R"((?:.*\.)?head)"},
           {R"(text\.l\.1.*)", "open-end", R"(text\.l\.1(?:\..*)?)"},
           {R"(text\.l\.1.*\.q_proj)", "open-end", R"(text\.l\.1(?:\..*)?\.q_proj)"},
           {R"(text\.l\.[0-9]\.q_proj)", "?one-digit", ""},
           // What must match the whole path.
           {R"(.*\.Q_proj)", "letter-case", R"((?i).*\.Q_proj)"},
           {R"(\.l\.)", "?reading", ""},
           {"nothing", "no-name", ""},
       }) {
    expect(examine_on(kModel, row.regex), row);
  }
}

TEST(ClinicTest, JudgesAFullMatchWhereThatIsAskedFor) {
  for (const Row& row : std::initializer_list<Row>{
           {"q_proj", "reading", R"((?:.*\.)?q_proj)"},
           {"^q_proj$", "reading", R"(^(?:.*\.)?q_proj$)"},
           {"q_proj|v_proj", "reading", R"((?:.*\.)?(?:q_proj|v_proj))"},
           {R"(\.q_proj)", "no-name", R"(.*\.q_proj)"},
           {R"(.*\.l\.)", "no-name", R"(.*\.l\..*)"},
           {R"(l\.1.*\.)", "no-name open-end", R"((?:.*\.)?l\.1(?:\..*)?\..*)"},
       }) {
    expect(examine_on(kModel, row.regex, Applied::fullmatch), row);
  }
}

TEST(ClinicTest, JudgesASearchByWhatItFinds) {
  const std::vector<std::string_view> tensors = {"blk.1.ffn_up_exps.weight", "blk.1.attn_q.weight",
                                                 "blk.10.ffn_up_exps.weight", "output.weight"};
  const Diagnosis open = examine_on(tensors, "blk\\.1", Applied::search);
  EXPECT_EQ(kinds(open), "open-end");
  EXPECT_EQ(open.repaired, "blk\\.1(?![0-9])");
  const Diagnosis found = examine_on(tensors, ".ffn_.*_exps.");
  EXPECT_EQ(kinds(found), "?reading");
  EXPECT_EQ(found.applied, Applied::search);
  EXPECT_EQ(found.findings.front().effect.after, 2U);
  EXPECT_TRUE(found.findings.front().effect.lost.empty());
}

// An open edge that most of the selection needs may be meant: it is reported and not corrected.
TEST(ClinicTest, TellsWhatAnOpenEdgeReaches) {
  const std::vector<std::string_view> pipeline = {
      "text_encoder",     "text_encoder.l", "text_encoder_2", "text_encoder_2.l",
      "text_encoder_2.h", "unet.norm",      "unet.layernorm", "unet.post_layernorm"};
  const struct {
    const char* regex;
    const char* kinds;
    const char* narrower;
    Selection lost;
  } rows[] = {
      {"text_encoder.*", "?open-end", R"(text_encoder(?:\..*)?)", {2, 3, 4}},
      {".*norm", "?open-start", R"((?:.*\.)?norm)", {6, 7}},
      {"unet.*", "", "", {}},
      {".*layernorm", "open-start", R"((?:.*\.)?layernorm)", {7}},
  };
  for (const auto& row : rows) {
    const Diagnosis diagnosis = examine_on(pipeline, row.regex);
    EXPECT_EQ(kinds(diagnosis), row.kinds) << row.regex;
    if (diagnosis.findings.empty()) continue;
    EXPECT_EQ(diagnosis.findings.front().corrected, row.narrower);
    EXPECT_EQ(diagnosis.findings.front().effect.lost, row.lost);
    EXPECT_EQ(diagnosis.repaired, diagnosis.findings.front().warning ? row.narrower : row.regex);
  }
  // Of all models, only numbered copies are told: `.*norm` is for all norms.
  const auto of_all = [&](const char* regex) {
    NamePool pool;
    pool.names = pipeline;
    return kinds(examine_regex(regex, RealNames(std::move(pool), "all")));
  };
  EXPECT_EQ(of_all("text_encoder.*"), "?open-end");
  EXPECT_EQ(of_all(".*norm"), "");
}

// By a full match the look excludes nothing, as nothing stands behind it; by re.match it does.
TEST(ClinicTest, DoesNotMendALookThatIsForAnotherWay) {
  NamePool pool;
  pool.names = {"model", "model.visual", "model.text"};
  const RealNames names(pool, "test");
  const char* const regex = R"(^model(?!\.visual))";
  const Diagnosis diagnosis = examine_regex(regex, names);
  EXPECT_EQ(kinds(diagnosis), "?idle-look");
  EXPECT_EQ(diagnosis.repaired, regex);
  ClinicOptions options;
  options.applied = Applied::fullmatch;
  EXPECT_EQ(kinds(examine_regex(regex, names, options)), "idle-look");
}

TEST(ClinicTest, IsQuietAboutWhatIsMeant) {
  for (const char* const regex :
       {R"((.*\.)?q_proj)", R"(.*\.(q|v)_proj)", ".*", R"(.*linear.*)", R"(.*linear_.*)",
        R"(.*proj.*)",

        R"((vision\.q_proj|text\.norm))", R"(.*\.q_proj|.*\.v_proj)", R"((?!.*vision).*\.q_proj)",
        R"(text\.l\.[01]\.q_proj)", R"(text\.l\.1[0-5]\.q_proj)", R"(text\.l\.1[05-6]\.q_proj)",
        R"(text\.l\.\d+\..*)", R"(text\.l\.([0-9]|1[0-5])\.q_proj)", R"(^(?:.*\.)?q_proj$)",
        R"(.*\.[qv]_proj)", R"(.*\.(q|)_?proj)", R"(.*\.[q|v]_proj)",
        R"(text\.layers?\..*|.*\.norm)"}) {
    const Diagnosis diagnosis = examine_on(kModel, regex);
    for (const auto& finding : diagnosis.findings)
      EXPECT_FALSE(finding.warning) << regex << ": " << finding.what;
    EXPECT_EQ(diagnosis.repaired, regex);
  }
}

TEST(ClinicTest, CallsHarmlessWhatNoNameTells) {
  const Diagnosis diagnosis = examine_on(kModel, "text.l.0.q_proj");
  EXPECT_EQ(kinds(diagnosis), "");
  ASSERT_EQ(diagnosis.harmless.size(), 1U);
  EXPECT_EQ(diagnosis.harmless.front().kind, MistakeKind::unescaped_dot);
  EXPECT_EQ(diagnosis.tidied, R"(text\.l\.0\.q_proj)");
  EXPECT_EQ(diagnosis.repaired, "text.l.0.q_proj");
}

// The last dot of `.*.mlp.*.` is no border: no name ends with one.
TEST(ClinicTest, EscapesOnlyDotsThatCanBeBorders) {
  const Diagnosis diagnosis = examine_on({"a.mlp.x1", "a.mlp", "axmlp.x1"}, ".*.mlp.x.");
  EXPECT_EQ(kinds(diagnosis), "unescaped-dot");
  EXPECT_EQ(diagnosis.repaired, R"(.*\.mlp\.x.)");
}

// `v_proj` alone is no name of this model: no segment can be written instead.
TEST(ClinicTest, TellsThatAShortWordIsOnlyTheEndOfOthers) {
  const Diagnosis diagnosis = examine_on({"a.qkv_proj", "b.qkv_proj"}, ".*v_proj");
  EXPECT_EQ(kinds(diagnosis), "open-start");
  EXPECT_EQ(diagnosis.findings.front().corrected, "");
  EXPECT_EQ(kinds(examine_on({"a.self_attn", "b.cross_attn"}, ".*attn")), "");
}

// A collision counts in a model that has what is meant, too.
TEST(ClinicTest, DoesNotBlameARegexForOtherModels) {
  NamePool pool;
  pool.names = {"lm_head", "mlm_head"};
  pool.models = {{0}, {1}};
  pool.count = 2;
  EXPECT_EQ(kinds(examine_regex(".*lm_head", RealNames(pool, "two"))), "");
  pool.models = {{0, 1}, {1}};
  EXPECT_EQ(kinds(examine_regex(".*lm_head", RealNames(pool, "two"))), "open-start");
}

TEST(ClinicTest, AnswersUndecidedWhereNoAutomatonFollows) {
  EXPECT_EQ(examine_on(kModel, R"(.*\.(q_pro)j|(x)\2)").verdict, Conclusion::undecided);
  EXPECT_THROW((void)examine_on(kModel, "a("), InputError);
}

// Whatever is written instead compiles, selects something, and does what is told of it.
TEST(ClinicTest, TriesEveryCorrectionOfGeneratedPatterns) {
  Choices choices(3);
  std::string regex;
  std::size_t corrected = 0;
  NamePool pool;
  pool.names = {"model.layers.0.self_attn.q_proj",
                "model.layers.1.mlp.up_proj",
                "model.layers.10.self_attn.q_proj",
                "amodel.layers.0.self_attn.q_proj",
                "model.layers.0.self_attn.aq_proj",
                "model.layers.1",
                "modelalayers.1"};
  const RealNames names(pool, "test");
  for (int round = 0; round < 300; ++round) {
    generate_regex(choices, "model.layers.0.self_attn.q_proj", "model.layers.1.mlp.up_proj", regex);
    if (!regex_compiles(regex)) continue;
    const Diagnosis diagnosis = examine_regex(regex, names);
    for (const std::string* const one : {&diagnosis.repaired, &diagnosis.tidied})
      EXPECT_TRUE(regex_compiles(*one)) << regex << ": " << *one;
    if (diagnosis.repaired == regex) continue;
    ++corrected;
    const Selection after = *names.select(diagnosis.repaired, diagnosis.applied);
    EXPECT_FALSE(after.empty()) << regex;
    const Selection before = names.select(regex, diagnosis.applied).value_or(Selection());
    Selection lost;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(lost));
    EXPECT_EQ(diagnosis.effect.after, after.size()) << regex;
    EXPECT_EQ(diagnosis.effect.lost, lost) << regex << ", corrected " << diagnosis.repaired;
  }
  EXPECT_GT(corrected, 20U);
}

}  // namespace
}  // namespace overmatch::clinic_test
