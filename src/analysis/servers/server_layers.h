// SPDX-License-Identifier: Apache-2.0
// ServerLayers says which layers vLLM makes of the linear modules of a model, and what it calls
// them.
//
// vLLM reads the lists of a config for layers of its own: it fuses `q_proj`, `k_proj` and `v_proj`
// into `qkv_proj`, holds all experts of a block as one layer, and renames the roots of models of
// several towers. The sources are those of vLLM 0.33.0
// (https://github.com/vllm-project/vllm/tree/v0.33.0/vllm/model_executor): `packed_modules_mapping`
// and `hf_to_vllm_mapper` of the classes in models/.
//
// What most classes do is known here: the fusions of kFusions in server_layers.cc, where all parts
// stand beside each other, and the renames of kRenames for a tree with `model.language_model`, or
// with `visual` beside `model.layers`. What single classes do otherwise is not, such as `w13` of
// LFM2, and that some classes build routers or towers without quantization.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "names/model_facts.h"

namespace overmatch {

enum class ServerLayerKind : std::uint8_t {
  linear,
  experts,  // all experts of a block
  head      // the output layer
};

struct ServerLayer {
  std::string name;  // `language_model.model.layers.0.self_attn.qkv_proj`
  // The names that stand for it in a checkpoint: of a fused layer its parts, of experts those of
  // the first one. Empty if that is `name`.
  std::vector<std::string> parts;
  Selection modules;  // of the tree
  ServerLayerKind kind = ServerLayerKind::linear;
  bool renamed = false;  // whether the tree has another path for it, besides the fusion
};

// What stands at the front of a name, and what stands there in the server.
struct RootRename {
  std::string before;
  std::string after;
};

class ServerLayers {
 public:
  // `linear` are the modules to make layers of.
  ServerLayers(const TreeIndex& index, const Selection& linear);

  [[nodiscard]] const std::vector<ServerLayer>& layers() const noexcept { return layers_; }
  // Those that hold for this tree, in the order in which they are tried.
  [[nodiscard]] const std::vector<RootRename>& renames() const noexcept { return renames_; }
  // What the server makes of an entry that is a path: each rename is applied to the text that the
  // one before has left.
  [[nodiscard]] std::string renamed(std::string_view text) const;

 private:
  std::vector<ServerLayer> layers_;
  std::vector<RootRename> renames_;
};

// The modules that are taken for linear layers: by class if the tree knows classes, else those
// without children whose names tell nothing else, such as `norm`.
[[nodiscard]] Selection linear_modules(const TreeIndex& index, const ModelFacts* facts);

}  // namespace overmatch
