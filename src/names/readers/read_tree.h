// SPDX-License-Identifier: Apache-2.0
// Readers of module trees. The forms, told apart by how they start:
//   - a plain list, one path a line (`for name, _ in model.named_modules(): print(name)`); an empty
//     FIRST line is the root, as named_modules() gives it; a byte-order mark and CRLF line ends
//     are accepted;
//   - a JSON array of paths;
//   - what print(model) shows (printed_model.h);
//   - both also of parameters (`x.weight` says that there is a module `x`; see parameter_list.h);
//   - the index of a checkpoint (`{"weight_map": {parameter: file}}`, safetensors or `.bin`);
//   - a `.safetensors` or GGUF file, of which only the head is read.
// A file that is gzip-compressed (whatever its name) is read as if it were not.
//
// A list is looked at first: what is no list of names is refused or told (plain_list.h).
//
// Ancestors that are missing are added before their first descendant. Refused with InputError,
// "FILE:LINE: reason": duplicates, malformed paths, invalid UTF-8, headers that lie about their
// size, and whatever is none of these forms. O(bytes); DeepSeek-V3's 75,396 modules take some five
// milliseconds, those of lists that are not tidy (tidy_list.h) twice that.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "names/tree.h"
#include "names/tree_shape.h"

namespace overmatch {

// A model as its files tell of it.
struct Model {
  ModuleTree tree;
  Names parameters;                   // in the order of the file; none if it lists modules
  std::optional<TreeShape> shape;     // of the tree, where reading it told; TreeIndex takes it
  std::vector<std::string> warnings;  // what a list may mean otherwise, "FILE: line 3 …"
};

// Reads a file, or standard input for "-".
[[nodiscard]] Model read_model(const std::string& file);
// The same, with the warnings told to `tell`.
using TellWarning = std::function<void(const std::string&)>;
void warn_on_stderr(const std::string& warning);
[[nodiscard]] ModuleTree read_tree(const std::string& file,
                                   const TellWarning& tell = warn_on_stderr);

// Reads from text or bytes. `file` is what messages call it.
[[nodiscard]] Model parse_model(std::string_view text, const std::string& file);
[[nodiscard]] ModuleTree parse_tree(std::string_view text, const std::string& file);

// The tree files (`*.txt`, `*.json`, each also with `.gz`) of a folder, sorted by name; a file
// gives itself.
[[nodiscard]] std::vector<std::string> list_tree_files(const std::string& file_or_folder);

}  // namespace overmatch
