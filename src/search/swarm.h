// The swarm: how the random phase spends its cases over the generator's strategies, collision kinds and pattern forms.
//
// Cases come in blocks. Each block is drawn from a mixture of its own: some strategies, kinds and forms are in, the others are
// out (swarm testing: a narrow mixture reaches combinations that a broad one hardly ever makes). Strategies that lately met
// more new behaviours for what they cost get more of the next blocks; none gets nothing for long.
//
// A behaviour is what the reference says, never what the subject says: how patterns and modules resemble each other, which of
// them the reference selects, which collision kind was put in. So the mixtures are a pure function of the seed and the mode,
// and a search can be replayed without its subject.
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
  // Learns from the case that was made of it, and says in `facts` whether it showed a new behaviour.
  void learn(const Case& content, CaseFacts& facts);

  static constexpr std::uint64_t kBlock = 64;  // cases of one mixture

 private:
  void begin_block();
  [[nodiscard]] bool is_new(std::uint64_t behaviour);
  [[nodiscard]] std::uint64_t resemblance(const Case& content);

  Mode mode_;
  std::uint64_t seed_;
  std::uint64_t cases_ = 0;
  Mixture mixture_;
  // Lately, by strategy: new behaviours, and bytes handled.
  std::array<std::uint64_t, kStrategies> fresh_{};
  std::array<std::uint64_t, kStrategies> cost_{};
  std::vector<std::uint64_t> known_;  // a hash table with open addresses; 0 is free
  std::size_t known_count_ = 0;
  std::unique_ptr<Matcher> reference_;
  Answer answer_;
};

}  // namespace overmatch
