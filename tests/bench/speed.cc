// SPDX-License-Identifier: Apache-2.0
// How fast the random search is, beside the limit that no search can pass: the reference's own loop
// on the same cases.
//
// items_per_second are property checks (a property that spoke about a case; vacuous ones are not
// counted) where properties are asked, else cases; `cases/s` compares them all. Times are CPU
// times, of this process and, in isolation, of the child.
#include <benchmark/benchmark.h>

#include <string>

#include "generate/case_generator.h"
#include "matchers/matcher.h"
#include "properties/registry.h"
#include "search/byte_stream.h"
#include "search/phases/small_cases.h"
#include "search/runner.h"
#include "search/tester.h"
#include "subjects/plugin.h"
#include "tests/bench/bug_set.h"
#include "tests/bench/scale.h"

namespace overmatch::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kDistinct =
    20'000;  // the default number of random cases; then they come again

void generate_only(benchmark::State& state, Mode mode) {
  CaseGenerator generator(mode);
  Case content;
  CaseFacts facts;
  std::uint64_t index = 0;
  for ([[maybe_unused]] const auto step : state) {
    Choices choices(mix_seed(kSeed, index++ % kDistinct));
    generator.generate(choices, content, facts);
    benchmark::DoNotOptimize(content.modules.size());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(index));
  state.counters["cases/s"] =
      benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
}

// Generates each case and asks the reference once: what remains when all properties are taken away.
void reference_loop(benchmark::State& state, Mode mode) {
  const auto reference = make_reference(mode);
  CaseGenerator generator(mode);
  Case content;
  CaseFacts facts;
  Answer answer;
  std::uint64_t index = 0;
  for ([[maybe_unused]] const auto step : state) {
    Choices choices(mix_seed(kSeed, index++ % kDistinct));
    generator.generate(choices, content, facts);
    reference->match(content.question(), answer);
    benchmark::DoNotOptimize(answer.rejected());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(index));
  state.counters["cases/s"] =
      benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
}

void random_search(benchmark::State& state, Mode mode, Order order) {
  const auto subject = make_reference(mode);
  Probe probe(*subject, mode, nullptr, kNever, order);
  Heartbeat heartbeat;
  Tester tester(
      probe, all_properties(),
      [&](const Discovery& discovery) { state.SkipWithError(discovery.what.c_str()); }, heartbeat);
  tester.begin_phase(Phase::random);
  CaseGenerator generator(mode, false, order);
  Case content;
  CaseFacts facts;
  std::uint64_t index = 0;
  for ([[maybe_unused]] const auto step : state) {
    Choices choices(mix_seed(kSeed, index++ % kDistinct));
    generator.generate(choices, content, facts);
    if (!tester.test(content, &facts)) break;
  }
  std::uint64_t checks = 0;
  for (const auto& count : tester.statistics().properties) checks += count.checked;
  state.SetItemsProcessed(static_cast<std::int64_t>(checks));
  state.counters["cases/s"] =
      benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
  state.counters["questions/case"] =
      static_cast<double>(probe.calls()) / static_cast<double>(index);
}

// What a search through a plugin is about.
struct PluginSearch {
  bool in_process = false;
  bool small = false;  // the exhaustive phase, where a case is a pair of a pattern and a name; else
                       // random cases
  std::vector<const Property*> properties;
};

void put_random_cases(Tester& tester) {
  tester.begin_phase(Phase::random);
  CaseGenerator generator(tester.mode());
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kDistinct; ++index) {
    Choices choices(mix_seed(kSeed, index));
    generator.generate(choices, content, facts);
    if (!tester.test(content, &facts)) return;
  }
}

// The same through a plugin that is right and nearly as fast as the reference, in this process or,
// as `check` does it, in a supervised child. An iteration is a search of its own.
void plugin_search(benchmark::State& state, const PluginSearch& search) {
  setenv("OVERMATCH_PLANTED", "segment-correct-memcmp", 1);
  Subject subject{
      load_plugin(OVERMATCH_PLANTED_PLUGIN, std::nullopt), Mode::segment, search.in_process, {}};
  const Runner runner(subject, Limits{});
  std::uint64_t checks = 0;
  std::uint64_t cases = 0;
  for ([[maybe_unused]] const auto step : state) {
    const double before = cpu_seconds() + children_cpu_seconds();
    const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
      Tester tester(probe, search.properties, [](const Discovery&) {}, heartbeat);
      search.small ? search_small_pairs(tester) : put_random_cases(tester);
      if (tester.first_discovery() != 0) return;
      const Statistics& statistics = tester.statistics();
      std::uint64_t checked = statistics.small_pairs;
      for (const auto& count : statistics.properties) checked += count.checked;
      ByteWriter out;
      out.number(checked).number(search.small ? statistics.small_pairs : statistics.cases);
      sink.write(out.bytes());
    });
    state.SetIterationTime(cpu_seconds() + children_cpu_seconds() - before);
    if (run.output.empty())
      return state.SkipWithError(("accused, or ended early: " + run.describe()).c_str());
    ByteReader in(run.output);
    checks += in.number();
    cases += in.number();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(checks));
  state.counters["cases/s"] =
      benchmark::Counter(static_cast<double>(cases), benchmark::Counter::kIsRate);
}

void register_speed() {
  for (const Mode mode : kModes) {
    const std::string name(to_string(mode));
    benchmark::RegisterBenchmark(("generate/" + name).c_str(), generate_only, mode);
    benchmark::RegisterBenchmark(("reference_loop/" + name).c_str(), reference_loop, mode);
    const Order fixed = fixed_order(mode).value_or(Order::any);
    benchmark::RegisterBenchmark(("random_search/" + name).c_str(), random_search, mode, fixed);
    if (!is_dialect(mode))
      benchmark::RegisterBenchmark(("random_search_with_labels/" + name).c_str(), random_search,
                                   mode, Order::first);
  }
  const std::vector<const Property*> all(all_properties().begin(), all_properties().end());
  benchmark::RegisterBenchmark("plugin_in_process/segment", plugin_search,
                               PluginSearch{true, false, all})
      ->UseManualTime();
  benchmark::RegisterBenchmark("plugin_isolated/segment", plugin_search,
                               PluginSearch{false, false, all})
      ->UseManualTime();
  benchmark::RegisterBenchmark("plugin_agreement/segment", plugin_search,
                               PluginSearch{false, false, {&kAgreement}})
      ->UseManualTime();
  benchmark::RegisterBenchmark("plugin_exhaustive/segment", plugin_search,
                               PluginSearch{false, true, all})
      ->UseManualTime();
}

}  // namespace
}  // namespace overmatch::bench

int main(int argc, char** argv) {
  overmatch::bench::register_speed();
  overmatch::bench::register_scale();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
