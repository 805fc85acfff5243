// SPDX-License-Identifier: Apache-2.0
// Tests no subject, but makes the mutator of the regex target use mode regex only.
#include "fuzz/subject.h"

namespace overmatch::fuzz {

std::vector<std::unique_ptr<Matcher>> subjects() {
  std::vector<std::unique_ptr<Matcher>> one;
  one.push_back(make_reference(Mode::regex));
  return one;
}

}  // namespace overmatch::fuzz
