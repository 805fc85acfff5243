// SPDX-License-Identifier: Apache-2.0
// overmatch selftest: the harness against its planted bugs and its correct variants.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/input_options.h"
#include "cli/numbers.h"
#include "cli/status_line.h"
#include "cli/subject_options.h"
#include "cli/terminal.h"
#include "matchers/need_mode.h"
#include "names/closest.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/writable.h"
#include "selftest/detection_time.h"
#include "selftest/matrix_report.h"
#include "selftest/shrinking.h"

namespace overmatch::cli {

namespace {

struct SelftestArguments {
  std::uint64_t seed = 1;
  unsigned jobs = 0;  // 0: as many as processors
  std::vector<std::string> modes;
  std::vector<std::string> bugs;
  std::vector<std::string> classes;
  std::vector<std::string> properties;
  std::vector<std::string> as_bug;
  std::vector<std::string> as_correct;
  std::uint64_t property_cases = 500;
  std::string json;
  bool summary = false;
  std::uint64_t seeds = 0;  // 0: the matrix
  bool shrink = false;
  bool random_only = false;
  bool no_swarm = false;
};

const Planted& need_planted(const std::string& name) {
  const Planted* const one = find_planted(name);
  if (one == nullptr)
    throw InputError("no planted matcher is called \"" + name +
                     "\": overmatch selftest lists them");
  return *one;
}

void need_class(const std::string& name) {
  std::string known;
  for (const Planted& one : planted()) {
    if (one.theme == name) return;
    if (!known.ends_with(one.theme)) known.append(known.empty() ? "" : ", ").append(one.theme);
  }
  throw InputError("no class of planted matchers is called \"" + name + "\": it is one of " +
                   known);
}

// The planted matchers that are asked for, some of them under a false flag.
std::vector<Planted> choose(const SelftestArguments& arguments) {
  for (const auto* const names : {&arguments.bugs, &arguments.as_bug, &arguments.as_correct}) {
    for (const std::string& name : *names) need_planted(name);
  }
  for (const std::string& mode : arguments.modes) {
    static_cast<void>(need_mode(mode));
  }
  const auto among = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& theme : arguments.classes) need_class(theme);
  std::vector<Planted> chosen;
  for (const Planted& one : planted()) {
    if (!arguments.modes.empty() && !among(arguments.modes, to_string(one.mode))) continue;
    if (!arguments.classes.empty() && !among(arguments.classes, one.theme)) continue;
    if (!arguments.bugs.empty() && !among(arguments.bugs, one.name)) continue;
    chosen.push_back(one);
    if (among(arguments.as_bug, one.name)) chosen.back().expect = Expect::wrong;
    if (among(arguments.as_correct, one.name)) chosen.back().expect = Expect::correct;
  }
  if (chosen.empty())
    throw InputError("no planted matcher is left by --mode, --class and --bug together");
  return chosen;
}

MatrixOptions make_options(const SelftestArguments& arguments) {
  MatrixOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.plan.seed = arguments.seed;
  InputArguments inputs;
  inputs.no_trees = arguments.random_only;
  options.plan.trees = read_trees(inputs);
  options.property_cases = arguments.property_cases;
  options.plan.exhaustive = !arguments.random_only;
  options.plan.swarm = !arguments.no_swarm;
  options.jobs =
      arguments.jobs != 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  return options;
}

bool is_complete_pace(const std::vector<DetectionTime>& paces, std::size_t matchers,
                      std::uint64_t seeds) {
  return paces.size() == matchers &&
         std::all_of(paces.begin(), paces.end(),
                     [&](const DetectionTime& pace) { return pace.seconds.size() == seeds; });
}

// How soon each bug is found, instead of which property sees it.
int measure(const std::vector<const Planted*>& matchers, const MatrixOptions& options,
            const SelftestArguments& arguments) {
  StatusLine status;
  const std::uint64_t all = arguments.seeds * matchers.size();
  const std::vector<DetectionTime> paces =
      measure_detection_time(matchers, options, arguments.seeds, [&](std::uint64_t done) {
        return status.show("selftest", fmt::format("{} of {} searches", done, all), done);
      });
  status.clear();
  if (arguments.json != "-") std::fputs(detection_time_text(paces).c_str(), stdout);
  std::fflush(stdout);
  if (!arguments.json.empty()) write_file(arguments.json, detection_time_json(paces));
  if (!is_complete_pace(paces, matchers.size(), arguments.seeds)) {
    print_error("interrupted: not all searches were made\n");
    return kIncomplete;
  }
  const bool good = std::all_of(paces.begin(), paces.end(), [](const DetectionTime& pace) {
    const auto found = std::count_if(pace.found_after.begin(), pace.found_after.end(),
                                     [](std::uint64_t n) { return n != 0; });
    if (pace.planted->expect == Expect::correct) return found == 0;
    return !must_be_found(pace) || found == static_cast<std::ptrdiff_t>(pace.found_after.size());
  });
  return good ? kNothingFound : kFound;
}

// What shrinking makes of each bug, instead of which property sees it.
int shrink(const std::vector<const Planted*>& matchers, const MatrixOptions& options,
           const SelftestArguments& arguments) {
  StatusLine status;
  const std::uint64_t seeds = std::max<std::uint64_t>(arguments.seeds, 1);
  const std::vector<Shrinking> bugs =
      measure_shrinking(matchers, options, seeds, [&](std::uint64_t done) {
        return status.show("selftest", fmt::format("{} of {} bugs shrunk", done, matchers.size()),
                           done);
      });
  status.clear();
  if (arguments.json != "-") std::fputs(shrinking_text(bugs).c_str(), stdout);
  std::fflush(stdout);
  if (!arguments.json.empty()) write_file(arguments.json, shrinking_json(bugs));
  if (StatusLine::interrupted()) {
    print_error("interrupted: not all bugs were shrunk\n");
    return kIncomplete;
  }
  const bool good = std::all_of(bugs.begin(), bugs.end(), [](const Shrinking& bug) {
    return !bug.is_small() || bug.all_proved();
  });
  return good ? kNothingFound : kFound;
}

int selftest(const SelftestArguments& arguments) {
  need_writable(arguments.json);
  const std::vector<Planted> chosen = choose(arguments);
  std::vector<const Planted*> matchers;
  for (const Planted& one : chosen) matchers.push_back(&one);
  MatrixOptions options = make_options(arguments);
  if (arguments.shrink || arguments.seeds != 0)
    options.limits = {};  // those of a check, since it is a check that is measured
  if (arguments.shrink) return shrink(matchers, options, arguments);
  if (arguments.seeds != 0) return measure(matchers, options, arguments);

  StatusLine status;
  MatrixResult result;
  result.rows = run_matrix(matchers, options, [&](std::uint64_t rows) {
    return status.show("selftest", fmt::format("{} of {} matchers", rows, matchers.size()), rows);
  });
  status.clear();
  result.properties = options.plan.properties;
  result.seed = options.plan.seed;
  result.property_cases = options.property_cases;
  result.interrupted = result.rows.size() < matchers.size();
  const bool complete = arguments.bugs.empty() && arguments.classes.empty() && !result.interrupted;
  result.faults = judge(result.rows, result.properties, complete);

  if (arguments.json != "-") print_report(matrix_text(result, {wants_colour(), arguments.summary}));
  if (!arguments.json.empty()) write_file(arguments.json, matrix_json(result));
  if (!result.faults.empty()) return kFound;
  return result.interrupted ? kIncomplete : kNothingFound;
}

}  // namespace

void add_selftest(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<SelftestArguments>();
  CLI::App* const verb = app.add_subcommand("selftest", std::string(kSelftestDescription));
  verb->add_option("--seed", arguments->seed, "the random cases' seed (default 1)")
      ->type_name("N")
      ->check(whole_number(0));
  verb->add_option("--jobs", arguments->jobs, "processes side by side (default: one a processor)")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  verb->add_option("--mode", arguments->modes, "only the matchers of this mode")
      ->type_name("MODE")
      ->allow_extra_args(false);
  verb->add_option("--bug", arguments->bugs, "only this planted matcher")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--class", arguments->classes, "only the planted matchers of this class")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_properties(*verb, arguments->properties);
  verb->add_option("--law-cases", arguments->property_cases,
                   "random cases that each law is asked alone (default 500)")
      ->type_name("N")
      ->check(whole_number(1, kMostCases));
  verb->add_option("--as-bug", arguments->as_bug,
                   "take this correct variant for a bug, to see the selftest fail")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--as-correct", arguments->as_correct,
                   "take this bug for a correct variant, to see the selftest fail")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--seeds", arguments->seeds,
                   "measure how soon each bug is found instead, with so many seeds in a row")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  verb->add_flag("--shrink", arguments->shrink,
                 "shrink the first finding of each bug instead: is it proved minimal, and the same "
                 "with every one of --seeds");
  verb->add_flag("--random-only", arguments->random_only,
                 "leave out the exhaustive search and the real trees");
  verb->add_flag("--no-swarm", arguments->no_swarm,
                 "random cases of one mixture that never changes, for comparison");
  verb->add_option("--json", arguments->json, "write the matrix as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_flag("--summary", arguments->summary, "leave out the row of each matcher");
  verb->callback([arguments, &status] { status = selftest(*arguments); });
}

}  // namespace overmatch::cli
