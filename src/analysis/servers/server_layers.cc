// SPDX-License-Identifier: Apache-2.0
#include "analysis/servers/server_layers.h"

#include <algorithm>
#include <array>
#include <map>

#include "analysis/entries/linear_names.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostParts = 3;

// A layer and the neighbours in a checkpoint that it is made of; "" for no third one.
struct Fusion {
  std::string_view name;
  std::array<std::string_view, kMostParts> parts;
};
constexpr auto kFusions = std::to_array<Fusion>({
    {"qkv_proj", {"q_proj", "k_proj", "v_proj"}},
    {"gate_up_proj", {"gate_proj", "up_proj", ""}},
    {"in_proj_qkvz", {"in_proj_qkv", "in_proj_z", ""}},            // Qwen3.5
    {"in_proj_ba", {"in_proj_b", "in_proj_a", ""}},                // Qwen3.5
    {"fused_qkv_a_proj", {"q_a_proj", "kv_a_proj_with_mqa", ""}},  // DeepSeek-V3
});

// What the projections of an expert are called: gate, up and down.
constexpr std::array<std::array<std::string_view, 3>, 2> kExpertParts = {
    {{"gate_proj", "up_proj", "down_proj"}, {"w1", "w3", "w2"}}};

// A layout of several towers by a module that only it has, and what vLLM renames there.
struct TowerRenames {
  std::string_view module;
  std::string_view beside;
  std::array<std::array<std::string_view, 2>, 8> renames;
};
constexpr auto kRenames = std::to_array<TowerRenames>({
    {"model.language_model",
     "",
     {{{"model.language_model.", "language_model.model."},
       {"model.vision_tower.", "vision_tower."},
       {"model.visual.", "visual."},
       {"model.multi_modal_projector.", "multi_modal_projector."},
       {"model.audio_tower.", "audio_tower."},
       {"model.embed_vision.", "embed_vision."},
       {"model.embed_audio.", "embed_audio."},
       {"lm_head.", "language_model.lm_head."}}}},
    // Qwen2-VL and Qwen2.5-VL of older releases of transformers.
    {"visual",
     "model.layers",
     {{{"lm_head.", "language_model.lm_head."}, {"model.", "language_model.model."}}}},
});

std::string below(std::string_view parent, std::string_view name) {
  std::string out(parent);
  if (!out.empty()) out += kSeparator;
  return out.append(name);
}

// `P.experts` for the path of a projection of an expert, `P.experts.N.NAME`; "" for others.
std::string_view experts_of(std::string_view path) {
  const std::string_view expert = parent(path);
  const std::string_view experts = parent(expert);
  const bool one = last_segment(experts) == "experts" && is_number(last_segment(expert));
  return one ? experts : std::string_view();
}

std::vector<RootRename> renames_of(const TreeIndex& index) {
  const auto has = [&](std::string_view path) { return index.find(path) != kNoModule; };
  std::vector<RootRename> renames;
  for (const TowerRenames& layout : kRenames) {
    if (!has(layout.module) || (!layout.beside.empty() && !has(layout.beside))) continue;
    for (const auto& [before, after] : layout.renames) {
      if (!before.empty() && has(before.substr(0, before.size() - 1)))
        renames.push_back({std::string(before), std::string(after)});
    }
    break;
  }
  return renames;
}

class LayerMaker {
 public:
  LayerMaker(const TreeIndex& index, const Selection& linear, const ServerLayers& server,
             std::vector<ServerLayer>& layers)
      : index_(index), linear_(linear), server_(server), layers_(layers) {}

  void add(std::uint32_t module) {
    if (add_expert(module) || add_fused(module)) return;
    const std::string_view path = index_.path(module);
    ServerLayer& layer = layers_.emplace_back();
    layer.name = name_of(path, layer);
    layer.modules = {module};
    if (last_segment(path) == "lm_head") layer.kind = ServerLayerKind::head;
  }

 private:
  using Parts = std::array<std::string_view, kMostParts>;

  [[nodiscard]] bool has(const std::string& path) const {
    const std::uint32_t module = index_.find(path);
    return module != kNoModule && std::binary_search(linear_.begin(), linear_.end(), module);
  }

  // Renames look for a dot behind the root.
  std::string name_of(std::string_view path, ServerLayer& layer) const {
    std::string name = server_.renamed(std::string(path) + kSeparator);
    name.pop_back();
    layer.renamed = layer.renamed || name != path;
    return name;
  }

  // Adds a layer that has several modules, and returns its place in layers_.
  std::size_t make(std::string_view path, std::string_view above, const Parts& parts) {
    ServerLayer& layer = layers_.emplace_back();
    layer.name = name_of(path, layer);
    for (const std::string_view part : parts) {
      if (!part.empty()) layer.parts.push_back(name_of(below(above, part), layer));
    }
    return layers_.size() - 1;
  }

  bool add_expert(std::uint32_t module) {
    const std::string_view path = index_.path(module);
    const std::string_view experts = experts_of(path);
    if (experts.empty()) return false;
    const auto [place, fresh] = experts_.try_emplace(experts, Experts());
    Experts& known = place->second;
    if (fresh) {
      const std::string first = below(experts, "0");
      for (const Parts& parts : kExpertParts) {
        const bool all = std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
          return has(below(first, part));
        });
        if (!all || known.parts != nullptr) continue;
        known = {&parts, make(experts, first, parts)};
        layers_[known.layer].kind = ServerLayerKind::experts;
      }
    }
    if (known.parts == nullptr || std::find(known.parts->begin(), known.parts->end(),
                                            last_segment(path)) == known.parts->end())
      return false;
    layers_[known.layer].modules.push_back(module);
    return true;
  }

  bool add_fused(std::uint32_t module) {
    const std::string_view path = index_.path(module);
    const std::string_view above = parent(path);
    const std::string_view last = last_segment(path);
    const auto fusion = std::find_if(kFusions.begin(), kFusions.end(), [&](const Fusion& each) {
      return std::find(each.parts.begin(), each.parts.end(), last) != each.parts.end() &&
             std::all_of(each.parts.begin(), each.parts.end(), [&](std::string_view part) {
               return part.empty() || has(below(above, part));
             });
    });
    if (last.empty() || fusion == kFusions.end()) return false;
    const auto [place, fresh] = fused_.try_emplace(below(above, fusion->name), 0);
    if (fresh) place->second = make(place->first, above, fusion->parts);
    layers_[place->second].modules.push_back(module);
    return true;
  }

  // The parts of the experts of a block, null if they are not known, and the place of their layer.
  struct Experts {
    const Parts* parts = nullptr;
    std::size_t layer = 0;
  };

  const TreeIndex& index_;
  const Selection& linear_;
  const ServerLayers& server_;
  std::vector<ServerLayer>& layers_;
  std::map<std::string_view, Experts> experts_;  // by the path in the tree
  std::map<std::string, std::size_t> fused_;     // likewise; places in layers_
};

}  // namespace

ServerLayers::ServerLayers(const TreeIndex& index, const Selection& linear)
    : renames_(renames_of(index)) {
  LayerMaker maker(index, linear, *this, layers_);
  for (const std::uint32_t module : linear) maker.add(module);
}

std::string ServerLayers::renamed(std::string_view text) const {
  std::string out(text);
  for (const RootRename& each : renames_) {
    if (out.starts_with(each.before)) out.replace(0, each.before.size(), each.after);
  }
  return out;
}

Selection linear_modules(const TreeIndex& index, const ModelFacts* facts) {
  Selection out;
  if (facts != nullptr && !facts->class_of.empty()) {
    for (std::uint32_t module = 0; module < index.size(); ++module) {
      const ModuleClass* const one = facts->class_at(module);
      if (one != nullptr && (one->is_a("Linear") || one->is_a("Conv1D"))) out.push_back(module);
    }
    return out;
  }
  std::vector<bool> inner(index.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.parent_of(module) != kNoModule) inner[index.parent_of(module)] = true;
  }
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (!inner[module] && !sounds_otherwise(last_segment(index.path(module))))
      out.push_back(module);
  }
  return out;
}

}  // namespace overmatch
