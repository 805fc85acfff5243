// SPDX-License-Identifier: Apache-2.0
// Whole campaigns on planted matchers: what is found, that the rest goes on, and that the same seed
// says the same.
#include "search/campaign/campaign.h"

#include <gtest/gtest.h>

#include <array>

#include "generate/regex_pattern.h"
#include "planted/planted.h"
#include "properties/registry.h"
#include "tests/support/sanitized.h"

namespace overmatch::campaign_test {
namespace {

CampaignResult check(std::unique_ptr<Matcher> matcher, Mode mode, std::uint64_t seed = 1,
                     std::vector<std::string> accept = {}, bool keep_going = false) {
  Subject subject{std::move(matcher), mode, false, "--test"};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.seed = seed;
  options.plan.keep_going = keep_going;
  options.plan.cases = keep_going ? 20'000 : 2'000;
  options.limits.call = std::chrono::milliseconds(200);
  options.accept = std::move(accept);
  return run_campaign(subject, options);
}

CampaignResult check_planted(std::string_view name, std::uint64_t seed = 1) {
  const Planted* const bug = find_planted(name);
  EXPECT_NE(bug, nullptr) << name;
  return check(bug->make(), bug->mode, seed);
}

std::string show(const Finding& finding) {
  std::string text = finding.id() + ":";
  for (const auto name : finding.minimal.patterns) text.append(" ").append(name);
  text += " |";
  for (const auto name : finding.minimal.modules) text.append(" ").append(name);
  return text;
}

TEST(Campaign, ShrinksTheHistoricalRuleToItsLeastCase) {
  const CampaignResult result = check(make_reference(Mode::endswith), Mode::segment);
  ASSERT_FALSE(result.findings.empty());
  const Finding& first = result.findings.front();
  EXPECT_EQ(show(first), "agreement/overmatch/glued-prefix: a | aa");
  EXPECT_EQ(first.minimality, Minimality::proved);
  EXPECT_EQ(first.selected, std::vector<std::uint8_t>{1});
  EXPECT_FALSE(first.rejected);
}

TEST(Campaign, FindsNothingInCorrectMatchers) {
  for (const char* const name : {"segment-correct-trie", "regex-correct-re2"}) {
    const CampaignResult result = check_planted(name);
    EXPECT_TRUE(result.findings.empty())
        << name << " " << (result.findings.empty() ? "" : show(result.findings[0]));
    EXPECT_FALSE(result.covered.empty());
  }
}

TEST(Campaign, SetsAsideWhatIsAccepted) {
  const CampaignResult result =
      check(make_reference(Mode::endswith), Mode::segment, 1,
            {"agreement/overmatch/glued-prefix", "*/empty", "*/separator"});
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.accepted.size(), 3U);
}

TEST(Campaign, ACrashIsAFindingAndTheRunGoesOn) {
  const CampaignResult result = check_planted("segment-crash-on-root");
  ASSERT_FALSE(result.findings.empty());
  EXPECT_NE(result.findings[0].crash.find("crashed"), std::string::npos)
      << result.findings[0].crash;
  EXPECT_EQ(result.findings[0].minimality, Minimality::proved);
  EXPECT_GT(result.crashes, 0U);
  EXPECT_GT(result.statistics.cases, 10'000U);
}

TEST(Campaign, AHangIsAFinding) {
  const CampaignResult result = check_planted("segment-hang-on-empty-pattern");
  ASSERT_FALSE(result.findings.empty());
  EXPECT_NE(result.findings[0].crash.find("hung"), std::string::npos) << result.findings[0].crash;
  EXPECT_EQ(result.findings[0].minimal.patterns, Names{""});
}

TEST(Campaign, AMemoryIsToldOnce) {
  const CampaignResult result = check_planted("exact-every-second-call");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_TRUE(result.findings[0].stateful);
  EXPECT_TRUE(result.findings[0].reproducible);
}

TEST(Campaign, TheSameSeedSaysTheSame) {
  constexpr std::array kNames = {"regex-search", "segment-no-boundary",
                                 "segment-first-pattern-only", "segment-memo-by-length"};
  for (const char* const name : rows_to_run(kNames, 2)) {
    const CampaignResult first = check_planted(name);
    const CampaignResult again = check_planted(name);
    ASSERT_EQ(first.findings.size(), again.findings.size()) << name;
    for (std::size_t at = 0; at < first.findings.size(); ++at) {
      EXPECT_EQ(show(first.findings[at]), show(again.findings[at]));
      EXPECT_EQ(first.findings[at].found_after, again.findings[at].found_after);
    }
  }
}

TEST(Campaign, OtherSeedsEndAtTheSameLeastCase) {
  constexpr std::array kNames = {"segment-dash-boundary", "subtree-any-depth",
                                 "exact-ignores-case"};
  for (const char* const name : rows_to_run(kNames, 1)) {
    const CampaignResult first = check_planted(name);
    ASSERT_FALSE(first.findings.empty()) << name;
    for (std::uint64_t seed = 2; seed < 5; ++seed) {
      const CampaignResult other = check_planted(name, seed);
      ASSERT_FALSE(other.findings.empty()) << name;
      EXPECT_EQ(show(first.findings[0]), show(other.findings[0])) << name << " seed " << seed;
    }
  }
}

TEST(Campaign, EveryKindStrategyFormAndSituationOccursInADefaultRun) {
  const CampaignResult literal_result =
      check(make_reference(Mode::segment), Mode::segment, 1, {}, true);
  EXPECT_TRUE(literal_result.findings.empty());
  const Statistics& literal = literal_result.statistics;
  for (std::size_t kind = 0; kind < kNameKinds; ++kind) {
    EXPECT_GT(literal.kinds[kind], 20U) << to_string(static_cast<CollisionKind>(kind));
  }
  for (std::size_t at = 0; at < kStrategies; ++at)
    EXPECT_GT(literal.strategies[at], 500U) << to_string(static_cast<Strategy>(at));
  constexpr auto kUsualForms = static_cast<std::size_t>(PatternForm::middle_segments);
  for (std::size_t at = 0; at < kUsualForms; ++at)
    EXPECT_GT(literal.forms[at], 100U) << to_string(static_cast<PatternForm>(at));
  for (const Statistics::Situation at :
       {Statistics::nothing, Statistics::some, Statistics::everything}) {
    EXPECT_GT(literal.situations[at], 500U) << at;
  }
  const CampaignResult regex_result = check(make_reference(Mode::regex), Mode::regex, 1, {}, true);
  EXPECT_TRUE(regex_result.findings.empty())
      << show(regex_result.findings[0]).substr(0, 500) << regex_result.findings[0].crash;
  const Statistics& regex = regex_result.statistics;
  for (std::size_t at = 0; at < kPortableSituations; ++at) {
    EXPECT_GT(regex.regex_situations[at], 200U) << to_string(static_cast<RegexSituation>(at));
  }
  EXPECT_GT(regex.situations[Statistics::rejects], 200U);
}

TEST(Campaign, EveryFormAndSituationOfOpenModesAndGlobsOccursInADefaultRun) {
  const auto statistics_of = [](Mode mode) {
    const CampaignResult result = check(make_reference(mode), mode, 1, {}, true);
    EXPECT_TRUE(result.findings.empty())
        << to_string(mode) << (result.findings.empty() ? "" : show(result.findings[0]));
    return result.statistics;
  };
  const Statistics text = statistics_of(Mode::substring);
  for (std::size_t at = 0; at < kPatternForms; ++at)
    EXPECT_GT(text.forms[at], 100U) << to_string(static_cast<PatternForm>(at));
  const Statistics globs = statistics_of(Mode::glob);
  for (std::size_t at = 0; at < kGlobSituations; ++at)
    EXPECT_GT(globs.glob_situations[at], 100U) << to_string(static_cast<GlobSituation>(at));
  const Statistics search = statistics_of(Mode::search);
  for (std::size_t at = 0; at < kRegexSituations; ++at) {
    if (static_cast<RegexSituation>(at) == RegexSituation::engine_specific) continue;
    EXPECT_GT(search.regex_situations[at], 100U) << to_string(static_cast<RegexSituation>(at));
  }
}

}  // namespace
}  // namespace overmatch::campaign_test
