// SPDX-License-Identifier: Apache-2.0
// One question, of 10 to 1,000,000 modules and of 1 to 1,000 patterns: to the reference alone, and
// to all properties, which ask many of their own. And a tree of that size read from its text, and
// searched as a real tree of `overmatch check`.
//
// items_per_second are modules, or modules times patterns.
#include "tests/bench/scale.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "cases/case.h"
#include "names/readers/read_tree.h"
#include "properties/registry.h"
#include "search/phases/real_trees.h"
#include "search/tester.h"

namespace overmatch::bench {
namespace {

// Modules named as those of a large mixture-of-experts model: layers, experts and their three
// projections.
Names tree_of(std::size_t size) {
  Names names;
  const auto add = [&](const std::string& path) {
    if (names.size() < size) names.push_back(path);
    return names.size() < size;
  };
  add("model");
  add("model.layers");
  for (std::size_t layer = 0; names.size() < size; ++layer) {
    const std::string above = fmt::format("model.layers.{}", layer);
    add(above);
    for (const char* const child :
         {"self_attn", "self_attn.q_proj", "self_attn.k_proj", "mlp", "mlp.experts"}) {
      add(above + "." + child);
    }
    for (std::size_t expert = 0; expert < 256 && names.size() < size; ++expert) {
      const std::string mlp = fmt::format("{}.mlp.experts.{}", above, expert);
      add(mlp);
      for (const char* const child : {"gate_proj", "up_proj", "down_proj"}) add(mlp + "." + child);
    }
  }
  return names;
}

// Full paths of modules, evenly chosen, the same over again where there are not enough.
Case question_of(std::size_t modules, std::size_t patterns) {
  Case content;
  content.mode = Mode::segment;
  content.modules = tree_of(modules);
  for (std::size_t at = 0; at < patterns; ++at) {
    content.patterns.push_back(std::string(content.modules[at * modules / patterns]));
  }
  return content;
}

void finish(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(static_cast<std::int64_t>(items) *
                          static_cast<std::int64_t>(state.iterations()));
}

void reference(benchmark::State& state, std::size_t modules, std::size_t patterns) {
  const Case content = question_of(modules, patterns);
  const auto subject = make_reference(content.mode);
  Answer answer;
  for ([[maybe_unused]] const auto step : state) {
    subject->match(content.question(), answer);
    benchmark::DoNotOptimize(answer.rejected());
  }
  finish(state, modules * patterns);
}

void properties(benchmark::State& state, std::size_t modules, std::size_t patterns) {
  const Case content = question_of(modules, patterns);
  const auto subject = make_reference(content.mode);
  Probe probe(*subject, content.mode);
  Heartbeat heartbeat;
  Tester tester(
      probe, all_properties(),
      [&](const Discovery& discovery) { state.SkipWithError(discovery.what.c_str()); }, heartbeat);
  for ([[maybe_unused]] const auto step : state) {
    if (!tester.test(content)) break;
  }
  finish(state, modules * patterns);
  state.counters["questions"] =
      static_cast<double>(probe.calls()) / static_cast<double>(tester.cases());
}

void read(benchmark::State& state, std::size_t modules) {
  std::string text;
  for (const std::string_view path : tree_of(modules)) text.append(path).append("\n");
  for ([[maybe_unused]] const auto step : state) {
    const ModuleTree tree = parse_tree(text, "tree");
    benchmark::DoNotOptimize(tree.modules.size());
  }
  finish(state, modules);
}

void search(benchmark::State& state, std::size_t modules) {
  const ModuleTree tree{"tree", tree_of(modules)};
  const auto subject = make_reference(Mode::segment);
  Probe probe(*subject, Mode::segment);
  Heartbeat heartbeat;
  Tester tester(
      probe, all_properties(),
      [&](const Discovery& discovery) { state.SkipWithError(discovery.what.c_str()); }, heartbeat);
  for ([[maybe_unused]] const auto step : state) {
    search_trees(tester, plan_trees({&tree, 1}, Mode::segment), [](const TreeHit&) {});
  }
  finish(state, modules);
}

}  // namespace

void register_scale() {
  constexpr std::size_t kPatterns = 8;
  constexpr std::size_t kModules = 1000;
  for (std::size_t modules = 10; modules <= 1'000'000; modules *= 10) {
    benchmark::RegisterBenchmark(fmt::format("modules/{}/reference", modules).c_str(), reference,
                                 modules, kPatterns);
    benchmark::RegisterBenchmark(fmt::format("modules/{}/properties", modules).c_str(), properties,
                                 modules, kPatterns);
    benchmark::RegisterBenchmark(fmt::format("modules/{}/read", modules).c_str(), read, modules);
    benchmark::RegisterBenchmark(fmt::format("modules/{}/search", modules).c_str(), search,
                                 modules);
  }
  for (std::size_t patterns = 1; patterns <= 1000; patterns *= 10) {
    benchmark::RegisterBenchmark(fmt::format("patterns/{}/reference", patterns).c_str(), reference,
                                 kModules, patterns);
    benchmark::RegisterBenchmark(fmt::format("patterns/{}/properties", patterns).c_str(),
                                 properties, kModules, patterns);
  }
}

}  // namespace overmatch::bench
