// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/hazard_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "names/path.h"

namespace overmatch {

namespace {

struct GroupKey {
  Hazard hazard;
  std::uint32_t shorter;
  std::uint32_t longer;
  friend bool operator==(const GroupKey&, const GroupKey&) = default;
};
struct GroupKeyHash {
  std::size_t operator()(const GroupKey& key) const noexcept {
    const std::uint64_t both = std::uint64_t{key.shorter} << 32U | key.longer;
    return static_cast<std::size_t>(
        (both + static_cast<std::uint64_t>(key.hazard)) * 0x9E3779B97F4A7C15U >> 16U);
  }
};

bool is_of_ends(Hazard hazard) noexcept {
  return hazard == Hazard::suffix || hazard == Hazard::rerooting;
}

// Assigns each pair to a group. A pair below another one belongs to that one's group, which is
// known because parents come first.
class Grouping {
 public:
  Grouping(const TreeIndex& index, const PathTemplates& templates,
           const std::vector<HazardPair>& pairs)
      : index_(index), templates_(templates), pairs_(pairs), of_(pairs.size()) {
    std::unordered_map<GroupKey, std::uint32_t, GroupKeyHash> known;
    for (std::uint32_t at = 0; at < pairs_.size(); ++at) {
      const HazardPair& pair = pairs_[at];
      begin_run(at);
      const std::uint32_t above = is_of_ends(pair.hazard) ? pair_above(pair) : kNone;
      if (above != kNone) {
        of_[at] = of_[above];
      } else {
        const GroupKey key{pair.hazard, templates_.of(pair.shorter), templates_.of(pair.longer)};
        const auto [entry, fresh] =
            known.try_emplace(key, static_cast<std::uint32_t>(groups_.size()));
        if (fresh) groups_.push_back({at, 0});
        of_[at] = entry->second;
      }
      ++groups_[of_[at]].size;
    }
  }

  [[nodiscard]] HazardGroups ranked(std::size_t most) const {
    std::vector<std::uint32_t> order(groups_.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&](std::uint32_t left, std::uint32_t right) {
      const Hazard l = pairs_[groups_[left].first].hazard;
      const Hazard r = pairs_[groups_[right].first].hazard;
      if (l != r) return l < r;
      if (groups_[left].size != groups_[right].size)
        return groups_[left].size > groups_[right].size;
      return left < right;
    };
    const std::size_t made = std::min(most, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(made), order.end(),
                      better);
    HazardGroups all;
    all.count = groups_.size();
    std::vector<std::uint32_t> place(groups_.size(), kNone);
    for (std::uint32_t rank = 0; rank < made; ++rank) {
      const HazardPair& example = pairs_[groups_[order[rank]].first];
      place[order[rank]] = rank;
      all.groups.push_back({example.hazard,
                            templates_.text(templates_.of(example.shorter)),
                            templates_.text(templates_.of(example.longer)),
                            example,
                            {}});
      all.groups.back().pairs.reserve(groups_[order[rank]].size);
    }
    for (std::size_t at = 0; at < pairs_.size(); ++at) {
      if (place[of_[at]] != kNone) all.groups[place[of_[at]]].pairs.push_back(pairs_[at]);
    }
    return all;
  }

 private:
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  struct Group {
    std::uint32_t first;  // its first pair
    std::uint32_t size;
  };

  // Extends the runs: the pairs of one hazard and shorter path are contiguous, sorted by the
  // longer.
  void begin_run(std::uint32_t at) {
    if (at == 0 || pairs_[at].hazard != pairs_[at - 1].hazard) runs_.assign(index_.size(), {0, 0});
    auto& run = runs_[pairs_[at].shorter];
    if (run.first == run.second) run.first = at;
    run.second = at + 1;
  }

  [[nodiscard]] std::uint32_t pair_above(const HazardPair& pair) const {
    const std::uint32_t shorter = index_.parent_of(pair.shorter);
    const std::uint32_t longer = index_.parent_of(pair.longer);
    if (shorter == kNoModule || longer == kNoModule) return kNone;
    const auto [first, last] = runs_[shorter];
    const auto begin = pairs_.begin();
    const auto found = std::lower_bound(
        begin + first, begin + last, longer,
        [](const HazardPair& one, std::uint32_t module) { return one.longer < module; });
    return found != begin + last && found->longer == longer
               ? static_cast<std::uint32_t>(found - begin)
               : kNone;
  }

  const TreeIndex& index_;
  const PathTemplates& templates_;
  const std::vector<HazardPair>& pairs_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      runs_;                       // of the current hazard, by the shorter path
  std::vector<std::uint32_t> of_;  // the group of each pair
  std::vector<Group> groups_;
};

}  // namespace

HazardGroups group(const TreeIndex& index, const PathTemplates& templates, const Hazards& hazards) {
  return Grouping(index, templates, hazards.pairs).ranked(kMostGroups);
}

std::vector<SharedTails> shared_tails(const TreeIndex& index, const PathTemplates& templates) {
  std::vector<std::uint32_t> counts(templates.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) ++counts[templates.of(module)];
  std::map<std::string_view, std::vector<std::uint32_t>> by_name;
  for (std::uint32_t path_template = 1; path_template < templates.size(); ++path_template) {
    if (templates.name(path_template) != "#")
      by_name[templates.name(path_template)].push_back(path_template);
  }
  std::map<std::vector<std::uint32_t>, SharedTails> found;  // by the templates of the subtrees
  for (const auto& [name, places] : by_name) {
    if (places.size() < 2) continue;
    std::uint32_t common = places[0];
    for (std::uint32_t path_template : places) {
      while (path_template != common)
        (path_template > common ? path_template : common) =
            templates.above(path_template > common ? path_template : common);
    }
    if (std::binary_search(places.begin(), places.end(), common)) common = templates.above(common);
    if (templates.in_list(common)) continue;  // parts of one block, not subtrees of the model
    std::vector<std::uint32_t> tops;
    std::size_t modules = 0;
    for (std::uint32_t path_template : places) {
      modules += counts[path_template];
      while (templates.depth(path_template) > templates.depth(common) + 1)
        path_template = templates.above(path_template);
      tops.push_back(path_template);
    }
    std::sort(tops.begin(), tops.end());
    tops.erase(std::unique(tops.begin(), tops.end()), tops.end());
    if (tops.size() < 2) continue;
    SharedTails& entry = found[tops];
    if (entry.parts.empty()) {
      for (const std::uint32_t top : tops) entry.parts.push_back(templates.text(top));
    }
    entry.names.emplace_back(name);
    entry.modules += modules;
  }
  std::vector<SharedTails> all;
  for (auto& [parts, tails] : found) all.push_back(std::move(tails));
  std::stable_sort(all.begin(), all.end(), [](const SharedTails& left, const SharedTails& right) {
    return left.modules > right.modules;
  });
  return all;
}

}  // namespace overmatch
