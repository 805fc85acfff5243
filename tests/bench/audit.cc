// SPDX-License-Identifier: Apache-2.0
// How fast a tree is prepared and asked: the parts of `overmatch audit` that grow with the model.
#include <benchmark/benchmark.h>

#include <set>
#include <string>

#include "analysis/tree/collisions.h"
#include "analysis/tree/tree_index.h"
#include "names/path.h"
#include "names/readers/read_tree.h"

namespace overmatch {
namespace {

const ModuleTree& deepseek() {
  static const ModuleTree tree =
      read_tree(OVERMATCH_CORPUS_DIR "/trees/deepseek-v3.modules.txt.gz");
  return tree;
}

// Its last names, and full paths up to a hundred.
std::vector<std::string> hundred_patterns() {
  std::set<std::string> patterns;
  for (const std::string_view path : deepseek().modules) {
    const std::string_view name = last_segment(path);
    if (name.find_first_not_of("0123456789") != std::string_view::npos) patterns.emplace(name);
  }
  for (std::size_t at = 7; patterns.size() < 100; at += 977)
    patterns.emplace(deepseek().modules[at % deepseek().modules.size()]);
  return {patterns.begin(), patterns.end()};
}

// SelectionParts of layers of experts, one tower's name the end of another's.
ModuleTree made_up(std::size_t count) {
  ModuleTree tree;
  const std::size_t share = count / 4;
  for (const char* const part : {"model", "vision_model", "text_encoder", "text_encoder_2"}) {
    const std::string top(part);
    tree.modules.push_back(top);
    tree.modules.push_back(top + ".layers");
    for (std::size_t added = 2, layer = 0; added < share; ++layer) {
      const std::string block = top + ".layers." + std::to_string(layer);
      for (const char* const below :
           {"", ".mlp", ".mlp.experts", ".self_attn", ".self_attn.q_proj", ".self_attn.v_proj"}) {
        tree.modules.push_back(block + below);
        ++added;
      }
      for (int expert = 0; expert < 64; ++expert) {
        const std::string one = block + ".mlp.experts." + std::to_string(expert);
        for (const char* const below : {"", ".gate_proj", ".up_proj", ".down_proj"}) {
          tree.modules.push_back(one + below);
          ++added;
        }
      }
    }
  }
  return tree;
}

void audit_index(benchmark::State& state) {
  for ([[maybe_unused]] const auto step : state) {
    const TreeIndex index(deepseek());
    benchmark::DoNotOptimize(index.size());
  }
  state.SetItemsProcessed(
      static_cast<std::int64_t>(state.iterations() * deepseek().modules.size()));
}
BENCHMARK(audit_index)->Unit(benchmark::kMillisecond);

void audit_select(benchmark::State& state) {
  const TreeIndex index(deepseek());
  const std::vector<std::string> patterns = hundred_patterns();
  for ([[maybe_unused]] const auto step : state) {
    for (const std::string& pattern : patterns)
      benchmark::DoNotOptimize(index.select(Mode::endswith, pattern)->size());
  }
  state.SetItemsProcessed(
      static_cast<std::int64_t>(state.iterations() * patterns.size() * index.size()));
}
BENCHMARK(audit_select)->Unit(benchmark::kMillisecond);

void audit_hazards(benchmark::State& state) {
  const ModuleTree tree = made_up(static_cast<std::size_t>(state.range(0)));
  std::size_t pairs = 0;
  for ([[maybe_unused]] const auto step : state) pairs = find_hazards(TreeIndex(tree)).pairs.size();
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * tree.modules.size()));
  state.counters["pairs"] = static_cast<double>(pairs);
}
BENCHMARK(audit_hazards)
    ->Arg(62'500)
    ->Arg(125'000)
    ->Arg(250'000)
    ->Arg(500'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace overmatch
