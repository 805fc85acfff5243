// SPDX-License-Identifier: Apache-2.0
// The message of the InputError that an action throws.
#pragma once

#include <string>

#include "names/input_error.h"

namespace overmatch {

template <typename Action>
[[nodiscard]] std::string message_of(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "(nothing thrown)";
}

}  // namespace overmatch
