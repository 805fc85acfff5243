// SPDX-License-Identifier: Apache-2.0
// The words of the command line before CLI11 reads them, for what it does not read as people mean
// it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace overmatch::cli {

// The arguments with the value of every option as a word of its own, so that `--pattern=` is the
// empty pattern and takes no other word; `help VERB` as `VERB --help`, and `version` as
// `--version`. Throws InputError for a verb or an option that does not exist, naming the nearest,
// and for an option that stands where another's value should.
[[nodiscard]] std::vector<std::string> spelled_out(const CLI::App& app,
                                                   std::vector<std::string> arguments);

// Has every option of every verb whose value names something (a file, a mode, a subject) refuse the
// empty text, which an unset variable of a shell leaves: it would be taken for no option at all.
void refuse_empty_names(CLI::App& app);

}  // namespace overmatch::cli
