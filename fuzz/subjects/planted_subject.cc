// SPDX-License-Identifier: Apache-2.0
// Tests the planted bug that the environment variable OVERMATCH_PLANTED names.
#include <cstdio>
#include <cstdlib>

#include "fuzz/subject.h"
#include "planted/planted.h"

std::unique_ptr<overmatch::Matcher> overmatch_subject() {
  const char* const name = std::getenv("OVERMATCH_PLANTED");
  const overmatch::Planted* const one = name == nullptr ? nullptr : overmatch::find_planted(name);
  if (one == nullptr) {
    std::fprintf(stderr, "overmatch: OVERMATCH_PLANTED must name a planted matcher, not \"%s\"\n",
                 name == nullptr ? "" : name);
    std::exit(2);
  }
  return one->make();
}
