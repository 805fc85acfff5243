// SPDX-License-Identifier: Apache-2.0
// Whether a file or a folder can be written, known before the work whose result it is to hold.
#pragma once

#include <string>

namespace overmatch {

// Throws InputError when write_file (files.h) could not write `file` now. Leaves nothing behind,
// and the file's content alone. "" and "-" can be written.
void need_writable(const std::string& file);

// The same of files that are to be written into `folder`, which need not exist. "" is no folder,
// into which nothing will be written.
void need_writable_folder(const std::string& folder);

}  // namespace overmatch
