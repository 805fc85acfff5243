// SPDX-License-Identifier: Apache-2.0
// Writes scripts by which a shell completes verbs, options and the values of options, from what the
// program declares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace overmatch::cli {

// `shell` is bash, zsh or fish; throws InputError for another. `explained`: the words that
// `overmatch explain` takes. What has no list of values is completed as a file.
[[nodiscard]] std::string completion_script(const CLI::App& app, std::string_view shell,
                                            const std::vector<std::string>& explained);

}  // namespace overmatch::cli
