// SPDX-License-Identifier: Apache-2.0
// The references themselves, one a mode: what a target tests when nobody says otherwise.
#include "fuzz/subjects/subject.h"

namespace overmatch::fuzz {

std::vector<std::unique_ptr<Matcher>> subjects() {
  std::vector<std::unique_ptr<Matcher>> all;
  for (const Mode mode : kModes) all.push_back(make_reference(mode));
  return all;
}

}  // namespace overmatch::fuzz
