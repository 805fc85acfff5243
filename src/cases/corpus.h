// SPDX-License-Identifier: Apache-2.0
// The saved cases and the real trees that come with overmatch.
#pragma once

#include <string>
#include <vector>

namespace overmatch {

// The corpus folder: $OVERMATCH_CORPUS, else beside the installed program
// (../share/overmatch/corpus), else the source tree that the program was built from. Throws
// InputError when there is none.
[[nodiscard]] std::string corpus_folder();

// The case files (`*.json`) of a folder and its subfolders, sorted by path; a file, or "-" for
// standard input, gives itself. Throws InputError when it does not exist.
[[nodiscard]] std::vector<std::string> list_case_files(const std::string& file_or_folder);

}  // namespace overmatch
