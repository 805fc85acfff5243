// SPDX-License-Identifier: Apache-2.0
// Normalises the arguments of the command line before CLI11 parses them.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace overmatch::cli {

// Makes the value of every option an argument of its own, so that `--pattern=` is the empty pattern
// (CLI11 would take the next argument instead). Turns `help VERB` into `VERB --help` and `version`
// into `--version`. Throws InputError for an unknown verb or option, with the nearest name, and for
// an option in the place of another's value.
[[nodiscard]] std::vector<std::string> spelled_out(const CLI::App& app,
                                                   std::vector<std::string> arguments);

// Makes each option whose value names something (a file, a mode, a subject) refuse the empty text,
// which an unset shell variable leaves; it would mean that the option is absent.
void refuse_empty_names(CLI::App& app);

// Throws InputError if a report would overwrite a file that the command reads, by whatever path.
// `words` are those of spelled_out.
void keep_inputs(const CLI::App& app, const std::vector<std::string>& words);

// Makes each option whose value is a pattern, a regex or a path of modules refuse what is not valid
// UTF-8.
void refuse_invalid_text(CLI::App& app);

}  // namespace overmatch::cli
