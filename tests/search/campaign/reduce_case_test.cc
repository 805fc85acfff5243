// SPDX-License-Identifier: Apache-2.0
// One case of the user's put to a planted matcher; and campaigns without a process of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "fast/fast.h"
#include "planted/planted.h"
#include "properties/registry.h"
#include "search/campaign/campaign.h"
#include "tests/support/message_of.h"
#include "tests/support/sanitized.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::reduce_case_test {
namespace {

std::string show(const Finding& finding) {
  std::string text = finding.id() + ":";
  for (const std::string_view name : finding.minimal.patterns) text.append(" ").append(name);
  text += " |";
  for (const std::string_view name : finding.minimal.modules) text.append(" ").append(name);
  return text;
}

CampaignOptions with_all_properties() {
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 1000;
  options.limits.call = std::chrono::milliseconds(200);
  return options;
}

Subject subject_of(std::string_view name, bool in_process = false) {
  const Planted* const planted = find_planted(name);
  EXPECT_NE(planted, nullptr) << name;
  return {planted->make(), planted->mode, in_process, "--test"};
}

const Case kFlux{
    Mode::segment,
    {"transformer_blocks.0.attn.to_q"},
    {"proj_out", "single_transformer_blocks.0.attn.to_q", "transformer_blocks.0.attn.to_q"},
    "transformer_blocks"};

TEST(ReduceCase, SaysNothingOfAMatcherThatIsRight) {
  Subject subject = subject_of("segment-correct-hashed");
  EXPECT_TRUE(reduce_case(subject, kFlux, with_all_properties(), true).findings.empty());
}

// The historical rule, which keeps what it was asked.
class Recorder final : public Matcher {
 public:
  explicit Recorder(std::vector<std::string>& asked) : asked_(asked) {}
  [[nodiscard]] std::string_view name() const override { return "recorder"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    std::string text;
    for (const std::string_view pattern : question.patterns) text.append(pattern).append(" ");
    text += "|";
    for (const std::string_view module : question.modules) text.append(" ").append(module);
    asked_.push_back(text);
    make_reference(Mode::endswith)->match(question, answer);
  }

 private:
  std::vector<std::string>& asked_;
};

TEST(ReduceCase, AsksNoListWithLabelsOfAMatcherOfPlainLists) {
  Subject subject{fast::make_fast(Mode::segment), Mode::segment, false, {}};
  Case content{Mode::segment, {"a"}, {"a"}, {}, {}};
  content.labels.assign(Order::first, {1});
  EXPECT_EQ(message_of([&] { (void)reduce_case(subject, content, with_all_properties(), false); }),
            "the case is a list with labels, and fast-segment reads plain lists only");
  content.labels.clear();
  EXPECT_TRUE(reduce_case(subject, content, with_all_properties(), false).findings.empty());
}

TEST(ReduceCase, AsksThePairToBlameByItselfFirst) {
  std::vector<std::string> asked;
  Subject subject{std::make_unique<Recorder>(asked), Mode::segment, true, "--test"};
  Case several = kFlux;
  several.patterns.push_back("text_model");
  const auto findings = reduce_case(subject, several, with_all_properties(), true).findings;
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(show(findings[0]), "agreement/overmatch/glued-prefix: a | aa");
  EXPECT_NE(std::find(asked.begin(), asked.end(),
                      "transformer_blocks.0.attn.to_q | single_transformer_blocks.0.attn.to_q"),
            asked.end());
}

TEST(ReduceCase, ShrinksWhenItIsAskedTo) {
  for (const bool minimal : {true, false}) {
    Subject subject = subject_of("segment-no-boundary");
    const auto findings = reduce_case(subject, kFlux, with_all_properties(), minimal).findings;
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings[0].key.property, &kAgreement);
    EXPECT_EQ(findings[0].key.direction, Direction::overmatch);
    EXPECT_EQ(findings[0].original, kFlux);
    EXPECT_TRUE(findings[0].reproducible);
    if (minimal) {
      EXPECT_EQ(show(findings[0]), "agreement/overmatch/glued-prefix: a | aa");
      EXPECT_EQ(findings[0].minimality, Minimality::proved);
    } else {
      EXPECT_EQ(findings[0].minimal, kFlux);
      EXPECT_EQ(findings[0].minimality, Minimality::not_proved);
    }
  }
}

TEST(ReduceCase, GivesOneFindingForEachMistakeIfThatIsWanted) {
  CampaignOptions options = with_all_properties();
  Subject subject = subject_of("segment-no-boundary");
  EXPECT_GT(reduce_case(subject, kFlux, options, true).findings.size(), 1U);
  options.one_per_mistake = true;
  const auto findings = reduce_case(subject, kFlux, options, true).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(show(findings[0]), "agreement/overmatch/glued-prefix: a | aa");
  EXPECT_FALSE(findings[0].same_mistake.empty());
}

TEST(ReduceCase, KeepsTheQuestionThatIsAnsweredWrongly) {
  CampaignOptions options = with_all_properties();
  options.plan.properties = {&kContainment};
  Subject subject = subject_of("segment-no-boundary");
  const auto findings = reduce_case(subject, kFlux, options, true).findings;
  ASSERT_EQ(findings.size(), 1U);
  ASSERT_TRUE(findings[0].follow_up);
  const FollowUp& asked = *findings[0].follow_up;
  ASSERT_EQ(asked.question.patterns.size(), 1U);
  ASSERT_EQ(asked.selected.size(), asked.question.modules.size());
  // More than the module that the pattern is the path of.
  EXPECT_GT(std::count(asked.selected.begin(), asked.selected.end(), Answer::kYes), 1);
}

TEST(ReduceCase, AsksOnlyThePropertiesOfTheOptions) {
  Subject subject = subject_of("segment-no-boundary");
  CampaignOptions options = with_all_properties();
  options.plan.properties = {&kRejection, &kDeterminism};
  EXPECT_TRUE(reduce_case(subject, kFlux, options, false).findings.empty());
  options.plan.properties = {&kContainment};
  const auto findings = reduce_case(subject, kFlux, options, false).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].id(), "containment/overmatch/glued-prefix");
}

TEST(ReduceCase, TellsACrashFromAWrongAnswer) {
  struct Row {
    const char* bug;
    Case content;
    const char* crash;
    const char* shows;
  };
  const std::vector<Row> rows = {
      {"segment-crash-on-root",
       {Mode::segment, {"x.y"}, {"x.y", "", "z"}, {}},
       "crashed: Aborted",
       " | "},
      {"exact-exits-on-empty-list",
       {Mode::exact, {}, {"x.y"}, {}},
       "left the process by exit()",
       " |"},
      {"subtree-hang-on-double-dot", {Mode::subtree, {"x..y"}, {"x.y"}, {}}, "hung", ".. | "},
  };
  for (const Row& row : rows) {
    Subject subject = subject_of(row.bug);
    const auto findings = reduce_case(subject, row.content, with_all_properties(), true).findings;
    ASSERT_FALSE(findings.empty()) << row.bug;
    EXPECT_EQ(findings[0].key.property, &kTotality) << row.bug;
    EXPECT_TRUE(findings[0].crash.starts_with(row.crash)) << findings[0].crash;
    EXPECT_NE(show(findings[0]).find(row.shows), std::string::npos) << show(findings[0]);
  }
}

TEST(CampaignInProcess, FindsWhatAnIsolatedOneFinds) {
  constexpr std::array kNames = {"regex-bad-is-literal", "segment-dash-boundary",
                                 "exact-ignores-case", "subtree-any-depth"};
  for (const char* const name : rows_to_run(kNames, 2)) {
    Subject isolated = subject_of(name);
    Subject in_process = subject_of(name, true);
    const CampaignResult one = run_campaign(isolated, with_all_properties());
    const CampaignResult other = run_campaign(in_process, with_all_properties());
    ASSERT_FALSE(one.findings.empty()) << name;
    ASSERT_EQ(one.findings.size(), other.findings.size()) << name;
    for (std::size_t at = 0; at < one.findings.size(); ++at)
      EXPECT_EQ(show(one.findings[at]), show(other.findings[at])) << name;
    EXPECT_EQ(one.statistics.cases, other.statistics.cases) << name;
    EXPECT_EQ(other.crashes, 0U);
  }
}

// A failure that the interface rules out is a finding, and the properties go on behind it.
TEST(CampaignInProcess, ReportsAnExceptionWithoutDying) {
  Subject subject = subject_of("regex-throws-on-bad-pattern", true);
  const CampaignResult result = run_campaign(subject, with_all_properties());
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].key.property, &kTotality);
  EXPECT_NE(result.findings[0].what.find("threw an exception"), std::string::npos)
      << result.findings[0].what;
  EXPECT_EQ(result.crashes, 0U);
  EXPECT_GT(result.statistics.cases, 1000U);
}

TEST(CampaignFiles, SavesEachFindingAsACaseFile) {
  const TemporaryFolder folder;
  CampaignOptions options = with_all_properties();
  options.save_folder = folder.path();
  Subject subject = subject_of("segment-no-boundary");
  const CampaignResult result = run_campaign(subject, options);
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(folder.size(), static_cast<std::ptrdiff_t>(result.findings.size()));
  for (const Finding& finding : result.findings) {
    EXPECT_TRUE(finding.file.starts_with(folder.path())) << finding.file;
    EXPECT_TRUE(std::filesystem::exists(finding.file)) << finding.file;
  }
}

TEST(CampaignProgress, EndsWhenItIsToldTo) {
  Subject subject = subject_of("segment-correct-hashed");
  CampaignOptions options = with_all_properties();
  options.plan.cases = 100'000'000;
  const CampaignResult result = run_campaign(
      subject, options,
      [](std::string_view doing, std::uint64_t) { return !doing.starts_with("random"); });
  EXPECT_TRUE(result.interrupted);
  EXPECT_TRUE(result.findings.empty());
  EXPECT_LT(result.statistics.cases, options.plan.cases);
}

}  // namespace
}  // namespace overmatch::reduce_case_test
