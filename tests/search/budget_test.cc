// SPDX-License-Identifier: Apache-2.0
// A campaign with little time says what it left out, and still reports what it found.
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <thread>

#include "matchers/matcher.h"
#include "properties/registry.h"
#include "search/campaign/campaign.h"

namespace overmatch::budget_test {
namespace {

// Answers as the reference of a mode does, after a while.
class Slow final : public Matcher {
 public:
  Slow(Mode rule, std::chrono::milliseconds pause)
      : reference_(make_reference(rule)), pause_(pause) {}
  [[nodiscard]] std::string_view name() const override { return "slow"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    std::this_thread::sleep_for(pause_);
    reference_->match(question, answer);
  }

 private:
  std::unique_ptr<Matcher> reference_;
  std::chrono::milliseconds pause_;
};

CampaignResult check(Mode rule, std::chrono::milliseconds pause, double budget) {
  Subject subject{std::make_unique<Slow>(rule, pause), Mode::segment, false, "--test"};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 300;
  options.budget = budget;
  return run_campaign(subject, options);
}

TEST(Budget, WhatIsLeftOutIsCounted) {
  const CampaignResult all = check(Mode::segment, std::chrono::milliseconds(0), 0);
  EXPECT_FALSE(all.out_of_time);
  EXPECT_EQ(all.statistics.all_untried(), 0U);
  EXPECT_FALSE(all.covered.empty());

  const CampaignResult cut = check(Mode::segment, std::chrono::milliseconds(1), 0.5);
  EXPECT_TRUE(cut.out_of_time);
  EXPECT_TRUE(cut.findings.empty());
  EXPECT_TRUE(cut.covered.empty());
  EXPECT_GT(cut.statistics.untried[static_cast<std::size_t>(Phase::random)], 0U);
  EXPECT_EQ(cut.statistics.cases + cut.statistics.all_untried(), all.statistics.cases);
}

TEST(Budget, AmpleTimeChangesNothing) {
  for (const Mode rule : {Mode::segment, Mode::endswith}) {
    const CampaignResult free = check(rule, std::chrono::milliseconds(0), 0);
    const CampaignResult ample = check(rule, std::chrono::milliseconds(0), 3600);
    EXPECT_FALSE(ample.out_of_time);
    EXPECT_EQ(free.statistics.cases, ample.statistics.cases);
    EXPECT_EQ(free.statistics.calls, ample.statistics.calls);
    ASSERT_EQ(free.findings.size(), ample.findings.size());
    for (std::size_t at = 0; at < free.findings.size(); ++at) {
      EXPECT_EQ(free.findings[at].minimal, ample.findings[at].minimal);
      EXPECT_EQ(free.findings[at].minimality, ample.findings[at].minimality);
    }
  }
}

// A right matcher that takes its time from the N-th question on.
class Tiring final : public Matcher {
 public:
  explicit Tiring(std::uint64_t quick) : quick_(quick) {}
  [[nodiscard]] std::string_view name() const override { return "tiring"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    if (++asked_ > quick_) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    reference_->match(question, answer);
  }

 private:
  std::unique_ptr<Matcher> reference_ = make_reference(Mode::segment);
  std::uint64_t quick_;
  std::uint64_t asked_ = 0;
};

CampaignResult check_tiring(std::uint64_t quick, double budget, std::size_t saved) {
  Subject subject{std::make_unique<Tiring>(quick), Mode::segment, false, "--test"};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.corpus.assign(saved, Case{Mode::segment, {"a"}, {"a", "ba"}, {}});
  options.plan.cases = 300;
  options.budget = budget;
  return run_campaign(subject, options);
}

TEST(Budget, ACheckThatTriedAlmostNothingIsIncomplete) {
  const CampaignResult little = check_tiring(0, 1, 0);
  EXPECT_TRUE(little.out_of_time);
  EXPECT_TRUE(little.incomplete);
  EXPECT_FALSE(is_complete(little));
  // The saved cases must all be tried, whatever their number.
  EXPECT_TRUE(check_tiring(20, 1, 1'000).incomplete);
}

TEST(Budget, ACheckThatTriedEnoughIsComplete) {
  const CampaignResult enough = check_tiring(20'000, 6, 5);
  EXPECT_TRUE(enough.out_of_time);
  EXPECT_GE(enough.statistics.cases, kLeastCases);
  EXPECT_FALSE(enough.incomplete);
  EXPECT_TRUE(is_complete(enough));
}

TEST(Budget, WhatASlowSubjectGetsWrongIsReported) {
  const CampaignResult result = check(Mode::endswith, std::chrono::milliseconds(20), 5);
  EXPECT_TRUE(result.out_of_time);
  ASSERT_FALSE(result.findings.empty());
  const Finding& first = result.findings.front();
  EXPECT_EQ(first.key.property, &kAgreement);
  EXPECT_EQ(first.key.direction, Direction::overmatch);
}

}  // namespace
}  // namespace overmatch::budget_test
