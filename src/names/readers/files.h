// SPDX-License-Identifier: Apache-2.0
// Reads whole files, and writes whole files atomically.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch {

// Writes `text` to a temporary file beside `file`, flushes it to disk and renames it, so that a
// crash leaves either the old file or the new one. "-" writes to standard output. Throws InputError
// with the system's reason.
void write_file(const std::string& file, std::string_view text);

// Removes temporary files that killed processes left in `folder`. Keeps those of running processes,
// and ignores files that it cannot remove.
void remove_abandoned(const std::string& folder);

// The most bytes that read_file reads: twice the largest tree. A larger file holds weights, or is a
// device without end.
inline constexpr std::size_t kLargestFile = std::size_t{512} << 20U;

// Reads the whole file, "-" for standard input. Throws InputError if it cannot be read or has more
// than kLargestFile bytes.
[[nodiscard]] std::string read_file(const std::string& file);

// Reads at most `most` bytes from the start of a file: for checkpoints, whose names stand before
// gigabytes of weights. Throws InputError.
[[nodiscard]] std::string read_file_start(const std::string& file, std::size_t most);

// The file of the running program, by its absolute path; "" if the system does not tell. Each
// platform has its own: names/platform/platform.h.
[[nodiscard]] std::string program_path();

}  // namespace overmatch
