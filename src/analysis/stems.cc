#include "analysis/stems.h"

#include <algorithm>
#include <unordered_map>

#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::string_view kAnyNumber = "#";

bool is_number(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Place {
  std::uint32_t above;
  std::string_view name;
  friend bool operator==(const Place&, const Place&) = default;
};
struct PlaceHash {
  std::size_t operator()(const Place& place) const noexcept {
    return std::hash<std::string_view>()(place.name) ^ (place.above * std::size_t{0x9E3779B97F4A7C15});
  }
};

}  // namespace

Stems::Stems(const TreeIndex& index) : nodes_(1), of_(index.size()) {
  std::unordered_map<Place, std::uint32_t, PlaceHash> known;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::string_view path = index.path(module);
    if (path.empty()) continue;
    const std::uint32_t parent = index.parent_of(module);
    const std::uint32_t above = parent == kNoModule ? 0 : of_[parent];
    const std::string_view segment = last_segment(path);
    const bool number = is_number(segment);
    const std::string_view name = number ? kAnyNumber : segment;
    const auto [entry, fresh] = known.try_emplace({above, name}, static_cast<std::uint32_t>(nodes_.size()));
    if (fresh) nodes_.push_back({above, name, nodes_[above].depth + 1, number || nodes_[above].in_list});
    of_[module] = entry->second;
  }
}

std::string Stems::text(std::uint32_t stem) const {
  std::vector<std::string_view> names;
  for (; stem != 0; stem = above(stem)) names.push_back(name(stem));
  std::string out;
  for (; !names.empty(); names.pop_back()) {
    if (!out.empty()) out += kSeparator;
    out += names.back();
  }
  return out;
}

Towers part(const TreeIndex& index, const Stems& stems, std::span<const std::uint32_t> selection) {
  Towers parted;
  std::vector<std::uint32_t> distinct;
  for (const std::uint32_t module : selection) {
    if (!index.path(module).empty()) distinct.push_back(stems.of(module));
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.empty()) return parted;
  // A stem has a greater number than those above it: climbing from the greater one meets at the lowest common one.
  std::uint32_t common = distinct[0];
  for (std::uint32_t stem : distinct) {
    while (stem != common) {
      if (stem > common) {
        stem = stems.above(stem);
      } else {
        common = stems.above(common);
      }
    }
  }
  // A selected stem above the others is a place of its own: it parts from what is below it at the one above.
  if (distinct.size() > 1 && std::binary_search(distinct.begin(), distinct.end(), common)) common = stems.above(common);
  parted.common = stems.text(common);
  parted.inside_block = stems.in_list(common);
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (const std::uint32_t module : selection) {
    if (index.path(module).empty()) continue;
    std::uint32_t top = stems.of(module);
    while (stems.depth(top) > stems.depth(common) + 1) top = stems.above(top);
    const auto [entry, fresh] = places.try_emplace(top, parted.towers.size());
    if (fresh) parted.towers.push_back({stems.text(top), {}});
    parted.towers[entry->second].modules.push_back(module);
  }
  return parted;
}

}  // namespace overmatch
