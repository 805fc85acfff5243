// SPDX-License-Identifier: Apache-2.0
// The subject could not be started: exit status 3. The message is one line.
#pragma once

#include <stdexcept>

namespace overmatch {

class SubjectError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace overmatch
