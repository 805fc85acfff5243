// SPDX-License-Identifier: Apache-2.0
// Finds the trees of real models that come with overmatch by their names.
#pragma once

#include <string>

namespace overmatch {

// The file of the tree that a user names: `given` itself if there is such a file or folder, or if
// it is "-" for standard input. Else the file in `folder`, the trees that come with overmatch, that
// - has this name; its endings may be left out, and "corpus/trees/" may stand before it: so
//   "llama-2-7b.tf4.47" and "corpus/trees/llama-2-7b.tf4.47.modules.txt" work anywhere;
// - is of the model with this id of the Hugging Face Hub, such as "google/gemma-3-4b-it"
//   (sources.tsv); one with types if there are several.
//
// Throws InputError, with what is there instead, if `given` looks like such a name; returns any
// other text as it is, for the reader to refuse. O(size of sources.tsv).
[[nodiscard]] std::string tree_file(const std::string& given, const std::string& folder);

}  // namespace overmatch
