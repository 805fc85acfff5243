// SPDX-License-Identifier: Apache-2.0
// What stdout and stderr are: how wide, and whether they show colours.
#pragma once

#include <cstddef>
#include <string>

namespace overmatch::cli {

// Whether stdout is a terminal that shows colours, and the user wants them: NO_COLOR (no-color.org:
// set and not empty) and TERM=dumb say no.
[[nodiscard]] bool wants_colour();
// Whether stderr is a terminal on which a line can be written over.
[[nodiscard]] bool has_status_line();

// The columns of a descriptor: $COLUMNS, else what the terminal says, else 80.
[[nodiscard]] std::size_t columns_of(int descriptor);

// Opens a closed standard stream on something that can be neither read nor written, so that no file
// of ours gets its number. To be called before all else.
void hold_standard_streams();

// Writes to stderr. Where nobody can be told, nobody is: the exit status says it too.
void print_error(const std::string& text) noexcept;

// Writes a report for people to stdout, its lines broken to the width of the terminal. Throws
// InputError when it cannot.
void print_report(const std::string& text);

}  // namespace overmatch::cli
