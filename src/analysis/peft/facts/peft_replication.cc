// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_replication.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "names/input_error.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostLayers = 10'000;

bool applies(const PeftConfig& config) {
  return !config.layer_replication.empty() && (config.type.empty() || config.type == "LORA") &&
         config.version.has(PeftRule::layer_replication);
}

// The path of the list of layers: `layers`, `encoder.layer` or `h`, inside of any number of `model`
// and of a `bert`; "" if there is none.
std::string layers_path(const TreeIndex& index) {
  std::string at;
  const auto inside = [&](const char* name) { return at.empty() ? name : at + "." + name; };
  const auto has = [&](const std::string& path) { return index.find(path) != kNoModule; };
  while (has(inside("model"))) at = inside("model");
  if (has(inside("bert"))) at = inside("bert");
  for (const char* const name : {"layers", "encoder.layer", "h"}) {
    if (has(inside(name))) return inside(name);
  }
  return "";
}

// The number of a layer that a path below the list is in; nothing for another path.
std::optional<std::size_t> number_of(std::string_view path, std::string_view list) {
  if (path.size() <= list.size() + 1 || !path.starts_with(list) || path[list.size()] != kSeparator)
    return std::nullopt;
  const char* const begin = path.data() + list.size() + 1;
  const char* const end = path.data() + path.size();
  std::size_t number = 0;
  const auto [next, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || (next != end && *next != kSeparator)) return std::nullopt;
  return number;
}

// Whether the list holds nothing but numbered layers; `count` is then their number.
bool is_list(const TreeIndex& index, const std::string& list, std::size_t& count) {
  const std::uint32_t top = index.find(list);
  count = 0;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.parent_of(module) != top) continue;
    const auto number = number_of(index.path(module), list);
    if (!number) return false;
    count = std::max(count, *number + 1);
  }
  return count != 0;
}

// The layers to copy, in their new order; nothing if one of them does not exist.
std::optional<std::vector<std::size_t>> sources_of(const PeftConfig& config, std::size_t count) {
  std::vector<std::size_t> sources;
  for (const auto& [begin, end] : config.layer_replication) {
    for (std::int64_t at = begin; at < end; ++at) {
      if (at < 0 || static_cast<std::uint64_t>(at) >= count) return std::nullopt;
      sources.push_back(static_cast<std::size_t>(at));
      if (sources.size() > kMostLayers)
        throw InputError("\"layer_replication\": more than 10,000 layers");
    }
  }
  return sources;
}

// Writes names anew: those of the list's layers by the sources, where the first of them stood.
class Renumbering {
 public:
  Renumbering(const Names& before, const std::string& list, const std::vector<std::size_t>& sources)
      : list_(list), sources_(sources) {
    std::vector<std::vector<std::uint32_t>> layers;
    std::size_t first = before.size();
    for (std::uint32_t at = 0; at < before.size(); ++at) {
      const auto number = number_of(before[at], list);
      if (!number) continue;
      first = std::min<std::size_t>(first, at);
      if (*number >= layers.size()) layers.resize(*number + 1);
      layers[*number].push_back(at);
    }
    for (std::uint32_t at = 0; at < before.size(); ++at) {
      if (at == first) add_layers(before, layers);
      if (!number_of(before[at], list)) add(std::string(before[at]), at);
    }
  }

  Names names;
  std::vector<std::uint32_t> old;  // by new name: the index of the old one

  // A name of a layer in its copy.
  [[nodiscard]] std::string in_copy(std::string_view name, std::size_t copy) const {
    const std::size_t end = std::min(name.find(kSeparator, list_.size() + 1), name.size());
    return list_ + "." + std::to_string(copy) + std::string(name.substr(end));
  }

 private:
  void add(std::string name, std::uint32_t at) {
    names.push_back(name);
    old.push_back(at);
  }
  void add_layers(const Names& before, const std::vector<std::vector<std::uint32_t>>& layers) {
    for (std::size_t copy = 0; copy < sources_.size(); ++copy) {
      if (sources_[copy] >= layers.size()) continue;
      for (const std::uint32_t at : layers[sources_[copy]]) add(in_copy(before[at], copy), at);
    }
  }

  const std::string& list_;
  const std::vector<std::size_t>& sources_;
};

void replicate_facts(const ModelFacts& before, const Names& modules, const Renumbering& fresh,
                     const std::string& list, const std::vector<std::size_t>& sources,
                     ModelFacts& after) {
  std::vector<std::vector<ParameterFacts>> parameters(modules.size());
  if (before.parameters) {
    for (const ParameterFacts& each : *before.parameters) parameters[each.module].push_back(each);
    after.parameters.emplace();
  }
  std::vector<std::int64_t> groups(modules.size(), 1);
  for (const ConvolutionGroups& each : before.groups) groups[each.module] = each.groups;
  std::vector<bool> missing(modules.size());
  for (const std::uint32_t each : before.not_in_checkpoint) missing[each] = true;
  after.class_of.clear();
  after.groups.clear();
  after.not_in_checkpoint.clear();
  for (std::uint32_t module = 0; module < fresh.old.size(); ++module) {
    const std::uint32_t old = fresh.old[module];
    if (!before.class_of.empty()) after.class_of.push_back(before.class_of[old]);
    for (const ParameterFacts& each : parameters[old])
      after.parameters->push_back({module, each.name, each.shape});
    if (groups[old] != 1) after.groups.push_back({module, groups[old]});
    if (missing[old]) after.not_in_checkpoint.push_back(module);
  }
  std::erase_if(after.tied, [&](const auto& tie) {
    return number_of(tie.first, list) || number_of(tie.second, list);
  });
  // Copies of one layer share their parameters with the first of them.
  std::vector<std::size_t> first(sources.size());
  for (std::size_t copy = 0; copy < sources.size(); ++copy)
    first[copy] = static_cast<std::size_t>(
        std::find(sources.begin(), sources.end(), sources[copy]) - sources.begin());
  if (!after.parameters) return;
  for (const ParameterFacts& each : *after.parameters) {
    const std::string name = std::string(fresh.names[each.module]) + kSeparator + each.name;
    const auto copy = number_of(name, list);
    if (copy && first[*copy] != *copy)
      after.tied.emplace_back(name, fresh.in_copy(name, first[*copy]));
  }
}

}  // namespace

std::optional<Model> replicated(const Model& model, const PeftConfig& config) {
  if (!applies(config)) return std::nullopt;
  const Replication found = replication_of(TreeIndex(model.tree), config);
  const std::string& list = found.list;
  if (found.list.empty()) return std::nullopt;
  const auto sources = sources_of(config, found.layers);
  if (!sources) return std::nullopt;
  const Renumbering fresh(model.tree.modules, list, *sources);
  Model after = {{model.tree.name, fresh.names},
                 Renumbering(model.parameters, list, *sources).names,
                 std::nullopt,
                 model.facts,
                 model.warnings};
  if (model.facts)
    replicate_facts(*model.facts, model.tree.modules, fresh, list, *sources, *after.facts);
  return after;
}

Replication replication_of(const TreeIndex& index, const PeftConfig& config) {
  Replication found;
  found.applies = applies(config);
  if (!found.applies) return found;
  found.list = layers_path(index);
  if (found.list.empty() || !is_list(index, found.list, found.layers)) {
    found.list.clear();
    return found;
  }
  found.in_range = sources_of(config, found.layers).has_value();
  return found;
}

}  // namespace overmatch
