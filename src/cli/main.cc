// SPDX-License-Identifier: Apache-2.0
// The program `overmatch`.
#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

#include "cli/program.h"
#include "cli/selftest_program.h"

namespace overmatch::cli {

void add_selftest_entry(CLI::App& app, int& status) {
  app.add_subcommand("selftest", std::string(kSelftestDescription))->callback([&status] {
    status = start_selftest_program({"selftest"});
  });
}

}  // namespace overmatch::cli

int main(int argc, char** argv) {
  using namespace overmatch::cli;
  using std::string_view;
  constexpr auto verbs = std::to_array<AddVerb>(
      {add_demo, add_check, add_repro, add_shrink, add_generate, add_prove, add_audit, add_compare,
       add_fuzz, add_selftest_entry, add_completion, add_lock, add_explain});
  // The selftest reads its own options.
  const bool is_help = argc == 3 && argv[1] == string_view("help");
  if (argc > 1 && argv[is_help ? 2 : 1] == string_view("selftest"))
    return start_selftest_program({argv + 1, argv + argc});
  return run_program(verbs, argc, argv);
}
