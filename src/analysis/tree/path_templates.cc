// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/path_templates.h"

#include <algorithm>
#include <unordered_map>

#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::string_view kAnyNumber = "#";

constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

struct Place {
  std::uint32_t above = kNone;
  std::uint32_t name = 0;
  friend bool operator==(const Place&, const Place&) = default;
};
struct PlaceHash {
  std::size_t operator()(const Place& place) const noexcept {
    return (std::size_t{place.above} << 32U | place.name) * std::size_t{0x9E3779B97F4A7C15};
  }
};
// The parent at which a name occurred last, and its template there: nearly always the next one too.
struct Met {
  Place place;
  std::uint32_t path_template = 0;
};

}  // namespace

PathTemplates::PathTemplates(const TreeIndex& index) : nodes_(1), of_(index.size()) {
  // Segments by number; all numeric segments are one.
  const auto any_number = static_cast<std::uint32_t>(index.names().size());
  std::vector<std::uint32_t> names(index.names().size());
  for (std::uint32_t name = 0; name < names.size(); ++name)
    names[name] = is_number(index.names()[name]) ? any_number : name;
  std::vector<Met> met(names.size() + 1);
  std::unordered_map<Place, std::uint32_t, PlaceHash> known;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.path(module).empty()) continue;
    const std::uint32_t parent = index.parent_of(module);
    const Place place = {parent == kNoModule ? 0 : of_[parent], names[index.name_of(module)]};
    Met& last = met[place.name];
    if (last.place != place) {
      const auto [entry, fresh] =
          known.try_emplace(place, static_cast<std::uint32_t>(nodes_.size()));
      if (fresh) {
        const bool number = place.name == any_number;
        const std::string_view name = number ? kAnyNumber : index.names()[place.name];
        nodes_.push_back({place.above, name, nodes_[place.above].depth + 1,
                          number || nodes_[place.above].in_list});
      }
      last = {place, entry->second};
    }
    of_[module] = last.path_template;
  }
}

const PathTemplates& TreeIndex::templates() const {
  if (!templates_) templates_ = std::make_shared<const PathTemplates>(*this);
  return *templates_;
}

std::string PathTemplates::text(std::uint32_t path_template) const {
  std::vector<std::string_view> names;
  for (; path_template != 0; path_template = above(path_template))
    names.push_back(name(path_template));
  std::string out;
  for (; !names.empty(); names.pop_back()) {
    if (!out.empty()) out += kSeparator;
    out += names.back();
  }
  return out;
}

namespace {

// Where a selection branches, and the top of each of its templates there.
struct Branches {
  std::uint32_t common = 0;
  std::vector<std::uint32_t> top_of;  // by template; kNone for those without modules
  std::vector<std::uint32_t> tops;    // in the order of templates
};

Branches branches_of(const PathTemplates& templates, std::span<const std::uint32_t> selection) {
  Branches branches;
  branches.top_of.assign(templates.size(), kNone);
  // The root has the empty template, and no part.
  for (const std::uint32_t module : selection) branches.top_of[templates.of(module)] = 0;
  std::vector<std::uint32_t> distinct;
  for (std::uint32_t each = 1; each < templates.size(); ++each) {
    if (branches.top_of[each] != kNone) distinct.push_back(each);
  }
  if (distinct.empty()) return branches;
  // A template has a greater number than its ancestors, so climbing from the greater one of the two
  // ends at the lowest common ancestor.
  std::uint32_t common = distinct[0];
  for (std::uint32_t path_template : distinct) {
    while (path_template != common) {
      if (path_template > common) {
        path_template = templates.above(path_template);
      } else {
        common = templates.above(common);
      }
    }
  }
  // If a selected template is an ancestor of the others, the selection branches at its parent.
  if (distinct.size() > 1 && std::binary_search(distinct.begin(), distinct.end(), common))
    common = templates.above(common);
  branches.common = common;
  std::vector<std::uint8_t> is_top(templates.size());
  for (const std::uint32_t each : distinct) {
    std::uint32_t top = each;
    while (templates.depth(top) > templates.depth(common) + 1) top = templates.above(top);
    branches.top_of[each] = top;
    if (is_top[top] == 0) branches.tops.push_back(top);
    is_top[top] = 1;
  }
  return branches;
}

}  // namespace

bool has_parts(const PathTemplates& templates, std::span<const std::uint32_t> selection) {
  return branches_of(templates, selection).tops.size() > 1;
}

SelectionParts part(const PathTemplates& templates, std::span<const std::uint32_t> selection) {
  SelectionParts parted;
  const Branches branches = branches_of(templates, selection);
  if (branches.tops.empty()) return parted;
  parted.common = templates.text(branches.common);
  parted.inside_block = templates.in_list(branches.common);
  std::vector<std::uint32_t> part_of(templates.size(), kNone);  // by top
  for (const std::uint32_t module : selection) {
    const std::uint32_t own = templates.of(module);
    if (own == 0) continue;
    const std::uint32_t top = branches.top_of[own];
    if (part_of[top] == kNone) {
      part_of[top] = static_cast<std::uint32_t>(parted.parts.size());
      parted.parts.push_back({templates.text(top), {}});
    }
    parted.parts[part_of[top]].modules.push_back(module);
  }
  return parted;
}

}  // namespace overmatch
