// SPDX-License-Identifier: Apache-2.0
// ParameterTree is the tree of a model with its parameters as leaves, for lists that are matched
// against the names of parameters.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/tree/path_templates.h"
#include "analysis/tree/tree_index.h"
#include "names/readers/read_tree.h"

namespace overmatch {

class ParameterTree {
 public:
  // The parameters are those that the model lists. Of a tree of modules alone, each module without
  // children is taken to have a `weight`. `prefix` stands in front of all names; it ends with a dot
  // or is empty.
  ParameterTree(const TreeIndex& index, const Model& model, const std::string& prefix);

  [[nodiscard]] const TreeIndex& index() const noexcept { return *index_; }
  [[nodiscard]] const PathTemplates& templates() const noexcept { return *templates_; }
  // Whether the names of the parameters are not known.
  [[nodiscard]] bool assumed() const noexcept { return assumed_; }

  // The parameters among a selection of this tree, their names, and the modules of the model that
  // own them.
  [[nodiscard]] Selection parameters(const Selection& selected) const;
  [[nodiscard]] std::vector<std::string> names(const Selection& selected) const;
  [[nodiscard]] Selection owners(const Selection& selected) const;

 private:
  std::unique_ptr<ModuleTree> tree_ = std::make_unique<ModuleTree>();
  std::unique_ptr<TreeIndex> index_;
  std::unique_ptr<PathTemplates> templates_;
  // By node: whether it is a parameter, and the module of the model that owns it or that it is;
  // kNoModule for what the prefix adds.
  std::vector<bool> is_parameter_;
  std::vector<std::uint32_t> owner_;
  bool assumed_ = false;
};

}  // namespace overmatch
