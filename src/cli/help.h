// SPDX-License-Identifier: Apache-2.0
// Writes what the command line offers as help and as a manual page, from the verbs and options that
// the program declares.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace overmatch::cli {

// The help of the program, or of a verb: usage, options by group, and examples. Lines have at most
// `width` columns, unless a word is longer.
[[nodiscard]] std::string help_text(const CLI::App& app, std::size_t width);

// The manual page in roff, for section 1.
[[nodiscard]] std::string manual_page(const CLI::App& app, std::string_view version);

// The verbs that help lists, in the order of declaration.
[[nodiscard]] std::vector<const CLI::App*> verbs_of(const CLI::App& app);

}  // namespace overmatch::cli
