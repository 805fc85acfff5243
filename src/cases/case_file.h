// SPDX-License-Identifier: Apache-2.0
// Case files are read and written here: one JSON object (RFC 8259) in UTF-8, the same format for
// saved findings, fuzzer inputs, regression tests and bug reports.
//
//   {"overmatch": 1, "mode": "segment", "patterns": [...], "modules": [...], "intended": "model",
//    "expected": [...] | "rejected",
//    "about": {"title": ..., "kinds": [...], "source": ..., anything else}}
//
// A list with labels also has "order": "first" or "last", and "labels": one a pattern, a string or
// null. "expected" is then one label a module.
//
// The version is 2 for lists with labels and for the modes that came with it (file_version_of),
// else 1; a file of version 2 may also hold the others.
// The first four members are required. `expected` is what the reference selects, in module order.
// Reading recomputes it and rejects a file in which it is wrong. Unknown members outside `about`
// are rejected: a misspelt `patern` must not pass silently.
#pragma once

#include <string>
#include <string_view>

#include "cases/case.h"

namespace overmatch {

// The version of the format from which on it knows the mode.
[[nodiscard]] constexpr int file_version_of(Mode mode) noexcept {
  return mode <= Mode::regex ? 1 : 2;
}
// The version in which the case is written.
[[nodiscard]] inline int file_version_of(const Case& content) noexcept {
  return content.labels.empty() ? file_version_of(content.mode) : 2;
}

// Parses the text of a case file. Throws InputError "FILE: what, where"; `file` is the name in
// messages. O(bytes), plus the reference's answer.
[[nodiscard]] SavedCase parse_case(std::string_view text, const std::string& file);
// Reads and parses a case file; "-" is standard input. Throws InputError.
[[nodiscard]] SavedCase read_case(const std::string& file);

// The text of a case file, with `expected` computed by the reference. Layout: two-space indent, one
// name per line in a list of several, `about` on one line with unknown members sorted (omitted if
// empty), a final newline. The same case gives the same bytes on every platform. All texts must be
// valid UTF-8. O(bytes), plus the reference's answer.
[[nodiscard]] std::string format_case(const SavedCase& saved);
// The case on one line without newline, `about` omitted if empty: a line of `overmatch generate`.
[[nodiscard]] std::string format_case_line(const SavedCase& saved);

// The first 16 hex digits of the SHA-256 of a text.
[[nodiscard]] std::string hex_digest(std::string_view text);
// The file name of a case: the first 16 hex digits of the SHA-256 of format_case without `about`,
// then ".json".
[[nodiscard]] std::string case_file_name(const Case& content);

// Adds to `about` the names of the case that a smaller one was made from, as "shrunk_from", and its
// title; nothing of a case of more than 64 names.
void keep_names(About& about, const SavedCase& original);

// Writes the case atomically into `folder` under case_file_name; creates the folder, replaces a
// file of the same name. Returns the path. Throws InputError.
std::string save_case(const SavedCase& saved, const std::string& folder);

}  // namespace overmatch
