// SPDX-License-Identifier: Apache-2.0
// The words that every report is made of: numbers, names cut to size, quoting for the shell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch::report {

// Columns that a name may take before its middle is left out.
inline constexpr std::size_t kNameColumns = 64;

// Lines of a folded selection that are shown unless all are asked for.
inline constexpr std::size_t kFewLines = 6;

// "31,224"
[[nodiscard]] std::string grouped(std::uint64_t number);
// "1 case", "31,224 cases"
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

// How many columns of a terminal a line of printable text takes.
[[nodiscard]] std::size_t columns(std::string_view text);

// A path as printable_path shows it; of a longer one both ends and its size: "aaaa…[65,536
// bytes]…aaab". A difference in size is often all that tells two such names apart.
[[nodiscard]] std::string short_path(std::string_view path, std::size_t most = kNameColumns);
// The same of a pattern, as `quoted` shows it.
[[nodiscard]] std::string short_quoted(std::string_view pattern, std::size_t most = kNameColumns);
// For a sentence: in backticks, or "the root" and "the empty pattern".
[[nodiscard]] std::string path_in_words(std::string_view path);
[[nodiscard]] std::string pattern_in_words(std::string_view pattern);

// One line of foreign text (what a subject printed): valid UTF-8, without control characters.
[[nodiscard]] std::string printable_line(std::string_view line);

// A word as a POSIX shell reads it: unchanged if it is harmless, else in single quotes.
[[nodiscard]] std::string shell_quoted(std::string_view word);

}  // namespace overmatch::report
