// SPDX-License-Identifier: Apache-2.0
// Tests the references, one a mode: the default subjects.
#include "fuzz/subject.h"

namespace overmatch::fuzz {

std::vector<std::unique_ptr<Matcher>> subjects() {
  std::vector<std::unique_ptr<Matcher>> all;
  for (const Mode mode : kModes) all.push_back(make_reference(mode));
  return all;
}

}  // namespace overmatch::fuzz
