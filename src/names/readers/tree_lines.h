// SPDX-License-Identifier: Apache-2.0
// Reads and writes JSON Lines trees: modules with their classes, parameters and ties.
//
// The first line says what holds for the whole model. `overmatch_tree` is the version of the
// format; all other members are optional:
//
//   {"overmatch_tree": 1,
//    "model_type": "llama",                          model.config.model_type
//    "config": {"vocab_size": 32000},                of model.config.to_dict()
//    "input_embeddings": "model.embed_tokens",       the module of model.get_input_embeddings()
//    "output_embeddings": "lm_head",                 the module of model.get_output_embeddings()
//    "bases": {"a.Head": ["torch.nn.modules.linear.Linear"]},
//    "tied": [["lm_head.weight", "model.embed_tokens.weight"]],
//    "declared_ties": {"lm_head.weight": "model.embed_tokens.weight"},
//    "aliases": [["encoder.embed_tokens", "shared"]],
//    "checkpoint": true, "printed": true}
//
//   bases          the base classes of a class in the order of its __mro__, without the class
//                  itself, torch.nn.Module and object; a class without bases is left out
//   tied           parameters that are one object: [a later name, the first name]
//   declared_ties  `_tied_weights_keys` of transformers, those of submodules with full names: an
//                  object {name: source} (since transformers 5), or an array of names (before)
//   aliases        modules that occur several times: [another path, the path that is listed]
//   checkpoint     true if the names and shapes are those of a checkpoint, not of a running model
//   printed        true if the classes are those that print(model) shows, without bases
//
// Every other line is a module, in the order of named_modules(), the root "" among them:
//
//   {"module": "model.layers.0.self_attn.q_proj", "class": "torch.nn.modules.linear.Linear",
//    "parameters": {"weight": [4096, 4096]}}
//
//   class          module.__class__.__module__ + "." + module.__class__.__qualname__
//   parameters     the shapes of the module's own parameters, without those of its children; may be
//                  left out if there are none. If no line has it, the parameters are unknown.
//   groups         the attribute `groups` of a convolution; may be left out if it is 1
//   in_checkpoint  false for a module that the running model has, but the checkpoint lacks
//
// Members in any order; unknown ones are ignored. Each object is on one line of its own.
#pragma once

#include <string>
#include <string_view>

#include "names/model_facts.h"
#include "names/names.h"
#include "names/tree_builder.h"

namespace overmatch {

// Whether the first line of `text` is an object with the member "overmatch_tree".
[[nodiscard]] bool is_tree_lines(std::string_view text) noexcept;

// Adds the modules of `text`, which must be valid UTF-8, to `tree`, which must be empty, and
// returns all else. Modules that are added as missing ancestors have no class and no parameters.
// Throws InputError "FILE:LINE: reason" (by `tree.fail`) for a line that is no JSON object, a
// member of the wrong type, a duplicate member, module or class, a shape that is no array of
// non-negative numbers, another version, `bases` of a class that no module has, and embeddings or
// ties that the lines do not list. O(bytes).
[[nodiscard]] ModelFacts parse_tree_lines(std::string_view text, TreeBuilder& tree);

// Writes what parse_tree_lines reads: modules that have no facts become `{"module": PATH}`. The
// facts must be those of `modules`.
[[nodiscard]] std::string format_tree_lines(const Names& modules, const ModelFacts& facts);

}  // namespace overmatch
