// SPDX-License-Identifier: Apache-2.0
// overmatch selftest: tests the harness on its planted bugs and its correct variants.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/heap.h"
#include "cli/numbers.h"
#include "cli/options/input_options.h"
#include "cli/options/subject_options.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/status_line.h"
#include "cli/terminal.h"
#include "matchers/need_mode.h"
#include "names/closest.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "selftest/detection_time.h"
#include "selftest/matrix_report.h"
#include "selftest/shrinking.h"

namespace overmatch::cli {

namespace {

constexpr std::uint64_t kBriefCases = 1000;  // of overmatch.check in Python

struct SelftestArguments {
  std::uint64_t seed = 1;
  unsigned jobs = 0;  // 0: one a processor
  std::vector<std::string> modes;
  std::vector<std::string> bugs;
  std::vector<std::string> classes;
  std::vector<std::string> properties;
  std::vector<std::string> as_bug;
  std::vector<std::string> as_correct;
  std::uint64_t property_cases = 500;
  std::string json;
  std::string html;
  bool summary = false;
  std::uint64_t seeds = 0;  // 0: run the matrix instead
  bool shrink = false;
  bool random_only = false;
  bool no_swarm = false;
  bool brief = false;
};

const Planted& need_planted(const std::string& name) {
  const Planted* const one = find_planted(name);
  if (one == nullptr)
    throw InputError("unknown planted matcher \"" + name + "\": overmatch selftest lists them");
  return *one;
}

void need_class(const std::string& name) {
  std::string known;
  for (const Planted& one : planted()) {
    if (one.theme == name) return;
    if (!known.ends_with(one.theme)) known.append(known.empty() ? "" : ", ").append(one.theme);
  }
  throw InputError("unknown class of planted matchers \"" + name + "\": choose one of " + known);
}

// The planted matchers that the options choose; --as-bug and --as-correct change what is expected.
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
    throw InputError("--mode, --class and --bug together leave no planted matcher");
  return chosen;
}

MatrixOptions make_options(const SelftestArguments& arguments) {
  MatrixOptions options;
  options.plan.properties = choose_properties(arguments.properties);
  options.plan.seed = arguments.seed;
  InputArguments inputs;
  inputs.no_trees = arguments.random_only || arguments.brief;
  options.plan.trees = read_trees(inputs);
  options.property_cases = arguments.property_cases;
  options.plan.exhaustive = !arguments.random_only;
  options.plan.swarm = !arguments.no_swarm;
  if (arguments.brief) {
    options.plan.brief = true;
    options.plan.cases = kBriefCases;
  }
  options.jobs =
      arguments.jobs != 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  return options;
}

bool is_complete_measurement(const std::vector<DetectionTime>& times, std::size_t matchers,
                             std::uint64_t seeds) {
  return times.size() == matchers &&
         std::all_of(times.begin(), times.end(),
                     [&](const DetectionTime& time) { return time.seconds.size() == seeds; });
}

// Measures how soon each bug is found.
int measure(const std::vector<const Planted*>& matchers, const MatrixOptions& options,
            const SelftestArguments& arguments) {
  StatusLine status;
  const std::uint64_t all = arguments.seeds * matchers.size();
  const std::vector<DetectionTime> times =
      measure_detection_time(matchers, options, arguments.seeds, [&](std::uint64_t done) {
        return status.show("selftest", fmt::format("{} of {} searches", done, all), done);
      });
  status.clear();
  if (arguments.json != "-") std::fputs(detection_time_text(times).c_str(), stdout);
  std::fflush(stdout);
  if (!arguments.json.empty()) write_file(arguments.json, detection_time_json(times));
  if (!is_complete_measurement(times, matchers.size(), arguments.seeds)) {
    print_error("interrupted: some searches are missing\n");
    return kIncomplete;
  }
  const bool good = std::all_of(times.begin(), times.end(), [](const DetectionTime& time) {
    const auto found = std::count_if(time.found_after.begin(), time.found_after.end(),
                                     [](std::uint64_t n) { return n != 0; });
    if (time.planted->expect == Expect::correct) return found == 0;
    return !must_be_found(time) || found == static_cast<std::ptrdiff_t>(time.found_after.size());
  });
  return good ? kNothingFound : kFound;
}

// Shrinks the first finding of each bug.
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
    print_error("interrupted: some bugs were not shrunk\n");
    return kIncomplete;
  }
  const bool good = std::all_of(bugs.begin(), bugs.end(), [](const Shrinking& bug) {
    return !bug.is_small() || bug.all_proved();
  });
  return good ? kNothingFound : kFound;
}

int selftest(const SelftestArguments& arguments) {
  check_report_files({{"--json", arguments.json}, {"--html", arguments.html}});
  if (!arguments.html.empty() && (arguments.shrink || arguments.seeds != 0))
    throw InputError("--html shows the kill matrix: it does not go with --seeds or --shrink");
  prepare_heap(48);  // is copied for each of some thousand processes
  const std::vector<Planted> chosen = choose(arguments);
  std::vector<const Planted*> matchers;
  for (const Planted& one : chosen) matchers.push_back(&one);
  MatrixOptions options = make_options(arguments);
  if (arguments.shrink || arguments.seeds != 0)
    options.limits = {};  // those of a check, which is what is measured
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

  if (arguments.json != "-" && arguments.html != "-")
    print_report(matrix_text(result, {wants_colour(), arguments.summary}));
  if (!arguments.json.empty()) write_file(arguments.json, matrix_json(result));
  if (!arguments.html.empty()) write_file(arguments.html, matrix_html(result, run_facts()));
  if (!result.faults.empty()) return kFound;
  return result.interrupted ? kIncomplete : kNothingFound;
}

}  // namespace

void add_selftest(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<SelftestArguments>();
  CLI::App* const verb = app.add_subcommand("selftest", std::string(kSelftestDescription));
  verb->add_option("--seed", arguments->seed, "seed of the random cases (default 1)")
      ->type_name("N")
      ->check(whole_number(0));
  verb->add_option("--jobs", arguments->jobs, "run N processes (default: one a processor)")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  verb->add_option("--mode", arguments->modes,
                   "test only the matchers of this mode (may be repeated)")
      ->type_name("MODE")
      ->allow_extra_args(false);
  verb->add_option("--bug", arguments->bugs, "test only this planted matcher (may be repeated)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--class", arguments->classes,
                   "test only the planted matchers of this class (may be repeated)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_properties(*verb, arguments->properties);
  verb->add_option("--property-cases,--law-cases", arguments->property_cases,
                   "check each property alone on N random cases (default 500)")
      ->type_name("N")
      ->check(whole_number(1, kMostCases));
  verb->add_option("--as-bug", arguments->as_bug,
                   "treat this correct variant as a bug, to see the selftest fail")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--as-correct", arguments->as_correct,
                   "treat this bug as a correct variant, to see the selftest fail")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb->add_option("--seeds", arguments->seeds,
                   "instead, measure how soon each bug is found, with N seeds from --seed on")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  verb->add_flag(
      "--shrink", arguments->shrink,
      "instead, shrink the first finding of each bug: is it proved minimal, and the same "
      "for each of --seeds?");
  verb->add_flag("--random-only", arguments->random_only,
                 "skip the exhaustive search and the real trees");
  verb->add_flag("--brief", arguments->brief,
                 "search as overmatch.check of the Python package does by default");
  verb->add_flag("--no-swarm", arguments->no_swarm,
                 "for comparison, generate all random cases from one mixture");
  verb->add_option("--json", arguments->json, "write the matrix as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_option("--html", arguments->html, "write the matrix as an HTML page, as a heat map")
      ->type_name("FILE");
  verb->add_flag("--summary", arguments->summary, "print no row for each matcher");
  verb->callback([arguments, &status] { status = selftest(*arguments); });
}

}  // namespace overmatch::cli
