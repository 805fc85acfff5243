// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "generate/regex_pattern.h"
#include "matchers/regex.h"
#include "names/input_error.h"

namespace overmatch {
namespace {

struct Row {
  const char* regex;
  Complaint complaint;
  bool warning;
  const char* witness;
  const char* corrected;
};

const Diagnosis::Finding* find(const Diagnosis& diagnosis, Complaint complaint) {
  const auto place =
      std::find_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                   [&](const auto& finding) { return finding.complaint == complaint; });
  return place == diagnosis.findings.end() ? nullptr : &*place;
}

constexpr auto kDot = Complaint::unescaped_dot;
constexpr auto kStart = Complaint::open_start;
constexpr auto kEnd = Complaint::open_end;
constexpr auto kBar = Complaint::ungrouped_alternation;
constexpr auto kBorder = Complaint::border;
constexpr auto kReading = Complaint::reading;

TEST(ClinicTest, ComplainsWithAWitnessAndACorrection) {
  const std::vector<Row> rows = {
      {R"(model.layers\.0)", kDot, true, "modelalayers.0", R"(model\.layers\.0)"},
      {"a.b.c", kDot, true, "aabac", R"(a\.b\.c)"},
      {"[a.]x.y", kDot, true, "axay", R"([a.]x\.y)"},
      {".*q_proj", kStart, true, "aq_proj", R"((?:.*\.)?q_proj)"},
      {".+q", kStart, true, "aq", R"(.+\.q)"},
      {"(.*)(q|v)_proj", kStart, true, "aq_proj", R"(((?:.*\.)?)(q|v)_proj)"},
      {"^.*?q$", kStart, true, "aq", R"(^(?:.*?\.)?q$)"},
      {"(?!.*visual).*q", kStart, true, "aq", R"((?!.*visual)(?:.*\.)?q)"},
      {R"(layers\.1.*)", kEnd, true, "layers.1a", R"(layers\.1(?:\..*)?)"},
      {R"(layers\.[0-9]+.+)", kEnd, true, "layers.0a", R"(layers\.[0-9]+\..+)"},
      {R"((q|v).*$)", kEnd, true, "qa", R"((q|v)(?:\..*)?$)"},
      {R"(.*\.q_proj|v_proj)", kBar, true, "v_proj", R"(.*\.(?:q_proj|v_proj))"},
      {R"((?i)model\.q|v)", kBar, true, "v", R"((?i)model\.(?:q|v))"},
      {R"(encoder\.a|decoder\.b)", kBar, false, "decoder.b", R"(encoder\.(?:a|decoder)\.b)"},
      {"^q|v$", kBar, false, "av", "^(?:q|v)$"},
      // In groups, and in groups of groups.
      {R"((model\.layers\.0|1)\.q)", kBar, true, "1.q", R"((model\.layers\.(?:0|1))\.q)"},
      {R"(a\.(?:b\.(?:c\.d|e)|x\.(?:f)))", kBar, true, "a.b.e",
       R"(a\.(?:b\.(?:c\.(?:d|e))|x\.(?:f)))"},
      {R"((?:.*\.q|v)_proj)", kBar, true, "v_proj", R"((?:.*\.(?:q|v))_proj)"},
      {"(a.b|c)", kDot, true, "aab", R"((a\.b|c))"},
      {"model.layers.q|v", kBar, true, "v", "model.layers.(?:q|v)"},
      {R"(.*(\.q|v))", kStart, true, "av", R"((.*\.q|(?:.*\.)?v))"},
      {R"(.*((?:\.q|k)|v))", kStart, true, "ak", R"(((?:.*\.q|(?:.*\.)?k)|(?:.*\.)?v))"},
      {R"((.*q|.+k)_proj)", kStart, true, "ak_proj", R"(((?:.*\.)?q|.+\.k)_proj)"},
      {R"((.*|x\.)q)", kStart, true, "aq", R"(((?:.*\.)?|x\.)q)"},
      {R"((q\.|v).*)", kEnd, true, "va", R"((q\..*|v(?:\..*)?))"},
      {R"((?:q|v)(?:.*|\.x))", kEnd, true, "qa", R"((?:q|v)(?:(?:\..*)?|\.x))"},
      {R"(model\..*\.q)", kBorder, false, "model.a.a.q", R"(model\.[^.\n]*\.q)"},
      {R"([^x]+\.q)", kBorder, false, "a.a.q", R"([^.x]+\.q)"},
      {R"([^]]+\.q)", kBorder, false, "a.a.q", R"([^.\]]+\.q)"},
      {R"([^-x]+\.q)", kBorder, false, "a.a.q", R"([^.\-x]+\.q)"},
      {R"(a\D+b)", kBorder, false, "a.b", R"(a[^\d.]+b)"},
      {R"((?s)a.*b)", kBorder, false, "a.b", R"((?s)a(?:(?!\.).)*b)"},
      {"q_proj", kReading, false, "aq_proj", R"(\A(?:q_proj)\Z)"},
      {"(?i)q", kReading, false, "aq", R"((?i)\A(?:q)\Z)"},
      {"q#(?x:)", kReading, false, "aq#", R"(\A(?:q#(?x:))\Z)"},
      {"(?x)q # the query", kReading, false, "aq", "(?x)\\A(?:q # the query\n)\\Z"},
  };
  for (const Row& row : rows) {
    const Diagnosis diagnosis = examine_regex(row.regex);
    const Diagnosis::Finding* const finding = find(diagnosis, row.complaint);
    ASSERT_NE(finding, nullptr) << row.regex;
    EXPECT_EQ(finding->warning, row.warning) << row.regex;
    EXPECT_EQ(finding->witness, row.witness) << row.regex;
    EXPECT_EQ(finding->corrected, row.corrected) << row.regex;
    EXPECT_EQ(diagnosis.verdict == Conclusion::refuted,
              std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                          [](const auto& one) { return one.warning; }));
  }
}

TEST(ClinicTest, IsQuietAboutWhatChangesNothing) {
  const std::vector<std::pair<const char*, Complaint>> rows = {
      {R"(model\.layers\.0)", kDot},
      {"[.]a[.]b", kDot},
      {R"(model\.[^.]+\.q)", kBorder},
      {R"((.*\.)?q_proj)", kStart},
      {R"(.*\.(q|v)_proj)", kStart},
      {".*(?:\\.q|\\.v)", kStart},
      {R"(layers\.1(\..*)?)", kEnd},
      {R"(layers\..*)", kEnd},
      {".*", kStart},
      {".*", kEnd},
      {R"(.*\.q|.*\.v)", kBar},
      {"q_proj|v_proj", kBar},
      {"q(?:.*)|v", kBar},
      {R"((?:a\.b|a\.c)\.d)", kBar},
      {"a(?:.)*b", kDot},
      {R"(.*(\.q|\.v))", kStart},
      {R"((q\.|v\.).*)", kEnd},
      {R"(\Aq_proj\Z)", kReading},
      {R"(\A(?:q|v)\Z)", kReading},
      {"(?s:.*)q(?s:.*)", kReading},
      {R"((?#.*)q)", kDot},
      {R"(\.|\\.{0}a)", kDot},
  };
  for (const auto& [regex, complaint] : rows) {
    const Diagnosis diagnosis = examine_regex(regex);
    EXPECT_EQ(find(diagnosis, complaint), nullptr) << regex << ": " << to_string(complaint);
  }
}

TEST(ClinicTest, SaysWhereTheReadingsDiffer) {
  const Diagnosis diagnosis = examine_regex("a|ab");
  ASSERT_EQ(diagnosis.readings.size(), 3U);
  EXPECT_EQ(diagnosis.readings[0].same.witness, "aa");  // fullmatch, match
  EXPECT_EQ(diagnosis.readings[1].same.witness, "aa");  // fullmatch, search
  EXPECT_EQ(diagnosis.readings[2].same.witness, "ba");  // match, search
  const Diagnosis anchored = examine_regex("^a");
  EXPECT_EQ(anchored.readings[2].same.verdict, Conclusion::proved);
}

TEST(ClinicTest, AnswersUndecidedWhereNoAutomatonFollows) {
  EXPECT_EQ(examine_regex("(a)\\1").verdict, Conclusion::undecided);
  EXPECT_EQ(examine_regex("(?x)a . b").verdict, Conclusion::undecided);
  EXPECT_THROW((void)examine_regex("a("), InputError);
}

// A correction is a regex, selects the witness exactly if the regex does not, and the same
// complaint about it is gone.
TEST(ClinicTest, CorrectsGeneratedPatterns) {
  Choices choices(3);
  std::string regex;
  std::size_t corrected = 0;
  for (int round = 0; round < 150; ++round) {
    generate_regex(choices, "model.layers.0.self_attn.q_proj", "model.layers.1.mlp.up_proj", regex);
    if (!regex_compiles(regex)) continue;
    for (const Diagnosis::Finding& finding : examine_regex(regex).findings) {
      EXPECT_NE(finding.corrected, "") << regex << ": " << to_string(finding.complaint);
      if (finding.corrected.empty()) continue;
      ++corrected;
      // By a search, the notes on readings and on anchored branches speak of others than the whole
      // name.
      if (finding.complaint == kReading || (finding.complaint == kBar && !finding.warning))
        continue;
      RegexMatcher matcher;
      const std::array<std::string_view, 1> name = {finding.witness};
      const std::array<std::string_view, 1> pattern = {finding.corrected};
      Answer answer;
      matcher.match({pattern, name}, answer);
      EXPECT_NE(answer.selects(0), finding.selected)
          << regex << ", corrected " << finding.corrected;
      if (finding.complaint == kBar) continue;  // what is grouped may still be open
      EXPECT_EQ(find(examine_regex(finding.corrected), finding.complaint), nullptr)
          << regex << ", corrected " << finding.corrected;
    }
  }
  EXPECT_GT(corrected, 150U);
}

}  // namespace
}  // namespace overmatch
