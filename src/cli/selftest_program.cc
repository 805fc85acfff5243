// SPDX-License-Identifier: Apache-2.0
#include "cli/selftest_program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cli/terminal.h"
#include "cli/verb.h"
#include "names/readers/files.h"

namespace overmatch::cli {

int start_selftest_program(std::vector<std::string> arguments) {
  const std::string program =
      std::filesystem::path(program_path()).replace_filename("overmatch-selftest");
  std::vector<char*> words;
  std::string name = program;
  words.push_back(name.data());
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  std::fflush(stdout);
  execv(program.c_str(), words.data());
  print_error(
      fmt::format("overmatch: cannot start {}: {}. To build it, run ./dev test or "
                  "cmake --build build/release --target overmatch-selftest\n",
                  program, std::strerror(errno)));
  return kBadUsage;
}

}  // namespace overmatch::cli
