// SPDX-License-Identifier: Apache-2.0
// Formats numbers, paths, patterns and shell words for reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch::report {

// A name with more columns loses its middle.
inline constexpr std::size_t kNameColumns = 64;

// Lines of a folded selection that a report shows without --all.
inline constexpr std::size_t kFewLines = 6;

// "31,224"
[[nodiscard]] std::string grouped(std::uint64_t number);
// "1 case", "31,224 cases"
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

// The text up to its first line feed.
[[nodiscard]] std::string_view first_line(std::string_view text) noexcept;

// Columns that printable text takes on a terminal.
[[nodiscard]] std::size_t columns(std::string_view text);

// A path as printable_path shows it. A path of more than `most` columns is cut in the middle, where
// its size stands ("aaaa…[65,536 bytes]…aaab"), because two such names often differ in size only.
[[nodiscard]] std::string short_path(std::string_view path, std::size_t most = kNameColumns);
// The same for a pattern, quoted as in_quotes does it.
[[nodiscard]] std::string short_quoted(std::string_view pattern, std::size_t most = kNameColumns);
// For a sentence: "`a.b`" or "the root"; "the pattern `a`" or "the empty pattern".
[[nodiscard]] std::string path_in_words(std::string_view path);
[[nodiscard]] std::string pattern_in_words(std::string_view pattern);

// Makes a line that a subject printed safe to show: valid UTF-8 without control characters.
[[nodiscard]] std::string printable_line(std::string_view line);

// Quotes a word for a POSIX shell; a word of harmless characters stays as it is.
[[nodiscard]] std::string shell_quoted(std::string_view word);

}  // namespace overmatch::report
