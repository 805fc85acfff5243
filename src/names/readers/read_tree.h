// SPDX-License-Identifier: Apache-2.0
// Reads a module tree from a file in any supported format.
//
// The first bytes decide the format:
//   - a plain list, one path a line (`for name, _ in model.named_modules(): print(name)`); an empty
//     FIRST line is the root, as named_modules() gives it; a byte-order mark and CRLF line ends
//     are accepted;
//   - a JSON array of paths;
//   - the output of print(model) (printed_model.h);
//   - a list or array of parameters, where `x.weight` implies a module `x` (plain_list.h);
//   - a JSON Lines tree, with classes, shapes and ties of modules (tree_lines.h);
//   - the index of a sharded checkpoint, `{"weight_map": {parameter: file}}`;
//   - a `.safetensors` or GGUF file, of which only the header is read.
// Each may be gzip-compressed, whatever the file's name.
//
// Missing ancestors are added before their first descendant. Throws InputError "FILE:LINE: reason"
// for duplicates, malformed paths, invalid UTF-8, wrong sizes in headers, texts that are not a list
// of names (plain_list.h) and unknown formats. O(bytes): the 75,396 modules of DeepSeek-V3 take
// some five milliseconds, twice that if they are not in depth-first order (tidy_list.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "names/model_facts.h"
#include "names/tree.h"

namespace overmatch {

// What a file says about a model.
struct Model {
  ModuleTree tree;
  Names parameters;                   // in the order of the file; empty if it lists modules
  std::optional<TreeShape> shape;     // of `tree`, if the reader computed it; for TreeIndex
  std::optional<ModelFacts> facts;    // beyond names, if the file has them
  std::vector<std::string> warnings;  // doubtful lines: "FILE: line 3 …"
};

// Reads a file, standard input for "-", or the folder of a Hugging Face model (model_folder.h).
// Throws InputError.
[[nodiscard]] Model read_model(const std::string& file);
// Reads only the tree, and passes each warning to `tell`.
using TellWarning = std::function<void(const std::string&)>;
void warn_on_stderr(const std::string& warning);
[[nodiscard]] ModuleTree read_tree(const std::string& file,
                                   const TellWarning& tell = warn_on_stderr);

// Reads from memory. `file` is the name for messages.
[[nodiscard]] Model parse_model(std::string_view text, const std::string& file);
[[nodiscard]] ModuleTree parse_tree(std::string_view text, const std::string& file);

// The folder itself if it is that of a model (model_folder.h), else the tree files of a folder
// (`*.txt`, `*.json`, `*.jsonl`, each also with `.gz`), sorted by name; for a file, that file
// alone.
[[nodiscard]] std::vector<std::string> list_tree_files(const std::string& file_or_folder);

}  // namespace overmatch
