// SPDX-License-Identifier: Apache-2.0
// The swarm: how the random phase spends its cases over the generator's strategies, collision kinds
// and pattern forms.
//
// Cases are drawn from several mixtures in turn. Some have everything in; in the others, a part of
// the strategies, kinds and forms is out (swarm testing: a narrow mixture reaches combinations that
// a broad one hardly ever makes). After a round there are new ones, in which the strategies that
// lately met more new behaviours for what they cost get more; none gets nothing.
//
// A behaviour is what the reference says, never what the subject says: how patterns and modules
// resemble each other, which of them the reference selects, which collision kind was put in. So the
// mixtures are a pure function of the seed and the mode, and a search can be replayed without its
// subject.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "generate/case_generator.h"
#include "matchers/matcher.h"

namespace overmatch {

class Swarm {
 public:
  Swarm(Mode mode, std::uint64_t seed);

  // The mixture of the next case.
  [[nodiscard]] const Mixture& next();
  // Learns from the case that was made of it, and says in `facts` whether it showed a new
  // behaviour.
  void learn(const Case& content, CaseFacts& facts);

  static constexpr std::uint64_t kMixtures = 8;  // in turn
  static constexpr std::uint64_t kRound = 256;   // cases of all of them together

 private:
  void begin_round();
  [[nodiscard]] bool is_new(std::uint64_t behaviour);
  [[nodiscard]] std::uint64_t resemblance(const Case& content);

  Mode mode_;
  std::uint64_t seed_;
  std::uint64_t cases_ = 0;
  std::array<Mixture, kMixtures> mixtures_;
  // Lately, by strategy: new behaviours, and bytes handled.
  std::array<std::uint64_t, kStrategies> fresh_{};
  std::array<std::uint64_t, kStrategies> cost_{};
  std::vector<std::uint64_t> known_;  // a hash table with open addresses; 0 is free
  std::size_t known_count_ = 0;
  std::unique_ptr<Matcher> reference_;
  Answer answer_;
};

}  // namespace overmatch
