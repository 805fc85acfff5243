// SPDX-License-Identifier: Apache-2.0
// ClassEntries selects modules by their classes, for entries of configs that name classes.
#pragma once

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "names/model_facts.h"

namespace overmatch {

class ClassEntries {
 public:
  // `facts` may be null.
  ClassEntries(const TreeIndex& index, const ModelFacts* facts) : index_(index), facts_(facts) {}

  // Whether the classes of the modules are known. Of those that print(model) shows, one like
  // Linear4bit may have Linear as a base or not.
  [[nodiscard]] bool known() const noexcept;

  // The modules whose class or one of its bases is called `name`, the last part of its qualified
  // name; a name with a dot selects none.
  [[nodiscard]] Selection select(const std::string& name) const;
  // Those of any of these classes.
  [[nodiscard]] Selection select_any(const std::vector<std::string>& names) const;

  // The last segments of all modules that axolotl takes for linear, without the output layer.
  [[nodiscard]] std::vector<std::string> linear_names() const;

 private:
  const TreeIndex& index_;
  const ModelFacts* facts_;
};

// Whether an entry can only be meant as a class: one word that begins with a capital letter.
[[nodiscard]] bool looks_like_class(std::string_view entry) noexcept;

}  // namespace overmatch
