// SPDX-License-Identifier: Apache-2.0
// overmatch_bench GROUP: the measurements that run in process, as JSON Lines for tables.py. `./dev
// bench` calls it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "names/input_error.h"
#include "tests/bench/groups.h"

namespace {

using namespace overmatch::bench;

int run(int argc, char** argv) {
  CLI::App app("measures overmatch beside RapidCheck; prints JSON Lines", "overmatch_bench");
  app.require_subcommand(1);
  FindOptions find;
  ShrinkOptions shrink;
  std::vector<std::string> names;
  std::size_t per_class = 0;
  bool labelled = false;

  CLI::App* const finding =
      app.add_subcommand("find", "cases and CPU seconds to the first failure");
  finding->add_option("--bug", find.bugs, "only this bug (may be repeated)")
      ->allow_extra_args(false);
  finding->add_option("--contender", find.contenders, "only this contender (may be repeated)")
      ->allow_extra_args(false);
  finding->add_option("--per-class", find.per_class,
                      "so many bugs of each mode and theme (0: all)");
  finding->add_option("--seeds", find.seeds, "seeds from 1");
  finding->add_option("--seconds", find.seconds, "CPU seconds for a seed");
  finding->add_option("--first-seconds", find.first_seconds, "CPU seconds for the first seed");
  finding->callback([&] { find_bugs(find); });

  CLI::App* const shrinking =
      app.add_subcommand("shrink", "what shrinkers make of the first failing case");
  shrinking->add_option("--bug", shrink.bugs, "of this bug (may be repeated)")
      ->allow_extra_args(false)
      ->required();
  shrinking->add_option("--seeds", shrink.seeds, "seeds from 1");
  shrinking->add_option("--seconds", shrink.seconds, "CPU seconds to find a failing case");
  shrinking->callback([&] { shrink_bugs(shrink); });

  app.add_subcommand("judge", "reads results of shrinkers, JSON Lines, and says which are minimal")
      ->callback(judge_results);

  CLI::App* const field = app.add_subcommand("field", "rediscovers the bugs of the field");
  CLI::App* const list = app.add_subcommand("list", "the planted bugs");
  for (CLI::App* const verb : {field, list}) {
    verb->add_option("--bug", names, "only this bug (may be repeated)")->allow_extra_args(false);
  }
  list->add_option("--per-class", per_class, "so many bugs of each mode and theme (0: all)");
  field->callback([&] { rediscover(names); });
  list->add_flag("--labels", labelled, "those of lists with labels");
  list->callback([&] { list_bugs(names, per_class, labelled); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    fmt::print(stderr, "overmatch_bench: {} (see overmatch_bench --help)\n", error.what());
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const overmatch::InputError& error) {
    fmt::print(stderr, "overmatch_bench: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "overmatch_bench: internal error: {}\n", error.what());
    return 70;
  }
}
