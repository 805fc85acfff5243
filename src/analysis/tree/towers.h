// SPDX-License-Identifier: Apache-2.0
// Splits a selection by the towers of a model: the parts that read images, sound and text.
//
// Only names decide. A tower begins at the first segment with a word such as `vision`, `audio` or
// `language`, and has numbered layers. What no such word marks belongs to the part with its
// numbered layers: in Qwen2-Audio, `language_model.model` beside `audio_tower`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/select/selection.h"
#include "analysis/tree/path_templates.h"
#include "analysis/tree/tree_index.h"

namespace overmatch {

enum class Modality : std::uint8_t {
  unmarked,   // no segment says
  language,   // `language_model`, `text_model`
  vision,     // `vision_tower`, `visual`, `image_encoder`
  audio,      // `audio_tower`, `speech_encoder`, `codec_model`
  connector,  // between two towers: `multi_modal_projector`, `qformer`
};
// What the words of one segment say: "vision_tower" is of vision.
[[nodiscard]] Modality modality_of(std::string_view segment);

// The modules of a selection in one tower.
struct Tower {
  std::string root;  // a path template: "model.vision_tower"
  Modality modality = Modality::unmarked;
  Selection modules;
};
// The towers that a selection has modules in, in the tree's order. Leaves out what is in no tower:
// heads, embeddings and other modules outside numbered layers that no word marks.
// O(selection + its path templates).
[[nodiscard]] std::vector<Tower> towers_of(const TreeIndex& index, const PathTemplates& templates,
                                           std::span<const std::uint32_t> selection);

// Whether the model writes text: it has a `language_model` or a head such as `lm_head`. Models
// without one, such as CLIP, train their towers together. O(distinct segments).
[[nodiscard]] bool writes_text(const TreeIndex& index);

}  // namespace overmatch
