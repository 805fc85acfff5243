// SPDX-License-Identifier: Apache-2.0
// Makes facts of the shapes that the headers of a checkpoint state.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/model_facts.h"
#include "names/names.h"
#include "names/readers/tree_json.h"

namespace overmatch {

// By the full name of the parameter.
using NamedShapes = std::unordered_map<std::string, Shape>;

// Adds the shapes in the header of a `.safetensors` file. Throws InputError if it is damaged.
void read_safetensors_shapes(const std::string& file, NamedShapes& shapes);

// The parameters with their modules and shapes, in the order of the tree; nothing if a shape is
// missing. Leaves out parameters of modules that are not in the tree. O(names).
[[nodiscard]] std::optional<std::vector<ParameterFacts>> parameters_with(const NamedShapes& shapes,
                                                                         const Names& modules,
                                                                         const Names& parameters);

// The same for the shapes of all `parameters` in their order.
[[nodiscard]] std::optional<std::vector<ParameterFacts>> parameters_with(HeaderShapes shapes,
                                                                         const Names& modules,
                                                                         const Names& parameters);

}  // namespace overmatch
