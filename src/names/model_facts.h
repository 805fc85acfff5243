// SPDX-License-Identifier: Apache-2.0
// ModelFacts holds what is known of a model besides the names of its modules.
//
// Every fact is optional: a list of names has none of them, the header of a checkpoint has the
// shapes of parameters, and a dump of a running model (names/readers/tree_lines.h) has all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace overmatch {

// A class of modules.
struct ModuleClass {
  std::string name;  // qualified, such as "torch.nn.modules.linear.Linear"
  // The qualified names of its base classes in the order of Python's __mro__, without
  // torch.nn.Module and object.
  std::vector<std::string> bases;
  // Whether the class is `wanted` or has it as a base, given qualified or as the last part alone.
  [[nodiscard]] bool is_a(const std::string& wanted) const noexcept;
};

inline constexpr std::uint32_t kNoClass = static_cast<std::uint32_t>(-1);

using Shape = std::vector<std::int64_t>;  // of a parameter; empty for a scalar

// A parameter of a module.
struct ParameterFacts {
  std::uint32_t module = 0;  // an index into the tree
  std::string name;          // inside the module, such as "weight"
  Shape shape;
};

// A convolution that has groups.
struct ConvolutionGroups {
  std::uint32_t module = 0;  // an index into the tree
  std::int64_t groups = 1;
};

struct ModelFacts {
  std::vector<ModuleClass> classes;     // distinct
  std::vector<std::uint32_t> class_of;  // one for each module: an index into `classes`, or
                                        // kNoClass; empty if no class is known
  // All parameters, in the order of the tree; nothing if they are not known. Those of the root are
  // left out unless it is a module of the tree. A parameter that
  // several modules share stands at each of them.
  std::optional<std::vector<ParameterFacts>> parameters;
  std::vector<ConvolutionGroups> groups;  // those that differ from 1, in the order of the tree
  // Shared parameters: {full name of a later one, full name of the first one}.
  std::vector<std::pair<std::string, std::string>> tied;
  // Modules that occur several times: {another path of one, its path in the tree}. What is inside
  // of it has other paths, too.
  std::vector<std::pair<std::string, std::string>> aliases;
  // `_tied_weights_keys` of transformers: {full name, name of its source}; the source is "" before
  // transformers 5, which lists only names. What a class can tie, whether or not it does.
  std::vector<std::pair<std::string, std::string>> declared_ties;
  // `model.config.model_type` of transformers, such as "llama"; "" if unknown.
  std::string model_type;
  // `model.config.to_dict()` or config.json as JSON on one line, "" if unknown. A dump of a running
  // model leaves out long members; a config.json leaves out defaults, so that an absent member says
  // nothing.
  std::string config;
  std::optional<bool> tie_word_embeddings;  // of the config
  std::string input_embeddings;   // the path that get_input_embeddings() returns; "" if unknown
  std::string output_embeddings;  // the path that get_output_embeddings() returns; "" if unknown
  // Whether names and shapes are those of a checkpoint. The running model may have other names: it
  // may join the weights of experts in one parameter, or have a prefix.
  bool from_checkpoint = false;
  // Whether the classes are those that print(model) shows: the ones of PyTorch with all that is
  // known of them, the others by their last names, without their bases.
  bool printed = false;
  // Modules of the tree, by index, that the checkpoint lacks because their weights are tied, but
  // that the running model has: `lm_head` of GPT-2.
  std::vector<std::uint32_t> not_in_checkpoint;

  // The class of a module, or null if it is not known.
  [[nodiscard]] const ModuleClass* class_at(std::size_t module) const noexcept;
};

}  // namespace overmatch
