// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/parameter_tree.h"

#include "names/path.h"

namespace overmatch {

namespace {

// The names of the parameters by the module that owns them; those of the root are left out.
std::vector<std::vector<std::string>> owned_names(const TreeIndex& index, const Model& model,
                                                  bool& assumed) {
  std::vector<std::vector<std::string>> names(index.size());
  if (model.facts && model.facts->parameters) {
    for (const ParameterFacts& each : *model.facts->parameters) {
      if (each.module < names.size()) names[each.module].push_back(each.name);
    }
    return names;
  }
  if (!model.parameters.empty()) {
    for (const std::string_view name : model.parameters) {
      const std::uint32_t owner = index.find(parent(name));
      if (owner != kNoModule) names[owner].emplace_back(last_segment(name));
    }
    return names;
  }
  assumed = true;
  std::vector<bool> inner(index.size());
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.parent_of(module) != kNoModule) inner[index.parent_of(module)] = true;
  }
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (!inner[module] && !index.path(module).empty()) names[module].emplace_back("weight");
  }
  return names;
}

}  // namespace

ParameterTree::ParameterTree(const TreeIndex& index, const Model& model,
                             const std::string& prefix) {
  const std::vector<std::vector<std::string>> names = owned_names(index, model, assumed_);
  tree_->name = index.tree().name;
  const auto add = [&](const std::string& path, bool parameter, std::uint32_t owner) {
    tree_->modules.push_back(path);
    is_parameter_.push_back(parameter);
    owner_.push_back(owner);
  };
  for (std::size_t dot = prefix.find('.'); dot != std::string::npos;
       dot = prefix.find('.', dot + 1))
    add(prefix.substr(0, dot), false, kNoModule);
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::string path = prefix + std::string(index.path(module));
    if (index.path(module).empty()) {
      if (prefix.empty()) add(path, false, module);
      continue;
    }
    add(path, false, module);
    for (const std::string& name : names[module]) {
      // A module beside a parameter of its name is one node.
      if (index.find(std::string(index.path(module)) + "." + name) == kNoModule)
        add(path + "." + name, true, module);
    }
  }
  index_ = std::make_unique<TreeIndex>(*tree_);
  templates_ = std::make_unique<PathTemplates>(*index_);
}

Selection ParameterTree::parameters(const Selection& selected) const {
  Selection out;
  for (const std::uint32_t node : selected) {
    if (is_parameter_[node]) out.push_back(node);
  }
  return out;
}

std::vector<std::string> ParameterTree::names(const Selection& selected) const {
  std::vector<std::string> out;
  for (const std::uint32_t node : selected) out.emplace_back(index_->path(node));
  return out;
}

Selection ParameterTree::owners(const Selection& selected) const {
  Selection out;
  for (const std::uint32_t node : selected) {
    if (owner_[node] != kNoModule) out.push_back(owner_[node]);
  }
  sort_modules(out, is_parameter_.size());
  return out;
}

}  // namespace overmatch
