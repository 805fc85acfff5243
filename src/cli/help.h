// SPDX-License-Identifier: Apache-2.0
// Writes what the command line offers as help, as a manual page and as completions of a shell, all
// from the verbs and options that the program declares.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace overmatch::cli {

// The help of the program, or of a verb: usage, options by group, and examples. Lines have at most
// `width` columns, unless a word is longer.
[[nodiscard]] std::string help_text(const CLI::App& app, std::size_t width);

// The manual page in roff, for section 1.
[[nodiscard]] std::string manual_page(const CLI::App& app, std::string_view version);

// A script that completes verbs and options; values are completed as files. `shell` is bash, zsh or
// fish; throws InputError for another.
[[nodiscard]] std::string completion_script(const CLI::App& app, std::string_view shell);

}  // namespace overmatch::cli
