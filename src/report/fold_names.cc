// SPDX-License-Identifier: Apache-2.0
#include "report/fold_names.h"

#include <string_view>
#include <unordered_set>

#include "analysis/tree/folding.h"
#include "names/path.h"

namespace overmatch::report {

NameFolding fold_names(const ModuleTree& names, std::size_t most) {
  // Adds the ancestors, which folding needs and the list lacks.
  ModuleTree tree;
  std::unordered_set<std::string_view> known;
  for (const std::string_view path : names.modules) {
    for (std::size_t at = path.find(kSeparator); at != std::string_view::npos;
         at = path.find(kSeparator, at + 1)) {
      if (known.insert(path.substr(0, at)).second) tree.modules.push_back(path.substr(0, at));
    }
    if (known.insert(path).second) tree.modules.push_back(path);
  }
  const TreeIndex index(tree);
  Selection selection;
  for (const std::string_view path : names.modules) selection.push_back(index.find(path));
  const Folding folding = fold(index, selection, most);
  NameFolding out;
  out.count = folding.count;
  for (const FoldedLine& line : folding.lines) out.lines.push_back({line.text(), line.count});
  return out;
}

}  // namespace overmatch::report
