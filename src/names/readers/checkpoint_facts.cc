// SPDX-License-Identifier: Apache-2.0
#include "names/readers/checkpoint_facts.h"

#include <algorithm>
#include <utility>

#include "names/path.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/safetensors.h"

namespace overmatch {

void read_safetensors_shapes(const std::string& file, NamedShapes& shapes) {
  const std::string shown = printable_path(file);
  const std::string bytes = read_safetensors_head(file);
  TreeBuilder tree(bytes, shown, false);
  HeaderShapes read;
  parse_safetensors_header(safetensors_header(bytes, tree, shown), tree, read);
  const auto [modules, parameters] = std::move(tree).finish();
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    if (read[at]) shapes.insert_or_assign(std::string(parameters[at]), *std::move(read[at]));
  }
}

std::optional<std::vector<ParameterFacts>> parameters_with(const NamedShapes& shapes,
                                                           const Names& modules,
                                                           const Names& parameters) {
  HeaderShapes ordered;
  ordered.reserve(parameters.size());
  for (const std::string_view name : parameters) {
    const auto found = shapes.find(std::string(name));
    if (found == shapes.end()) return std::nullopt;
    ordered.emplace_back(found->second);
  }
  return parameters_with(std::move(ordered), modules, parameters);
}

std::optional<std::vector<ParameterFacts>> parameters_with(HeaderShapes shapes,
                                                           const Names& modules,
                                                           const Names& parameters) {
  TextTable places(modules.size());
  for (std::uint32_t at = 0; at < modules.size(); ++at)
    places.find_or_add(modules, modules[at], at);
  std::vector<ParameterFacts> facts;
  facts.reserve(parameters.size());
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    if (!shapes[at]) return std::nullopt;
    const std::uint32_t module = places.find(modules, parent(parameters[at]));
    if (module == TextTable::kNone) continue;
    facts.push_back({module, std::string(last_segment(parameters[at])), *std::move(shapes[at])});
  }
  std::stable_sort(facts.begin(), facts.end(),
                   [](const auto& left, const auto& right) { return left.module < right.module; });
  return facts;
}

}  // namespace overmatch
