// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/trees.h"

#include <algorithm>
#include <stdexcept>

namespace overmatch {

const std::vector<ModuleTree>& shipped_trees() {
  static const std::vector<ModuleTree> all = [] {
    std::vector<ModuleTree> trees;
    for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/trees"))
      trees.push_back(read_tree(file));
    return trees;
  }();
  return all;
}

const ModuleTree& shipped(const std::string& name) {
  const auto& all = shipped_trees();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const ModuleTree& tree) { return tree.name == name; });
  if (found == all.end()) throw std::runtime_error("no shipped tree " + name);
  return *found;
}

const RealNames& field_names() {
  static const std::vector<Model> models = [] {
    std::vector<Model> all;
    for (const char* const name : {"bert-base-mlm",
                                   "clip-vit-base-patch32",
                                   "deepseek-v2-lite",
                                   "flux1-dev-transformer",
                                   "gemma-3-4b-it",
                                   "gpt2",
                                   "llama-2-7b.tf4.47",
                                   "llava-1.5-7b",
                                   "llava-1.5-7b.tf4.47",
                                   "mixtral-8x7b",
                                   "openai-clip-vit-b-32",
                                   "phi-3-mini",
                                   "qwen1.5-moe-a2.7b",
                                   "qwen2-vl-7b",
                                   "qwen3-8b",
                                   "sd15-unet",
                                   "t5-small",
                                   "timm-resnet50",
                                   "torchvision-densenet121",
                                   "whisper-tiny"}) {
      all.emplace_back();
      all.back().tree = shipped(name);
    }
    for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/tensors"))
      all.push_back(read_model(file));
    return all;
  }();
  static const RealNames names(distinct_names(models), "the field");
  return names;
}

ModuleTree tree_of(const std::vector<std::string>& paths) {
  ModuleTree tree;
  for (const std::string& path : paths) tree.modules.push_back(path);
  return tree;
}

std::vector<std::string> paths_of(const TreeIndex& index, const Selection& selection) {
  std::vector<std::string> paths;
  for (const std::uint32_t module : selection) paths.emplace_back(index.path(module));
  return paths;
}

}  // namespace overmatch
