// SPDX-License-Identifier: Apache-2.0
// overmatch-selftest vectors: writes the conformance vectors, for `overmatch generate --vectors`.
#include "vectors/vectors.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"

namespace overmatch::cli {

namespace {

struct VectorsArguments {
  std::string mode;
  bool counted = false;
};

int vectors(const VectorsArguments& arguments) {
  std::optional<Mode> mode;
  if (!arguments.mode.empty()) mode = need_mode(arguments.mode);
  if (mode && !kVectorModes.contains(*mode))
    throw InputError("there are no vectors of " + arguments.mode +
                     ", whose lists have labels: leave out --vectors");
  for (const Mode each : kModes) {
    if ((mode && *mode != each) || !kVectorModes.contains(each)) continue;
    for (const Vector& vector : make_vectors(each)) {
      print_output(arguments.counted ? format_counted(vector) : format_vector(vector) + '\n');
    }
  }
  return kNothingFound;
}

}  // namespace

void add_vectors(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<VectorsArguments>();
  CLI::App* const verb = app.add_subcommand(
      "vectors", "write the conformance vectors: a minimal set that finds the planted bugs");
  verb->add_option("--mode", arguments->mode, "write only the vectors of this mode")
      ->type_name("MODE");
  verb->add_flag("--counted", arguments->counted,
                 "write them as counted strings, for languages without JSON");
  verb->callback([arguments, &status] { status = vectors(*arguments); });
}

}  // namespace overmatch::cli
