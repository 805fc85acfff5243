// SPDX-License-Identifier: Apache-2.0
// The program `overmatch-selftest`, which `overmatch selftest` and `overmatch generate --vectors`
// start. The planted bugs are linked into it only: to check a matcher nobody needs to compile them.
#include <array>

#include "cli/program.h"

int main(int argc, char** argv) {
  using namespace overmatch::cli;
  constexpr std::array<AddVerb, 2> verbs = {add_selftest, add_vectors};
  return run_program(verbs, argc, argv);
}
