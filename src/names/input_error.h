// SPDX-License-Identifier: Apache-2.0
// A user's mistake: unreadable or malformed input. The message is one line that says where, what
// and, if it is not plain, what to do. The command line turns it into exit status 2. Mistakes of
// overmatch itself are assertions, never this.
#pragma once

#include <stdexcept>
#include <string>

namespace overmatch {

class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace overmatch
