// SPDX-License-Identifier: Apache-2.0
// The case file: one JSON object, UTF-8, the same for a saved collision, a fuzzer's input, a
// regression test and a bug report.
//
//   {"overmatch": 1, "mode": "segment", "patterns": [...], "modules": [...], "intended": "model",
//    "expected": [...] | "rejected",
//    "about": {"title": ..., "kinds": [...], "source": ..., anything else}}
//
// The first four members are required. `expected` is what the reference selects, in module order;
// reading recomputes it and refuses a file that lies. Unknown members outside `about` are refused:
// a misspelt `patern` must not pass silently.
#pragma once

#include <string>
#include <string_view>

#include "cases/case.h"

namespace overmatch {

// Parses a case file's text. Throws InputError "FILE: what, where"; `file` is what messages call
// it. O(bytes), besides the reference.
[[nodiscard]] SavedCase parse_case(std::string_view text, const std::string& file);
[[nodiscard]] SavedCase read_case(const std::string& file);

// The file's text, with `expected` computed by the reference: two-space indent, a list of more than
// one name one a line, `about` on one line (left out if it says nothing; its unknown members
// sorted), a final newline. The same case gives the same bytes everywhere. The texts must be valid
// UTF-8. O(bytes), besides the reference.
[[nodiscard]] std::string format_case(const SavedCase& saved);
// The case on one line without its newline, `about` only if it says something: a line of `overmatch
// generate`.
[[nodiscard]] std::string format_case_line(const SavedCase& saved);

// The name under which a case is filed: the first 16 hex digits of the SHA-256 of format_case
// without `about`, and ".json".
[[nodiscard]] std::string case_file_name(const Case& content);

// Writes the case into `folder` (made if it is missing) under its name, atomically; a file of the
// same case is replaced, with its `about`. Returns the path. Throws InputError.
std::string save_case(const SavedCase& saved, const std::string& folder);

}  // namespace overmatch
