// SPDX-License-Identifier: Apache-2.0
// A search that ends before its time tells what it has found, and claims no more than it has seen.
#include <gtest/gtest.h>

#include <memory>

#include "planted/planted.h"
#include "properties/registry.h"
#include "search/campaign/campaign.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::interruption_test {
namespace {

CampaignOptions options() {
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 500;
  return options;
}

Subject planted_subject(std::string_view name, bool in_process) {
  const Planted* const planted = find_planted(name);
  EXPECT_NE(planted, nullptr) << name;
  return {planted->make(), planted->mode, in_process, "--test"};
}

TEST(Interruption, OfAWrongSubjectReportsWhatWasFound) {
  for (const bool in_process : {false, true}) {
    Subject subject = planted_subject("segment-underscore-boundary", in_process);
    const TemporaryFolder folder;
    CampaignOptions saving = options();
    saving.save_folder = folder.path();
    const CampaignResult result = run_campaign(
        subject, saving,
        [](std::string_view doing, std::uint64_t) { return !doing.starts_with("shrinking"); });
    EXPECT_TRUE(result.interrupted);
    EXPECT_FALSE(is_complete(result));
    EXPECT_TRUE(result.covered.empty());
    ASSERT_FALSE(result.findings.empty());
    for (const Finding& finding : result.findings) {
      EXPECT_EQ(finding.not_reduced, kInterrupted);
      EXPECT_EQ(finding.minimality, Minimality::not_proved);
      EXPECT_TRUE(finding.file.starts_with(folder.path()));
    }
  }
}

TEST(Interruption, OfTheSearchReportsWhatWasFound) {
  Subject subject = planted_subject("segment-underscore-boundary", false);
  CampaignOptions endless = options();
  endless.plan.cases = 100'000'000;
  endless.plan.keep_going = true;
  const CampaignResult result = run_campaign(
      subject, endless,
      [](std::string_view doing, std::uint64_t) { return !doing.starts_with("random"); });
  EXPECT_TRUE(result.interrupted);
  EXPECT_FALSE(result.findings.empty());
}

TEST(Interruption, OfARightSubjectIsNotComplete) {
  Subject subject = planted_subject("segment-correct-hashed", false);
  const CampaignResult result =
      run_campaign(subject, options(),
                   [](std::string_view doing, std::uint64_t) { return doing == "starting"; });
  EXPECT_TRUE(result.findings.empty());
  EXPECT_FALSE(is_complete(result));
  EXPECT_TRUE(result.covered.empty());
}

// The historical rule, counted.
class Counted final : public Matcher {
 public:
  explicit Counted(int& questions) : questions_(questions) {}
  [[nodiscard]] std::string_view name() const override { return "counted"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    ++questions_;
    rule_->match(question, answer);
  }

 private:
  int& questions_;
  std::unique_ptr<Matcher> rule_ = make_reference(Mode::endswith);
};

TEST(Interruption, OfOneCaseReportsWhatWasFound) {
  const Case content{Mode::segment, {"model.a"}, {"model.a", "my_model.a"}, {}};
  for (const int last : {20, 60, 200, 600}) {
    int questions = 0;
    Subject subject{std::make_unique<Counted>(questions), Mode::segment, true, "--test"};
    const CaseFindings some =
        reduce_case(subject, content, options(), true,
                    [&](std::string_view, std::uint64_t) { return questions < last; });
    EXPECT_TRUE(some.interrupted) << last;
    EXPECT_FALSE(some.findings.empty()) << last;
  }
  int questions = 0;
  Subject subject{std::make_unique<Counted>(questions), Mode::segment, true, "--test"};
  const CaseFindings all = reduce_case(subject, content, options(), true,
                                       [](std::string_view, std::uint64_t) { return true; });
  EXPECT_FALSE(all.interrupted);
  ASSERT_FALSE(all.findings.empty());
  EXPECT_EQ(all.findings[0].minimality, Minimality::proved);
}

TEST(Interruption, PlannedEndIsNone) {
  Subject subject = planted_subject("segment-correct-hashed", false);
  CampaignOptions timed = options();
  timed.plan.seconds = 0.05;
  EXPECT_TRUE(is_complete(run_campaign(subject, timed)));
}

TEST(Interruption, NothingTriedIsNotComplete) {
  Subject subject = planted_subject("segment-correct-hashed", false);
  CampaignOptions nothing = options();
  nothing.plan.cases = 0;
  nothing.plan.exhaustive = false;
  EXPECT_FALSE(is_complete(run_campaign(subject, nothing)));
}

TEST(Saving, ThatFailsIsToldBesideWhatWasFound) {
  Subject subject = planted_subject("segment-underscore-boundary", false);
  CampaignOptions saving = options();
  saving.save_folder = "/proc/overmatch/cases";
  const CampaignResult result = run_campaign(subject, saving);
  EXPECT_FALSE(result.findings.empty());
  EXPECT_FALSE(result.not_saved.empty());
  for (const Finding& finding : result.findings) EXPECT_EQ(finding.file, "");
}

}  // namespace
}  // namespace overmatch::interruption_test
