// SPDX-License-Identifier: Apache-2.0
// Defines the error for a subject that cannot be started (exit status 3).
#pragma once

#include <stdexcept>

namespace overmatch {

// Its message is one line.
class SubjectError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace overmatch
