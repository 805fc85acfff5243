// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "analysis/audit/coverage.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

// Marks what the patterns select; of a list, what is in force.
template <typename Which>
void mark(const Audit& audit, const Which& which, bool forced, std::vector<std::uint8_t>& marks) {
  for (const AuditedPattern& pattern : audit.patterns) {
    if (!which(pattern)) continue;
    const bool cut = forced && pattern.left.has_value();
    const Selection shortened = cut ? in_force(pattern, pattern.selected) : Selection();
    for (const std::uint32_t module : cut ? shortened : pattern.selected) marks[module] = 1;
  }
}

void add_names(const TreeIndex& index, const LayerStacks& stacks,
               const std::vector<std::uint8_t>& chosen, ListReach& reach) {
  // Where the last one of a name was added: names of one stack are neighbours.
  std::vector<std::uint32_t> last(index.names().size(), kNoStack);
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::uint32_t above = index.parent_of(module);
    const bool inside = above != kNoModule && reach.covered[above] != 0;
    reach.covered[module] = chosen[module] != 0 || inside ? 1 : 0;
    const std::uint32_t stack = stacks.stack_of(module);
    if (chosen[module] == 0 || inside || stack == kNoStack) continue;
    const std::uint32_t name = index.name_of(module);
    if (is_number(index.names()[name])) continue;
    std::uint32_t at = last[name];
    if (at == kNoStack || reach.names[at].stack != stack) {
      const auto known = std::find_if(
          reach.names.begin(), reach.names.end(),
          [&](const NameReach& each) { return each.stack == stack && each.name == name; });
      at = static_cast<std::uint32_t>(known - reach.names.begin());
      if (known == reach.names.end()) reach.names.push_back({stack, name, {}});
      last[name] = at;
    }
    std::vector<std::uint32_t>& layers = reach.names[at].layers;
    const std::uint32_t layer = stacks.layer_of(module);
    if (layers.empty() || layers.back() < layer) layers.push_back(layer);
  }
}

// Whether names of the list that are in none of these layers are in all others.
bool is_complemented(const ListReach& reach, const NameReach& of,
                     const std::vector<std::uint32_t>& missing) {
  std::vector<std::uint32_t> others;
  for (const NameReach& each : reach.names) {
    if (each.stack != of.stack) continue;
    std::vector<std::uint32_t> both;
    std::set_intersection(each.layers.begin(), each.layers.end(), of.layers.begin(),
                          of.layers.end(), std::back_inserter(both));
    if (both.empty()) others.insert(others.end(), each.layers.begin(), each.layers.end());
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  return std::includes(others.begin(), others.end(), missing.begin(), missing.end());
}

// Whether one of the layers has what stands beside the name elsewhere, but not the name.
bool lacks_a_sibling(const TreeIndex& index, const LayerStacks& stacks, const NameReach& name,
                     const std::vector<std::uint32_t>& missing) {
  const std::vector<std::uint32_t>& layers = stacks.stacks()[name.stack].layers;
  const std::uint32_t layer = layers[name.layers.front()];
  const std::string_view front = index.path(layer);
  std::uint32_t above = kNoModule;  // what the name stands in
  for (std::uint32_t module = layer + 1; module < index.size(); ++module) {
    if (index.name_of(module) != name.name || !in_subtree(index.path(module), front)) continue;
    above = index.parent_of(module);
    break;
  }
  if (above == kNoModule) return false;
  for (std::uint32_t sibling = above + 1; sibling < index.size(); ++sibling) {
    if (index.parent_of(sibling) != above) continue;
    const std::string rest(index.path(sibling).substr(front.size()));
    if (std::any_of(missing.begin(), missing.end(), [&](std::uint32_t other) {
          return index.find(std::string(index.path(layers[other])) + rest) != kNoModule;
        }))
      return true;
  }
  return false;
}

std::vector<Unevenness> unevenness_of(const TreeIndex& index, const LayerStacks& stacks,
                                      const ListReach& reach) {
  std::vector<Unevenness> uneven;
  for (std::size_t at = 0; at < reach.names.size(); ++at) {
    const NameReach& name = reach.names[at];
    const LayerStack& stack = stacks.stacks()[name.stack];
    if (name.layers.size() == stack.layers.size()) continue;
    Unevenness one;
    one.at = at;
    for (std::uint32_t layer = 0; layer < stack.layers.size(); ++layer) {
      // A layer that is selected as a whole misses nothing.
      if (!std::binary_search(name.layers.begin(), name.layers.end(), layer) &&
          reach.covered[stack.layers[layer]] == 0)
        one.missing.push_back(layer);
    }
    if (one.missing.empty()) continue;
    one.complemented = is_complemented(reach, name, one.missing);
    uneven.push_back(std::move(one));
  }
  if (uneven.empty()) return uneven;
  std::vector<std::uint32_t> last(uneven.size(), kNoStack);  // layers are in order
  std::vector<std::uint8_t> is_uneven(index.names().size());
  for (const Unevenness& each : uneven) is_uneven[reach.names[each.at].name] = 1;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::uint32_t name = index.name_of(module);
    if (is_uneven[name] == 0 || stacks.stack_of(module) == kNoStack) continue;
    const std::uint32_t layer = stacks.layer_of(module);
    for (std::size_t at = 0; at < uneven.size(); ++at) {
      Unevenness& each = uneven[at];
      const NameReach& own = reach.names[each.at];
      if (own.name != name || own.stack != stacks.stack_of(module) || last[at] == layer) continue;
      if (!std::binary_search(each.missing.begin(), each.missing.end(), layer)) continue;
      last[at] = layer;
      ++each.left_out;
    }
  }
  std::erase_if(uneven, [&](const Unevenness& each) {
    const NameReach& name = reach.names[each.at];
    return each.by_model() && stacks.stacks()[name.stack].layers.size() < kManyLayers &&
           !lacks_a_sibling(index, stacks, name, each.missing);
  });
  return uneven;
}

}  // namespace

bool is_choice(const AuditedPattern& pattern) {
  return pattern.trains && !pattern.by_class && !pattern.decision &&
         pattern.member != "modules_to_save" && pattern.member != "task_type";
}

std::vector<ListReach> reaches_of(const TreeIndex& index, const LayerStacks& stacks,
                                  const Audit& audit) {
  std::vector<ListReach> reaches;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!is_choice(pattern)) continue;
    if (reaches.empty() || reaches.back().member != pattern.member)
      reaches.push_back({pattern.member, {}, {}, {}, {}});
    reaches.back().patterns.push_back(at);
  }
  for (ListReach& reach : reaches) {
    std::vector<std::uint8_t> chosen(index.size());
    reach.covered.resize(index.size());
    mark(
        audit,
        [&](const AuditedPattern& each) { return is_choice(each) && each.member == reach.member; },
        true, chosen);
    add_names(index, stacks, chosen, reach);
    // What the config saves whole or excludes is not left out by oversight.
    std::vector<std::uint8_t> settled(index.size());
    mark(
        audit,
        [](const AuditedPattern& each) {
          return each.member == "modules_to_save" || each.member == "task_type" ||
                 each.member == "exclude_modules";
        },
        false, settled);
    for (std::uint32_t module = 0; module < index.size(); ++module) {
      const std::uint32_t above = index.parent_of(module);
      if (settled[module] != 0 || (above != kNoModule && reach.covered[above] != 0))
        reach.covered[module] = 1;
    }
    reach.uneven = unevenness_of(index, stacks, reach);
  }
  return reaches;
}

std::vector<std::size_t> patterns_for(const TreeIndex& index, const LayerStacks& stacks,
                                      const Audit& audit, const ListReach& reach,
                                      const NameReach& name) {
  std::vector<std::size_t> found;
  const std::string_view text = index.names()[name.name];
  for (const std::size_t at : reach.patterns) {
    const AuditedPattern& pattern = audit.patterns[at];
    // One that the library takes for parameters selects the modules that hold these.
    const bool by_end =
        !pattern.of_parameters && (pattern.mode == Mode::segment || pattern.mode == Mode::exact);
    if (by_end && last_segment(pattern.pattern) != text) continue;
    const Selection& selected = pattern.selected;
    if (std::any_of(selected.begin(), selected.end(), [&](std::uint32_t module) {
          return index.name_of(module) == name.name && stacks.stack_of(module) == name.stack;
        }))
      found.push_back(at);
  }
  return found;
}

}  // namespace overmatch
