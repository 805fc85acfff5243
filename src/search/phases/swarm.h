// SPDX-License-Identifier: Apache-2.0
// A swarm chooses how the random phase mixes the generator's strategies, collision kinds and
// pattern forms.
//
// This is swarm testing (Groce et al., https://doi.org/10.1145/2338965.2336763) with adaptive
// weights: cases are drawn from several mixtures in turn. One in four includes everything. The
// others each omit some strategies, kinds and forms, and so reach combinations that a broad mixture
// hardly ever makes. After each round the mixtures are drawn again: a strategy gets more weight if
// it recently met more new behaviours for its cost, and never none.
//
// A behaviour is computed from the reference, never from the subject: how patterns and modules
// resemble each other, which modules the reference selects, which collision kinds are in the case.
// So the mixtures are a pure function of the seed and the mode, and a search can be replayed
// without its subject.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "generate/case_generator.h"
#include "matchers/matcher.h"

namespace overmatch {

// The mixtures of one random phase.
class Swarm {
 public:
  Swarm(Mode mode, std::uint64_t seed);

  // The mixture of the next case.
  [[nodiscard]] const Mixture& next();
  // Updates the weights with the case made of that mixture, and sets `facts.new_behaviour`.
  void learn(const Case& content, CaseFacts& facts);

  static constexpr std::uint64_t kMixtures = 8;  // used in turn
  static constexpr std::uint64_t kRound = 256;   // cases until the mixtures are drawn again

 private:
  void begin_round();
  [[nodiscard]] bool is_new(std::uint64_t behaviour);
  [[nodiscard]] std::uint64_t resemblance(const Case& content);

  Mode mode_;
  std::uint64_t seed_;
  std::uint64_t cases_ = 0;
  std::array<Mixture, kMixtures> mixtures_;
  // By strategy, in recent rounds: new behaviours, and bytes of their cases.
  std::array<std::uint64_t, kStrategies> fresh_{};
  std::array<std::uint64_t, kStrategies> cost_{};
  std::vector<std::uint64_t> known_;  // a hash table with open addressing; 0 is a free slot
  std::size_t known_count_ = 0;
  std::unique_ptr<Matcher> reference_;
  Answer answer_;
};

}  // namespace overmatch
