// SPDX-License-Identifier: Apache-2.0
// Knows what model families call their layers and other parts.
#pragma once

#include <string_view>

namespace overmatch {

// Whether some family calls a layer or another part so.
[[nodiscard]] bool is_part_of_models(std::string_view name);

}  // namespace overmatch
