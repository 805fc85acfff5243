// SPDX-License-Identifier: Apache-2.0
#include "names/readers/parameter_list.h"

#include <algorithm>

namespace overmatch {

bool are_parameters(std::span<const std::string_view> names) noexcept {
  const auto count = std::count_if(names.begin(), names.end(), [](std::string_view name) {
    return name.ends_with(".weight") || name.ends_with(".bias");
  });
  return 2 * static_cast<std::size_t>(count) > names.size();
}

}  // namespace overmatch
