// SPDX-License-Identifier: Apache-2.0
// Cases of mode regex only: for the mutator of the regex target, which tests no subject.
#include "fuzz/subjects/subject.h"

namespace overmatch::fuzz {

std::vector<std::unique_ptr<Matcher>> subjects() {
  std::vector<std::unique_ptr<Matcher>> one;
  one.push_back(make_reference(Mode::regex));
  return one;
}

}  // namespace overmatch::fuzz
