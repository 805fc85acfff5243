// SPDX-License-Identifier: Apache-2.0
#include "python/trees.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "names/readers/files.h"
#include "names/readers/gzip.h"
#include "names/readers/read_tree.h"
#include "names/readers/tree_lines.h"

namespace nb = nanobind;

namespace overmatch::python {

namespace {

// {JSON Lines, names, parameters if they are known, classes} of the model in `text`, or in `file`
// if there is none.
std::tuple<std::string, std::vector<std::string>, std::optional<std::size_t>, std::size_t>
tree_lines(const std::optional<std::string>& text, const std::string& file) {
  const nb::gil_scoped_release released;
  const Model model = text ? parse_model(*text, file) : read_model(file);
  for (const std::string& warning : model.warnings) warn_on_stderr(warning);
  const ModelFacts facts = model.facts.value_or(ModelFacts());
  const Names& names = model.tree.modules;
  return {format_tree_lines(names, facts),
          {names.begin(), names.end()},
          facts.parameters ? std::optional(facts.parameters->size()) : std::nullopt,
          facts.classes.size()};
}

void write_tree(const std::string& file, const std::string& lines) {
  const nb::gil_scoped_release released;
  write_file(file, file.ends_with(".gz") ? gzip(lines) : lines);
}

}  // namespace

void add_trees(nb::module_& module) {
  module.def("tree_lines", &tree_lines, nb::arg().none(), nb::arg());
  module.def("write_tree", &write_tree);
}

}  // namespace overmatch::python
