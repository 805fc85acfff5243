// SPDX-License-Identifier: Apache-2.0
// Recognises a config file by its content and reads its lists.
//
// docs/configs.md lists the files, their members, the rule of each member and its source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/configs/formats/config.h"

namespace overmatch {

// Reads the text of a config, JSON or YAML. `file` is its name for messages. Throws InputError for
// text that is neither, for a config of no known kind, and for members of a wrong type.
[[nodiscard]] ReadConfig read_config(std::string_view text, const std::string& file);

// Whether a config that a caller gives for one of PEFT is that, or JSON of no other kind.
[[nodiscard]] bool is_for_peft(std::string_view text, const std::string& file);

// Reads values of llama.cpp's options: `P=LABEL`, several separated by commas. `option` is
// "--override-tensor" or "--tensor-type". Throws InputError for a value without "=".
[[nodiscard]] ConfigList read_tensor_overrides(const std::string& option,
                                               const std::vector<std::string>& values);

}  // namespace overmatch
