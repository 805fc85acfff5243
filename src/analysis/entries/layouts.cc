// SPDX-License-Identifier: Apache-2.0
#include "analysis/entries/layouts.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "names/path.h"

namespace overmatch {

namespace {

// A root here, and what it is in the other layout. `*` stands for each child of the module in front
// of it. The first row that holds a module decides; a module that no row holds is not there.
struct RootRow {
  std::string_view here;
  std::string_view there;
};

struct LayoutRow {
  std::string_view name;
  std::array<std::string_view, 2> needs;  // modules that this tree must have
  std::string_view lacks;                 // and one that it must not have; "" for none
  std::array<RootRow, 3> roots;
};

constexpr std::string_view kBefore = "transformers before 4.52";
constexpr std::string_view kAfter = "transformers from 4.52 on";
constexpr std::string_view kTextOnly = "the text model alone";
constexpr std::string_view kWhole = "the multimodal model";

constexpr auto kLayouts = std::to_array<LayoutRow>({
    {kBefore,
     {"model.language_model", "lm_head"},
     "model.visual",
     {{{"model.language_model", "language_model.model"},
       {"lm_head", "language_model.lm_head"},
       {"model.*", "*"}}}},
    {kBefore,
     {"model.language_model", "model.visual"},
     "",
     {{{"model.language_model", "model"}, {"model.visual", "visual"}, {"lm_head", "lm_head"}}}},
    {kAfter,
     {"language_model.model", "language_model.lm_head"},
     "",
     {{{"language_model.model", "model.language_model"},
       {"language_model.lm_head", "lm_head"},
       {"*", "model.*"}}}},
    {kAfter,
     {"model.layers", "visual"},
     "",
     {{{"model", "model.language_model"}, {"visual", "model.visual"}, {"lm_head", "lm_head"}}}},
    {kTextOnly,
     {"model.language_model", "model"},
     "",
     {{{"model.language_model", "model"}, {"lm_head", "lm_head"}, {"", ""}}}},
    {kTextOnly,
     {"language_model.model", "language_model"},
     "",
     {{{"language_model.model", "model"}, {"language_model.lm_head", "lm_head"}, {"", ""}}}},
    {kWhole,
     {"model.layers", "model"},
     "visual",
     {{{"model", "model.language_model"}, {"lm_head", "lm_head"}, {"", ""}}}},
    {"the multimodal model before transformers 4.52",
     {"model.layers", "model"},
     "visual",
     {{{"model", "language_model.model"}, {"lm_head", "language_model.lm_head"}, {"", ""}}}},
});

std::string moved(std::string_view path, std::string_view from, std::string_view to) {
  std::string out(to);
  std::string_view rest = path.substr(from.size());
  if (out.empty() && rest.starts_with(kSeparator)) rest.remove_prefix(1);
  return out.append(rest);
}

}  // namespace

std::vector<KnownLayout> known_layouts(const TreeIndex& index) {
  std::vector<KnownLayout> known;
  const auto has = [&](std::string_view path) { return index.find(path) != kNoModule; };
  for (const LayoutRow& row : kLayouts) {
    if (!has(row.needs[0]) || !has(row.needs[1]) || (!row.lacks.empty() && has(row.lacks)))
      continue;
    KnownLayout& layout = known.emplace_back();
    layout.name = row.name;
    for (const RootRow& root : row.roots) {
      if (!root.here.ends_with('*')) {
        if (has(root.here))
          layout.roots.emplace_back(std::string(root.there), std::string(root.here));
        continue;
      }
      const std::string_view above = parent(root.here);
      for (std::uint32_t module = 0; module < index.size(); ++module) {
        if (index.depth_of(module) != depth(root.here)) continue;
        const std::string_view path = index.path(module);
        if (parent(path) != above) continue;
        if (std::any_of(layout.roots.begin(), layout.roots.end(),
                        [&](const auto& each) { return in_subtree(each.second, path); }))
          continue;
        std::string there(root.there);
        there.replace(there.size() - 1, 1, last_segment(path));
        layout.roots.emplace_back(std::move(there), std::string(path));
      }
    }
  }
  return known;
}

OtherLayout fill_layout(const TreeIndex& index, KnownLayout known) {
  OtherLayout layout;
  layout.name = std::move(known.name);
  layout.roots = std::move(known.roots);
  layout.tree.name = index.tree().name;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::string_view path = index.path(module);
    for (const auto& [there, here] : layout.roots) {
      if (!in_subtree(path, here)) continue;
      layout.tree.modules.push_back(moved(path, here, there));
      layout.here.push_back(module);
      break;
    }
  }
  return layout;
}

OtherLayout layout_before(const TreeIndex& before, const TreeIndex& index) {
  OtherLayout layout;
  layout.name = before.tree().name;
  layout.tree = before.tree();
  layout.here.assign(before.size(), kNoModule);
  std::vector<std::uint8_t> taken(index.size());
  std::map<std::pair<std::string, std::string>, std::size_t> roots;
  for (std::uint32_t module = 0; module < before.size(); ++module) {
    const std::uint32_t same = index.find(before.path(module));
    if (same == kNoModule) continue;
    layout.here[module] = same;
    taken[same] = 1;
  }
  // The shorter the front that differs, the surer the match: a round for each size of it.
  constexpr std::size_t most_in_front = 4;
  for (std::size_t front = 0; front <= most_in_front; ++front) {
    std::unordered_map<std::string_view, std::uint32_t> ends;
    std::unordered_map<std::string_view, std::size_t> count;
    std::vector<std::pair<std::uint32_t, std::string_view>> open;
    const auto end_of = [&](std::string_view path, std::size_t segments) {
      for (; segments > 0 && !path.empty(); --segments) {
        const std::size_t dot = path.find(kSeparator);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
      }
      return path;
    };
    for (std::uint32_t module = 0; module < before.size(); ++module) {
      if (layout.here[module] != kNoModule) continue;
      const std::string_view end = end_of(before.path(module), front);
      if (!end.empty()) open.emplace_back(module, end);
    }
    for (std::uint32_t module = 0; module < index.size(); ++module) {
      if (taken[module] != 0) continue;
      for (std::size_t other = 0; other <= most_in_front; ++other) {
        const std::string_view end = end_of(index.path(module), other);
        if (end.empty()) break;
        ends[end] = module;
        ++count[end];
      }
    }
    for (const auto& [module, end] : open) {
      if (count[end] != 1) continue;
      const std::uint32_t found = ends[end];
      if (taken[found] != 0) continue;
      layout.here[module] = found;
      taken[found] = 1;
      const auto front_of = [&](std::string_view path) {
        return std::string(path.size() == end.size()
                               ? std::string_view()
                               : path.substr(0, path.size() - end.size() - 1));
      };
      ++roots[{front_of(before.path(module)), front_of(index.path(found))}];
    }
  }
  for (const auto& [pair, modules] : roots) layout.roots.push_back(pair);
  std::stable_sort(layout.roots.begin(), layout.roots.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  return layout;
}

}  // namespace overmatch
