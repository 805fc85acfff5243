#include "analysis/hazard_groups.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "names/path.h"

namespace overmatch {

namespace {

struct GroupKey {
  Hazard hazard;
  std::uint32_t shorter;
  std::uint32_t longer;
  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

}  // namespace

std::vector<HazardGroup> group(const TreeIndex& index, const Stems& stems, const Hazards& hazards) {
  std::map<GroupKey, std::size_t> places;
  std::unordered_map<std::uint64_t, std::size_t> group_of;  // pairs of ends, by shorter and longer
  std::vector<HazardGroup> groups;
  const auto key_of = [](std::uint32_t shorter, std::uint32_t longer) { return std::uint64_t{shorter} << 32U | longer; };
  for (const HazardPair& pair : hazards.pairs) {
    const bool ends = pair.hazard == Hazard::suffix || pair.hazard == Hazard::rerooting;
    // What is below a pair of ends is there because of it; the modules above come before, so theirs is known.
    if (ends && index.parent_of(pair.shorter) != kNoModule) {
      const auto above = group_of.find(key_of(index.parent_of(pair.shorter), index.parent_of(pair.longer)));
      if (above != group_of.end()) {
        const std::size_t place = above->second;
        group_of.emplace(key_of(pair.shorter, pair.longer), place);
        groups[place].pairs.push_back(pair);
        continue;
      }
    }
    const GroupKey key{pair.hazard, stems.of(pair.shorter), stems.of(pair.longer)};
    const auto [entry, fresh] = places.try_emplace(key, groups.size());
    if (fresh) groups.push_back({pair.hazard, "", "", pair, {}});
    if (ends) group_of.emplace(key_of(pair.shorter, pair.longer), entry->second);
    groups[entry->second].pairs.push_back(pair);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const HazardGroup& left, const HazardGroup& right) {
    if (left.hazard != right.hazard) return left.hazard < right.hazard;
    return left.pairs.size() > right.pairs.size();
  });
  if (groups.size() > kMostGroups) groups.resize(kMostGroups);
  // Only now: of a hostile tree the texts of all would fill the memory.
  for (HazardGroup& each : groups) {
    each.shorter = stems.text(stems.of(each.example.shorter));
    each.longer = stems.text(stems.of(each.example.longer));
  }
  return groups;
}

std::vector<SharedTails> shared_tails(const TreeIndex& index, const Stems& stems) {
  std::vector<std::uint32_t> counts(stems.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) ++counts[stems.of(module)];
  std::map<std::string_view, std::vector<std::uint32_t>> by_name;
  for (std::uint32_t stem = 1; stem < stems.size(); ++stem) {
    if (stems.name(stem) != "#") by_name[stems.name(stem)].push_back(stem);
  }
  std::map<std::vector<std::string>, SharedTails> found;
  for (const auto& [name, places] : by_name) {
    if (places.size() < 2) continue;
    std::uint32_t common = places[0];
    for (std::uint32_t stem : places) {
      while (stem != common) (stem > common ? stem : common) = stems.above(stem > common ? stem : common);
    }
    if (std::find(places.begin(), places.end(), common) != places.end()) common = stems.above(common);
    if (stems.in_list(common)) continue;  // parts of one block, not towers
    std::vector<std::uint32_t> tops;
    std::size_t modules = 0;
    for (std::uint32_t stem : places) {
      modules += counts[stem];
      while (stems.depth(stem) > stems.depth(common) + 1) stem = stems.above(stem);
      if (std::find(tops.begin(), tops.end(), stem) == tops.end()) tops.push_back(stem);
    }
    std::sort(tops.begin(), tops.end());
    if (tops.size() < 2) continue;
    std::vector<std::string> towers;
    for (const std::uint32_t top : tops) towers.push_back(stems.text(top));
    SharedTails& entry = found[towers];
    entry.towers = towers;
    entry.names.emplace_back(name);
    entry.modules += modules;
  }
  std::vector<SharedTails> all;
  for (auto& [towers, tails] : found) all.push_back(std::move(tails));
  std::stable_sort(all.begin(), all.end(),
                   [](const SharedTails& left, const SharedTails& right) { return left.modules > right.modules; });
  return all;
}

}  // namespace overmatch
