// SPDX-License-Identifier: Apache-2.0
// Tells by the last segment of a path whether a module is a linear layer, for trees without
// classes.
#pragma once

#include <string_view>

namespace overmatch {

// Whether a name of one segment is that of a linear layer, such as `q_proj` or `fc1`. Names that
// tell nothing are not.
[[nodiscard]] bool sounds_linear(std::string_view name);

// Whether a name of one segment is that of a layer of another kind, such as `norm` or `act_fn`.
[[nodiscard]] bool sounds_otherwise(std::string_view name);

}  // namespace overmatch
