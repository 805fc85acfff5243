// SPDX-License-Identifier: Apache-2.0
// For a wheel, in which two programs would hold the library twice: OVERMATCH_SELFTEST in CMake.
#include <array>

#include "cli/program.h"
#include "cli/selftest_program.h"

namespace overmatch::cli {

int start_selftest_program(std::vector<std::string> arguments) {
  constexpr std::array<AddVerb, 2> verbs = {add_selftest, add_vectors};
  std::string name = "overmatch";
  std::vector<char*> words = {name.data()};
  for (std::string& argument : arguments) words.push_back(argument.data());
  const int count = static_cast<int>(words.size());
  words.push_back(nullptr);
  return run_program(verbs, count, words.data());
}

}  // namespace overmatch::cli
