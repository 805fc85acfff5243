// SPDX-License-Identifier: Apache-2.0
// InputError reports unreadable or malformed input from the user.
//
// The message is one line that says where the mistake is, what it is and, if not obvious, what to
// do. The command line turns it into exit status 2. Bugs of overmatch itself are assertions.
#pragma once

#include <stdexcept>
#include <string>

namespace overmatch {

class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace overmatch
