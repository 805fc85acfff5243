// SPDX-License-Identifier: Apache-2.0
// Checks that an output file or folder is writable before the work that produces the output.
#pragma once

#include <string>

namespace overmatch {

// Throws InputError if write_file (files.h) could not write `file` now. Changes nothing on disk.
// Accepts "" (no file) and "-" (standard output).
void need_writable(const std::string& file);

// Throws InputError if files could not be written into `folder`, which need not exist. Accepts ""
// (no folder).
void need_writable_folder(const std::string& folder);

// Whether two names that reports are written to mean one file, by other ways there too. Standard
// output ("-") is the same as itself only.
[[nodiscard]] bool is_same_file(const std::string& left, const std::string& right);

// Whether both names are those of one regular file that exists, by other ways there or links too.
[[nodiscard]] bool is_same_regular_file(const std::string& left, const std::string& right);

// Where a file would be written: behind the symbolic links that the name is, even if they lead to
// no file.
[[nodiscard]] std::string behind_links(const std::string& file);

}  // namespace overmatch
