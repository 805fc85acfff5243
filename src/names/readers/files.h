// SPDX-License-Identifier: Apache-2.0
// Reading and writing whole files; written whole or not at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace overmatch {

// Writes `text` to a temporary file beside `file`, flushes it to disk and renames it: after a crash
// there is the old file or the new one. "-" writes to standard output. Throws InputError with the
// system's reason.
void write_file(const std::string& file, std::string_view text);

// Removes the temporary files in `folder` that write_file left there when its process was killed;
// not those of processes that live. For folders of our own, that are written to again and again;
// what cannot be removed stays.
void remove_abandoned(const std::string& folder);

// The most that is read whole: twice the largest tree. What is larger is none of our texts, but
// weights, or a device without end.
inline constexpr std::size_t kLargestFile = std::size_t{512} << 20U;

// The whole file, "-" for standard input. Throws InputError, also for more than kLargestFile.
[[nodiscard]] std::string read_file(const std::string& file);

// The first bytes of a file, at most `most`: for files whose head says all that we want, and whose
// rest is gigabytes of weights.
[[nodiscard]] std::string read_file_start(const std::string& file, std::size_t most);

}  // namespace overmatch
