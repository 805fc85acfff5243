// SPDX-License-Identifier: Apache-2.0
// overmatch-selftest vectors: writes the conformance vectors, for `overmatch generate --vectors`.
#include "vectors/vectors.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/options/subject_options.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"

namespace overmatch::cli {

namespace {

struct VectorsArguments {
  std::string mode;
  std::string order;
  bool counted = false;
};

// The lists of the vectors that were asked for: all, or those of one mode or order.
std::vector<ListType> chosen_lists(const VectorsArguments& arguments) {
  std::optional<Mode> mode;
  if (!arguments.mode.empty()) mode = need_mode(arguments.mode);
  std::optional<Order> order;
  if (mode)
    order = make_order(arguments.order, *mode);
  else if (!arguments.order.empty())
    order = make_order(arguments.order, Mode::segment);
  std::vector<ListType> chosen;
  std::string with_labels;
  for (const ListType& list : vector_lists()) {
    if ((!mode || *mode == list.mode) && (!order || *order == list.order)) chosen.push_back(list);
    if (list.order != Order::any && !is_dialect(list.mode))
      with_labels.append(with_labels.empty() ? "" : ", ").append(vector_file_name(list));
  }
  if (chosen.empty())
    throw InputError(
        fmt::format("there are no vectors of {} lists in order {}: of plain modes "
                    "there are {}",
                    arguments.mode, arguments.order, with_labels));
  return chosen;
}

int vectors(const VectorsArguments& arguments) {
  for (const ListType& list : chosen_lists(arguments)) {
    for (const Vector& vector : make_vectors(list)) {
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
  add_order(*verb, arguments->order);
  verb->add_flag("--counted", arguments->counted,
                 "write them as counted strings, for languages without JSON");
  verb->callback([arguments, &status] { status = vectors(*arguments); });
}

}  // namespace overmatch::cli
