// SPDX-License-Identifier: Apache-2.0
// How long a proof takes: on the random questions of the cross-check, and on patterns as people
// write them.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "analysis/automata/language_query.h"
#include "names/input_error.h"
#include "tests/analysis/questions.h"

namespace overmatch {
namespace {

using Clock = std::chrono::steady_clock;

// Each question is timed alone: a mean would hide both the usual one and the worst.
void prove_random(benchmark::State& state, ProverQuestion (*generator)(Choices& choices)) {
  constexpr std::size_t kQuestions = 20'000;
  std::vector<ProverQuestion> questions;
  for (std::size_t index = 0; index < kQuestions; ++index) {
    Choices choices(mix_seed(1, index));
    questions.push_back(generator(choices));
  }
  std::vector<double> micros;
  std::size_t next = 0;
  for ([[maybe_unused]] const auto step : state) {
    const auto start = Clock::now();
    try {
      benchmark::DoNotOptimize(honest_prover(questions[next++ % kQuestions], {}).states);
    } catch (const InputError&) {
      continue;  // a pattern that does not compile
    }
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::sort(micros.begin(), micros.end());
  state.counters["median_us"] = micros[micros.size() / 2];
  state.counters["p99_us"] = micros[micros.size() * 99 / 100];
  state.counters["most_us"] = micros.back();
}
BENCHMARK_CAPTURE(prove_random, plain, random_question)->Iterations(20'000);
BENCHMARK_CAPTURE(prove_random, labelled, random_labelled_question)->Iterations(20'000);

struct Named {
  const char* name;
  PatternList first;
  Relation relation;
  PatternList second;
};

std::vector<Named> real_claims() {
  const PatternList model{Mode::subtree, {"model.layers"}};
  std::vector<std::string> experts;
  for (int layer = 0; layer < 92; ++layer)
    experts.push_back("model.layers." + std::to_string(layer) + ".mlp.down_proj");
  return {
      {"endswith_escapes", {Mode::endswith, {"model.layers.0.xxxx"}}, Relation::within, model},
      {"regex_stays",
       {Mode::regex, {R"(model\.layers\.[0-9]+\.self_attn\.(q|v)_proj)"}},
       Relation::within,
       model},
      {"regex_unescaped",
       {Mode::regex, {"model.layers.0.self_attn.q_proj"}},
       Relation::within,
       model},
      {"look_ahead",
       {Mode::regex, {R"(^(?!.*visual).*(q_proj|v_proj)$)"}},
       Relation::disjoint,
       {Mode::regex, {".*visual.*"}}},
      {"word_classes",
       {Mode::regex, {R"(\w+\.\d+\.\w+_proj)"}},
       Relation::within,
       {Mode::endswith, {"_proj"}}},
      {"list_of_92",
       {Mode::exact, experts},
       Relation::within,
       {Mode::regex, {R"(model\.layers\.\d+\.mlp\.\w+)"}}},
      {"prefix_escapes", {Mode::prefix, {"model.layers.1"}}, Relation::within, model},
      {"substring_is_no_run",
       {Mode::substring, {"layers.1"}},
       Relation::same,
       {Mode::run, {"layers.1"}}},
      {"globs_within_a_search",
       {Mode::glob, {"*.q_proj", "*.layers.[0-9].mlp.*"}},
       Relation::within,
       {Mode::search, {R"(q_proj|layers\.\d\.mlp)"}}},
      {"path_globs_as_globs",
       {Mode::path_glob, {"model.layers.*.self_attn.?_proj"}},
       Relation::within,
       {Mode::glob, {"model.layers.*_proj"}}},
  };
}

void prove_real(benchmark::State& state, const Named& claim, bool measure) {
  ProofOptions options;
  options.measure = measure;
  std::size_t states = 0;
  for ([[maybe_unused]] const auto step : state)
    states = decide(claim.first, claim.relation, claim.second, options).states;
  state.counters["states"] = static_cast<double>(states);
}

const bool registered = [] {
  for (const Named& claim : real_claims()) {
    for (const bool measure : {false, true}) {
      const std::string name = std::string(measure ? "prove_and_measure/" : "prove/") + claim.name;
      benchmark::RegisterBenchmark(name.c_str(), prove_real, claim, measure)
          ->Unit(benchmark::kMicrosecond);
    }
  }
  return true;
}();

}  // namespace
}  // namespace overmatch
