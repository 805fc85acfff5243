// SPDX-License-Identifier: Apache-2.0
#include "search/hunt.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "search/idioms.h"
#include "search/lengths.h"
#include "search/opening.h"
#include "search/small.h"
#include "search/swarm.h"

namespace overmatch {

namespace {

// A subject that is never asked: stands in while a hunt is replayed up to a case.
class Absent final : public Matcher {
 public:
  explicit Absent(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return "absent"; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
  }

 private:
  Mode mode_;
};

void search_random(const HuntPlan& plan, Examiner& examiner) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(plan.seconds));
  constexpr std::uint64_t kBetweenLooks = 256;  // at the clock
  examiner.begin_phase(Phase::random);
  examiner.begin_part(1);
  CaseGenerator generator(examiner.mode(), plan.wide);
  Swarm swarm(examiner.mode(), plan.seed);
  Case content;
  CaseFacts facts;
  const std::uint64_t before = examiner.cases();
  for (std::uint64_t index = 0;; ++index) {
    if (plan.seconds > 0) {
      if (index % kBetweenLooks == 0 && Clock::now() >= end) return;
    } else {
      if (index >= plan.cases) return;
      const std::uint64_t first = examiner.first_discovery();
      if (!plan.keep_going && first != 0 &&
          examiner.cases() >= std::max(first, before) + cases_after_finding(examiner.mode()))
        return;
      if (examiner.is_time_up()) {
        const std::uint64_t wanted =
            plan.keep_going || first == 0
                ? plan.cases
                : std::min(plan.cases, cases_after_finding(examiner.mode()));
        if (wanted > index) examiner.leave_untried(wanted - index);
        return;
      }
    }
    Choices choices(mix_seed(plan.seed, index));
    if (plan.swarm) {
      generator.generate(choices, content, facts, swarm.next());
      swarm.learn(content, facts);
    } else {
      generator.generate(choices, content, facts);
    }
    if (!examiner.examine(content, &facts)) return;
  }
}

// A few random cases, the same whatever the seed: most mistakes show in them, and no seed should
// tell what is found first.
void scout(Examiner& examiner) {
  constexpr std::uint64_t kSeed = 0x5C007;
  constexpr std::uint64_t kCases = 150;
  examiner.begin_phase(Phase::small);
  CaseGenerator generator(examiner.mode());
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(kSeed, index));
    generator.generate(choices, content, facts);
    if (!examiner.examine(content, &facts)) return;
  }
}

}  // namespace

void hunt(const HuntPlan& plan, std::span<const TreeSearch> trees, Examiner& examiner,
          const HitTree& hit_tree, const HuntTime& time) {
  if (!plan.wide) examiner.keep_portable();
  if (plan.first_only) examiner.stop_at_first();
  examiner.limit_time(time.latest, time.once_found);
  examiner.begin_phase(Phase::corpus);
  for (const Case& content : plan.corpus) {
    if (!examiner.examine(content)) return;
  }
  if (plan.exhaustive) {
    // What finds most at the least cost comes first. Where time is short, each of the parts that
    // take long leaves some of it to those behind it.
    search_opening(examiner);
    open_idioms(examiner);
    scout(examiner);
    open_lengths(examiner);
    examiner.begin_part(0.4);
    search_idioms(examiner);
    examiner.begin_part(0.6);
    search_small(examiner);
    examiner.begin_part(0.7);
    search_lengths(examiner);
    examiner.begin_part(0.8);
    search_lists(examiner);
  }
  examiner.begin_part(0.9);
  search_trees(examiner, trees, hit_tree);
  search_random(plan, examiner);
}

std::uint64_t end_of_opening(const HuntPlan& plan, Mode mode) {
  if (!plan.exhaustive) return plan.corpus.size();
  Absent absent(mode);
  Probe probe(absent, mode);
  Heartbeat heartbeat;
  Examiner examiner(
      probe, {}, [](const Discovery&) {}, heartbeat, std::numeric_limits<std::uint64_t>::max());
  search_opening(examiner);
  return plan.corpus.size() + examiner.cases();
}

std::optional<Case> case_of_hunt(const HuntPlan& plan, std::span<const TreeSearch> trees, Mode mode,
                                 std::uint64_t number) {
  Absent absent(mode);
  Probe probe(absent, mode);
  Heartbeat heartbeat;
  Examiner examiner(probe, {}, [](const Discovery&) {}, heartbeat, number);
  examiner.capture(number);
  HuntPlan endless = plan;
  endless.cases = number;  // more than enough
  endless.seconds = 0;     // however long it takes
  endless.keep_going = true;
  hunt(endless, trees, examiner, [](const TreeHit&) {});
  return examiner.captured();
}

}  // namespace overmatch
