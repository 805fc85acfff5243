// SPDX-License-Identifier: Apache-2.0
// Tests the matcher of the user's function overmatch_subject().
#include <cstdio>
#include <cstdlib>

#include "fuzz/subject.h"

namespace overmatch::fuzz {

std::vector<std::unique_ptr<Matcher>> subjects() {
  std::vector<std::unique_ptr<Matcher>> one;
  one.push_back(overmatch_subject());
  if (one.front() == nullptr) {
    std::fputs("overmatch: overmatch_subject() returned null: it must make a matcher\n", stderr);
    std::exit(2);
  }
  return one;
}

}  // namespace overmatch::fuzz
