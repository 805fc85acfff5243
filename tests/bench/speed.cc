// How fast the random search is, beside the limit that no search can pass: the reference's own loop on the same cases.
//
// items_per_second of random_search are property checks (a law that spoke about a case; vacuous ones are not counted), those of
// the other rows are cases.
#include <benchmark/benchmark.h>

#include <array>
#include <numeric>
#include <string>

#include "generate/case_generator.h"
#include "matchers/matcher.h"
#include "properties/registry.h"
#include "search/examiner.h"
#include "search/shrink.h"

namespace overmatch {
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

// A collision in the names of a real model, down to its minimal case.
void shrink_real(benchmark::State& state) {
  Case start;
  start.mode = Mode::segment;
  start.patterns.push_back("transformer_blocks.0.attn.to_q");
  for (const char* const module : {"transformer_blocks", "transformer_blocks.0", "transformer_blocks.0.attn",
                                   "transformer_blocks.0.attn.to_q", "single_transformer_blocks.0.attn.to_q", "proj_out"}) {
    start.modules.push_back(module);
  }
  const auto endswith = make_reference(Mode::endswith);
  const auto segment = make_reference(Mode::segment);
  Answer wrong;
  Answer right;
  std::uint64_t evaluations = 0;
  for ([[maybe_unused]] const auto step : state) {
    const ShrinkResult result = shrink(
        start,
        [&](const Case& content) {
          endswith->match(content.question(), wrong);
          segment->match(content.question(), right);
          return !(wrong == right);
        },
        30'000);
    evaluations += result.evaluations;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(evaluations));
}
BENCHMARK(shrink_real);

void register_modes() {
  for (const Mode mode : {Mode::endswith, Mode::segment, Mode::exact, Mode::subtree, Mode::regex}) {
    const std::string name(to_string(mode));
    benchmark::RegisterBenchmark(("generate/" + name).c_str(), generate_only, mode);
    benchmark::RegisterBenchmark(("reference_loop/" + name).c_str(), reference_loop, mode);
    benchmark::RegisterBenchmark(("random_search/" + name).c_str(), random_search, mode);
  }
}

}  // namespace
}  // namespace overmatch

int main(int argc, char** argv) {
  overmatch::register_modes();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
