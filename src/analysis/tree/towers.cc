// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/towers.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "names/ascii.h"

namespace overmatch {

namespace {

using Words = std::span<const std::string_view>;

// Words of segments in released models of Transformers, timm, OpenCLIP and remote code.
constexpr std::array<std::string_view, 9> kConnectors = {"connector", "projector", "projection",
                                                         "proj",      "aligner",   "adapter",
                                                         "merger",    "resampler", "qformer"};
constexpr std::array<std::string_view, 10> kVision = {
    "vision", "visual", "image", "images", "img", "video", "vpm", "vqmodel", "mask", "vae"};
constexpr std::array<std::string_view, 9> kAudio = {
    "audio", "speech", "acoustic", "acoustics", "codec", "wav", "vocoder", "apm", "sound"};
constexpr std::array<std::string_view, 4> kLanguage = {"language", "text", "llm", "lm"};

constexpr std::array<std::string_view, 6> kTextHeads = {
    "lm_head", "lm_heads", "embed_out", "output_projection", "output_layer", "language_model"};

// Calls `each` with the words of a name in lower case: "visionTower2" has "vision" and "tower".
template <typename Each>
void visit_words(std::string_view name, const Each& each) {
  std::string word;
  for (std::size_t at = 0; at <= name.size(); ++at) {
    const bool ends = at == name.size() || !is_letter(name[at]) ||
                      (at > 0 && is_upper(name[at]) && is_lower(name[at - 1]));
    if (ends && !word.empty()) {
      each(std::string_view(word));
      word.clear();
    }
    if (at < name.size() && is_letter(name[at])) word += to_lower(name[at]);
  }
}

bool is_word_of(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct TowerPlace {
  std::uint32_t root = 0;
  Modality modality = Modality::unmarked;
};

// The tower of a path template: the first marked segment, or what holds the numbered layers.
TowerPlace place_of(const PathTemplates& templates, std::uint32_t path_template) {
  std::vector<std::uint32_t> way;
  for (; path_template != 0; path_template = templates.above(path_template))
    way.push_back(path_template);
  std::uint32_t holder = 0;  // the parent of the list of layers
  for (std::size_t at = way.size(); at-- > 0;) {
    if (templates.in_list(way[at])) return {holder, Modality::unmarked};
    const Modality modality = modality_of(templates.name(way[at]));
    if (modality != Modality::unmarked) return {way[at], modality};
    if (at + 1 < way.size()) holder = way[at + 1];
  }
  return {};
}

}  // namespace

Modality modality_of(std::string_view segment) {
  Modality modality = Modality::unmarked;
  visit_words(segment, [&](std::string_view word) {
    if (is_word_of(kConnectors, word)) {
      modality = Modality::connector;
    } else if (modality == Modality::unmarked) {
      modality = is_word_of(kVision, word)     ? Modality::vision
                 : is_word_of(kAudio, word)    ? Modality::audio
                 : is_word_of(kLanguage, word) ? Modality::language
                                               : Modality::unmarked;
    }
  });
  return modality;
}

std::vector<Tower> towers_of(const TreeIndex& index, const PathTemplates& templates,
                             std::span<const std::uint32_t> selection) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<Tower> towers;
  std::vector<bool> layered;  // by tower: it has modules in numbered layers
  std::unordered_map<std::uint32_t, std::size_t> by_template;
  std::unordered_map<std::uint64_t, std::size_t> by_root;
  for (const std::uint32_t module : selection) {
    const std::uint32_t own = templates.of(module);
    const auto [entry, fresh] = by_template.try_emplace(own, none);
    if (fresh && !index.path(module).empty()) {
      const TowerPlace place = place_of(templates, own);
      const bool in_list = templates.in_list(own);
      if (place.modality != Modality::unmarked || in_list) {
        const std::uint64_t key =
            std::uint64_t{place.root} << 8U | static_cast<std::uint64_t>(place.modality);
        const auto [root, first] = by_root.try_emplace(key, towers.size());
        if (first) {
          towers.push_back({templates.text(place.root), place.modality, {}});
          layered.push_back(false);
        }
        entry->second = root->second;
        if (in_list) layered[root->second] = true;
      }
    }
    if (entry->second != none) towers[entry->second].modules.push_back(module);
  }
  std::vector<Tower> kept;
  for (std::size_t at = 0; at < towers.size(); ++at) {
    if (layered[at]) kept.push_back(std::move(towers[at]));
  }
  return kept;
}

bool writes_text(const TreeIndex& index) {
  return std::any_of(index.names().begin(), index.names().end(),
                     [](std::string_view name) { return is_word_of(kTextHeads, name); });
}

}  // namespace overmatch
