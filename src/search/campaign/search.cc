// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/search.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "search/phases/first_cases.h"
#include "search/phases/labelled_first_cases.h"
#include "search/phases/lengths.h"
#include "search/phases/small_cases.h"
#include "search/phases/special_words.h"
#include "search/phases/swarm.h"

namespace overmatch {

namespace {

// A subject that is never asked, for replaying a search up to a case.
class Absent final : public Matcher {
 public:
  explicit Absent(Mode mode) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return "absent"; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  [[nodiscard]] bool takes_labels() const override { return true; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
  }

 private:
  Mode mode_;
};

void search_random(const SearchPlan& plan, Tester& tester) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(plan.seconds));
  constexpr std::uint64_t kBetweenLooks = 256;  // at the clock
  tester.begin_phase(Phase::random);
  tester.begin_part(1);
  CaseGenerator generator(tester.mode(), plan.wide, tester.order());
  Swarm swarm(tester.mode(), plan.seed);
  Case content;
  CaseFacts facts;
  const std::uint64_t before = tester.cases();
  for (std::uint64_t index = 0;; ++index) {
    if (plan.seconds > 0) {
      if (index % kBetweenLooks == 0 && Clock::now() >= end) return;
    } else {
      if (index >= plan.cases) return;
      const std::uint64_t first = tester.first_discovery();
      if (!plan.keep_going && first != 0 &&
          tester.cases() >= std::max(first, before) + cases_after_finding(tester.mode()))
        return;
      if (tester.is_time_up()) {
        const std::uint64_t wanted = plan.keep_going || first == 0
                                         ? plan.cases
                                         : std::min(plan.cases, cases_after_finding(tester.mode()));
        if (wanted > index) tester.leave_untried(wanted - index);
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
    if (!tester.test(content, &facts)) return;
  }
}

// A few random cases from a fixed seed: most mistakes show in them, so that the first finding
// rarely depends on the user's seed.
void search_fixed_random(Tester& tester) {
  constexpr std::uint64_t kSeed = 0x5C007;
  constexpr std::uint64_t kCases = 150;
  tester.begin_phase(Phase::small);
  CaseGenerator generator(tester.mode(), false, tester.order());
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(kSeed, index));
    generator.generate(choices, content, facts);
    if (!tester.test(content, &facts)) return;
  }
}

}  // namespace

void run_search(const SearchPlan& plan, std::span<const TreeSearch> trees, Tester& tester,
                const OnTreeHit& on_hit, const SearchTime& time) {
  if (!plan.wide) tester.keep_portable();
  if (plan.brief) tester.be_brief();
  if (plan.first_only) tester.stop_at_first();
  tester.limit_time(time.latest, time.once_found);
  tester.begin_phase(Phase::corpus);
  for (const Case& content : plan.corpus) {
    if (!tester.test(content)) return;
  }
  if (plan.exhaustive) {
    // The phases that find most for their cost come first. begin_part() reserves time for the later
    // ones.
    search_first_cases(tester);
    search_labelled_first_cases(tester);
    search_plain_patterns(tester);
    search_fixed_random(tester);
    search_usual_lengths(tester);
    tester.begin_part(0.4);
    search_special_words(tester);
    tester.begin_part(0.6);
    search_small_pairs(tester);
    tester.begin_part(0.7);
    search_lengths(tester);
    tester.begin_part(0.8);
    search_lists(tester);
  }
  tester.begin_part(0.9);
  search_trees(tester, trees, on_hit);
  search_random(plan, tester);
}

std::uint64_t end_of_first_cases(const SearchPlan& plan, Mode mode, Order order) {
  if (!plan.exhaustive) return plan.corpus.size();
  Absent absent(mode);
  Probe probe(absent, mode, nullptr, kNever, order);
  Heartbeat heartbeat;
  Tester tester(
      probe, {}, [](const Discovery&) {}, heartbeat, std::numeric_limits<std::uint64_t>::max());
  search_first_cases(tester);
  return plan.corpus.size() + tester.cases();
}

std::optional<Case> case_of_search(const SearchPlan& plan, std::span<const TreeSearch> trees,
                                   Mode mode, Order order, std::uint64_t number) {
  Absent absent(mode);
  Probe probe(absent, mode, nullptr, kNever, order);
  Heartbeat heartbeat;
  Tester tester(probe, {}, [](const Discovery&) {}, heartbeat, number);
  tester.capture(number);
  SearchPlan endless = plan;
  endless.cases = number;  // more than enough
  endless.seconds = 0;     // no time limit
  endless.keep_going = true;
  run_search(endless, trees, tester, [](const TreeHit&) {});
  return tester.captured();
}

}  // namespace overmatch
