// SPDX-License-Identifier: Apache-2.0
// Finds the rename that removes the most collisions, by trying candidates on the tree.
#include <algorithm>
#include <map>

#include "analysis/tree/hazard_groups.h"
#include "names/path.h"

namespace overmatch {

namespace {

// The most candidates, fewer on a large tree, because each is tried on the whole tree.
constexpr std::size_t kMostTries = 6;
constexpr std::size_t kMostTried = std::size_t{64} << 20U;  // bytes of paths
constexpr std::size_t kMostAdvice = 3;

struct Candidate {
  std::uint32_t path_template = 0;
  std::vector<std::string> names;
  std::size_t pairs = 0;  // of the groups that it would resolve
};

bool counts(Hazard hazard) noexcept {
  return hazard == Hazard::suffix || hazard == Hazard::rerooting;
}

std::size_t count_of_ends(const HazardCounts& counts) noexcept {
  return counts[static_cast<std::size_t>(Hazard::suffix)] +
         counts[static_cast<std::size_t>(Hazard::rerooting)];
}

// Whether all paths differ: a rename to a sibling's name would merge two modules.
bool are_distinct(const ModuleTree& tree) {
  std::vector<std::string_view> paths(tree.modules.begin(), tree.modules.end());
  std::sort(paths.begin(), paths.end());
  return std::adjacent_find(paths.begin(), paths.end()) == paths.end();
}

}  // namespace

std::optional<ModuleTree> renamed(const TreeIndex& index, const PathTemplates& templates,
                                  std::uint32_t path_template, std::string_view name,
                                  std::size_t& touched) {
  ModuleTree tree;
  std::vector<std::string> paths(index.size());
  touched = 0;
  std::vector<bool> changed(index.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::uint32_t above = index.parent_of(module);
    const std::string_view path = index.path(module);
    std::string& fresh = paths[module];
    if (above != kNoModule) fresh = paths[above] + kSeparator;
    fresh += templates.of(module) == path_template && !path.empty() ? name : last_segment(path);
    changed[module] = (templates.of(module) == path_template && !path.empty()) ||
                      (above != kNoModule && changed[above]);
    if (changed[module]) ++touched;
    tree.modules.push_back(fresh);
  }
  if (!are_distinct(tree)) return std::nullopt;
  return tree;
}

std::vector<Rename> advise_renames(const TreeIndex& index, const PathTemplates& templates,
                                   const Hazards& hazards, const std::vector<HazardGroup>& groups) {
  std::map<std::uint32_t, Candidate> candidates;
  const std::size_t before = count_of_ends(hazards.counts);
  for (const HazardGroup& group : groups) {
    if (!counts(group.hazard)) continue;
    const std::uint32_t shorter = templates.of(group.example.shorter);
    const std::uint32_t longer = templates.of(group.example.longer);
    const std::string_view end = templates.name(shorter);
    const std::string_view name = templates.name(longer);
    if (end != "#") {
      Candidate& top = candidates[shorter];
      top.path_template = shorter;
      top.pairs += group.pairs.size();
      top.names = {"top_" + std::string(end), std::string(end) + "_top"};
    }
    if (name == "#") continue;
    Candidate& other = candidates[longer];
    other.path_template = longer;
    other.pairs += group.pairs.size();
    std::string_view front = name.substr(0, name.size() - std::min(name.size(), end.size()));
    while (front.ends_with('_')) front.remove_suffix(1);
    other.names = {std::string(front), std::string(name) + "_inner"};
    if (front.empty()) other.names.erase(other.names.begin());
  }
  std::vector<Candidate> order;
  for (auto& [path_template, candidate] : candidates) order.push_back(std::move(candidate));
  std::stable_sort(order.begin(), order.end(), [](const Candidate& left, const Candidate& right) {
    return left.pairs > right.pairs;
  });
  std::size_t bytes = 1;
  for (const std::string_view path : index.tree().modules) bytes += path.size();
  const std::size_t tries = std::clamp<std::size_t>(kMostTried / bytes, 1, kMostTries);
  if (order.size() > tries) order.resize(tries);

  std::vector<Rename> tried;
  for (const Candidate& candidate : order) {
    for (const std::string& name : candidate.names) {
      Rename rename{templates.text(candidate.path_template), name, 0, before, 0};
      const auto tree = renamed(index, templates, candidate.path_template, name, rename.modules);
      if (!tree) continue;
      rename.after = count_of_ends(count_hazards(TreeIndex(*tree)));
      if (rename.after >= before) continue;
      tried.push_back(std::move(rename));
      break;
    }
  }
  std::stable_sort(tried.begin(), tried.end(), [](const Rename& left, const Rename& right) {
    return left.after != right.after ? left.after < right.after : left.modules < right.modules;
  });
  if (tried.size() > kMostAdvice) tried.resize(kMostAdvice);
  return tried;
}

}  // namespace overmatch
