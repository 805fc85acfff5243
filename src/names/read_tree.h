// Readers of module trees. Three forms, told apart by the first character that is no space:
//   - a plain list, one path a line (`for name, _ in model.named_modules(): print(name)`); an empty FIRST line is the root,
//     as named_modules() gives it; a byte-order mark and CRLF line ends are accepted;
//   - a JSON array of paths;
//   - a safetensors index (`{"weight_map": {parameter: file}}`): the last component of each key is the parameter and is cut
//   off.
// A file that is gzip-compressed (whatever its name) is read as if it were not.
//
// Ancestors that are missing are added before their first descendant. Refused with InputError, "FILE:LINE: reason": duplicates
// (not among the parameters of an index), malformed paths, invalid UTF-8, and whatever is none of these forms.
// O(bytes); DeepSeek-V3's 75,396 modules take some tens of milliseconds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names/tree.h"

namespace overmatch {

// Reads a file, or standard input for "-".
[[nodiscard]] ModuleTree read_tree(const std::string& file);

// Reads a tree from text. `file` is what messages call it.
[[nodiscard]] ModuleTree parse_tree(std::string_view text, const std::string& file);

// The tree files (`*.txt`, `*.json`, each also with `.gz`) of a folder, sorted by name; a file gives itself.
[[nodiscard]] std::vector<std::string> list_tree_files(const std::string& file_or_folder);

}  // namespace overmatch
