// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/find_stateful.h"

#include <utility>

#include "generate/case_generator.h"
#include "properties/registry.h"
#include "search/reduce/reduce.h"
#include "search/violations.h"

namespace overmatch {

namespace {

// Cases asked of a fresh process each.
constexpr std::uint64_t kCasesForMemory = 200;
constexpr int kTriesForMemory = 12;

}  // namespace

std::optional<Finding> find_stateful(const Runner& runner, const SearchPlan& plan,
                                     std::uint64_t cases_before,
                                     const std::function<bool()>& goes_on) {
  CaseGenerator generator(runner.mode(), false, runner.order());
  Discovery discovery;
  discovery.phase = Phase::random;
  CaseFacts facts;
  int tries = 0;
  for (std::uint64_t index = 0; index < kCasesForMemory && tries < kTriesForMemory && goes_on();
       ++index) {
    Choices choices(mix_seed(plan.seed, index));
    generator.generate(choices, discovery.content, facts);
    const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      for (const Property* const property : plan.properties) {
        if (property == &kAgreement || !property->applies(probe.mode(), probe.order())) continue;
        trial.begin(discovery.content);
        report_violations(trial, *property, sink);
      }
    });
    if (run.output.empty()) continue;
    ++tries;
    discovery.key = {&kDeterminism, Direction::other, KindGroup::whole_list};
    discovery.found_after = cases_before + index + 1;
    discovery.strategy = to_string(facts.strategy);
    Finding finding = reduce(runner, plan.properties, discovery, std::nullopt, Effort::minimal);
    if (!finding.not_reduced.empty()) throw WorkEnded{};  // interrupted
    if (!finding.reproducible) continue;
    finding.stateful = true;
    return finding;
  }
  return std::nullopt;
}

}  // namespace overmatch
