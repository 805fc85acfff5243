// How fast the random search is, beside the limit that no search can pass: the reference's own loop on the same cases.
//
// items_per_second are property checks (a law that spoke about a case; vacuous ones are not counted) where laws are asked, else
// cases; `cases/s` compares them all. Times are CPU times, of this process and, in isolation, of the child.
#include <benchmark/benchmark.h>

#include <string>

#include "generate/case_generator.h"
#include "matchers/matcher.h"
#include "properties/registry.h"
#include "search/examiner.h"
#include "search/runner.h"
#include "search/wire.h"
#include "subjects/plugin.h"
#include "tests/bench/bug_set.h"
#include "tests/bench/scale.h"

namespace overmatch::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kDistinct = 20'000;  // the default number of random cases; then they come again

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
  state.counters["cases/s"] = benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
}

// Generates each case and asks the reference once: what remains when all laws are taken away.
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
  state.counters["cases/s"] = benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
}

void random_search(benchmark::State& state, Mode mode) {
  const auto subject = make_reference(mode);
  Probe probe(*subject, mode);
  Heartbeat heartbeat;
  Examiner examiner(
      probe, all_properties(), [&](const Discovery& discovery) { state.SkipWithError(discovery.what.c_str()); }, heartbeat);
  examiner.begin_phase(Phase::random);
  CaseGenerator generator(mode);
  Case content;
  CaseFacts facts;
  std::uint64_t index = 0;
  for ([[maybe_unused]] const auto step : state) {
    Choices choices(mix_seed(kSeed, index++ % kDistinct));
    generator.generate(choices, content, facts);
    if (!examiner.examine(content, &facts)) break;
  }
  std::uint64_t checks = 0;
  for (const auto& count : examiner.statistics().properties) checks += count.checked;
  state.SetItemsProcessed(static_cast<std::int64_t>(checks));
  state.counters["cases/s"] = benchmark::Counter(static_cast<double>(index), benchmark::Counter::kIsRate);
  state.counters["questions/case"] = static_cast<double>(probe.calls()) / static_cast<double>(index);
}

// The same through a plugin, in this process or, as `check` does it, in a supervised child. An iteration is a search of its
// own.
void plugin_search(benchmark::State& state, bool in_process, std::vector<const Property*> properties) {
  // Right, and nearly as fast as the reference.
  setenv("OVERMATCH_PLANTED", "segment-correct-memcmp", 1);
  Subject subject{load_plugin(OVERMATCH_PLANTED_PLUGIN, std::nullopt), Mode::segment, in_process, {}};
  const Runner runner(subject, Limits{});
  std::uint64_t checks = 0;
  std::uint64_t cases = 0;
  for ([[maybe_unused]] const auto step : state) {
    const double before = cpu_seconds() + children_cpu_seconds();
    const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
      Examiner examiner(probe, properties, [](const Discovery&) {}, heartbeat);
      examiner.begin_phase(Phase::random);
      CaseGenerator generator(Mode::segment);
      Case content;
      CaseFacts facts;
      for (std::uint64_t index = 0; index < kDistinct; ++index) {
        Choices choices(mix_seed(kSeed, index));
        generator.generate(choices, content, facts);
        if (!examiner.examine(content, &facts)) return;
      }
      WireWriter out;
      for (const auto& count : examiner.statistics().properties) out.number(count.checked);
      sink.write(out.bytes());
    });
    state.SetIterationTime(cpu_seconds() + children_cpu_seconds() - before);
    std::uint64_t here = 0;
    for (WireReader in(run.output); !in.at_end();) here += in.number();
    if (here == 0) return state.SkipWithError(("the search ended early: " + run.describe()).c_str());
    checks += here;
    cases += run.progress;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(checks));
  state.counters["cases/s"] = benchmark::Counter(static_cast<double>(cases), benchmark::Counter::kIsRate);
}

void register_speed() {
  for (const Mode mode : kModes) {
    const std::string name(to_string(mode));
    benchmark::RegisterBenchmark(("generate/" + name).c_str(), generate_only, mode);
    benchmark::RegisterBenchmark(("reference_loop/" + name).c_str(), reference_loop, mode);
    benchmark::RegisterBenchmark(("random_search/" + name).c_str(), random_search, mode);
  }
  const std::vector<const Property*> all(all_properties().begin(), all_properties().end());
  benchmark::RegisterBenchmark("plugin_in_process/segment", plugin_search, true, all)->UseManualTime();
  benchmark::RegisterBenchmark("plugin_isolated/segment", plugin_search, false, all)->UseManualTime();
  benchmark::RegisterBenchmark("plugin_agreement/segment", plugin_search, false, std::vector{&kAgreement})->UseManualTime();
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
