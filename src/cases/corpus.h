// SPDX-License-Identifier: Apache-2.0
// The corpus is the folder of saved cases and real module trees that overmatch ships.
#pragma once

#include <string>
#include <vector>

namespace overmatch {

// The corpus folder: $OVERMATCH_CORPUS, else ../share/overmatch/corpus beside the installed
// program, else the source tree of the build. Throws InputError when there is none.
[[nodiscard]] std::string corpus_folder();

// The case files (`*.json`) of a folder and its subfolders, sorted by path. A file, or "-" for
// standard input, gives itself. Throws InputError when the path does not exist.
[[nodiscard]] std::vector<std::string> list_case_files(const std::string& file_or_folder);

}  // namespace overmatch
