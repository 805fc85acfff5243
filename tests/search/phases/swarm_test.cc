// SPDX-License-Identifier: Apache-2.0
// The swarm spends cases where new behaviours are, and asks no subject about it.
#include "search/phases/swarm.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "search/campaign/search.h"

namespace overmatch::swarm_test {
namespace {

struct Tally {
  std::array<std::uint64_t, kStrategies> cases{};
  std::uint64_t fresh = 0;
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
};

Tally run(Mode mode, std::uint64_t seed, std::uint64_t cases) {
  Swarm swarm(mode, seed);
  CaseGenerator generator(mode);
  Case content;
  CaseFacts facts;
  Tally tally;
  for (std::uint64_t index = 0; index < cases; ++index) {
    Choices choices(mix_seed(seed, index));
    generator.generate(choices, content, facts, swarm.next());
    swarm.learn(content, facts);
    ++tally.cases[static_cast<std::size_t>(facts.strategy)];
    if (facts.new_behaviour) ++tally.fresh;
    for (const Names* const names : {&content.patterns, &content.modules}) {
      for (const std::string_view name : *names) {
        for (const char c : name)
          tally.hash = (tally.hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
      }
    }
  }
  return tally;
}

TEST(Swarm, MakesTheSameCasesEverywhere) {
  struct Row {
    Mode mode;
    std::uint64_t hash;
  };
  for (const Row& row :
       {Row{Mode::segment, 18217629659049071299U}, Row{Mode::subtree, 6439145700042309103U},
        Row{Mode::regex, 11056311423452851065U}}) {
    EXPECT_EQ(run(row.mode, 1, 2000).hash, row.hash) << to_string(row.mode);
  }
}

TEST(Swarm, LeavesNoStrategyOut) {
  for (const Mode mode : kModes) {
    for (const std::uint64_t cases : run(mode, 7, 4000).cases)
      EXPECT_GT(cases, 40U) << to_string(mode);
  }
}

TEST(Swarm, SeesFewerNewBehavioursTheLongerItLooks) {
  const std::uint64_t early = run(Mode::segment, 1, 1000).fresh;
  const std::uint64_t late = run(Mode::segment, 1, 8000).fresh - run(Mode::segment, 1, 7000).fresh;
  EXPECT_GT(early, 2 * late);
}

// The supervisor makes the case anew that killed a subject.
TEST(Swarm, ACaseIsMadeAgainWithoutASubject) {
  SearchPlan plan;
  plan.exhaustive = false;
  plan.properties = {&kAgreement};
  plan.cases = 700;
  for (const std::uint64_t number : {std::uint64_t{1}, std::uint64_t{300}, std::uint64_t{700}}) {
    const auto replayed = case_of_search(plan, {}, Mode::segment, Order::any, number);
    ASSERT_TRUE(replayed.has_value());
    Swarm swarm(Mode::segment, plan.seed);
    CaseGenerator generator(Mode::segment);
    Case content;
    CaseFacts facts;
    for (std::uint64_t index = 0; index < number; ++index) {
      Choices choices(mix_seed(plan.seed, index));
      generator.generate(choices, content, facts, swarm.next());
      swarm.learn(content, facts);
    }
    EXPECT_EQ(replayed->patterns, content.patterns);
    EXPECT_EQ(replayed->modules, content.modules);
  }
}

}  // namespace
}  // namespace overmatch::swarm_test
