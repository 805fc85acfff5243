// SPDX-License-Identifier: Apache-2.0
// overmatch fuzz: runs a coverage-guided campaign against a subject with libFuzzer.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cases/corpus.h"
#include "cli/fuzz_engine.h"
#include "cli/numbers.h"
#include "cli/options/input_options.h"
#include "cli/options/subject_options.h"
#include "cli/status_line.h"
#include "fuzz/campaign/fuzz_campaign.h"
#include "names/input_error.h"
#include "names/writable.h"

namespace overmatch::cli {

namespace {

// A seed holds at most so many modules of a real tree: a collision and modules near it.
constexpr std::size_t kSeedModules = 10;
constexpr std::size_t kSeedsOfATree = 2;

struct FuzzArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::string folder = "overmatch-fuzz";
  double seconds = 60;
  std::uint64_t runs = 0;
  unsigned jobs = 1;
  std::uint64_t seed = 1;
  std::vector<std::string> properties;
  InputArguments inputs;
  WideArguments wide;
};

void add_tree_seeds(const FuzzArguments& arguments, Mode mode, std::vector<Case>& seeds) {
  const std::vector<ModuleTree> trees = read_trees(arguments.inputs);
  for (const TreeSearch& search : plan_trees(trees, mode)) {
    for (std::size_t at = 0; at < std::min(search.questions.size(), kSeedsOfATree); ++at) {
      Case seed;
      seed.mode = mode;
      seed.patterns.push_back(search.questions[at].pattern);
      seed.modules.push_back(search.questions[at].target);
      for (const std::string_view module : search.sample) {
        if (seed.modules.size() == kSeedModules) break;
        if (!seed.modules.contains(module)) seed.modules.push_back(module);
      }
      seeds.push_back(std::move(seed));
    }
  }
}

std::vector<Case> make_seeds(const FuzzArguments& arguments, Mode mode, Order order) {
  std::vector<Case> seeds;
  for (SavedCase& saved : read_corpus(arguments.inputs)) {
    if (is_for(saved.content, mode, order)) seeds.push_back(std::move(saved.content));
  }
  add_tree_seeds(arguments, mode, seeds);
  return seeds;
}

int fuzz(const FuzzArguments& arguments) {
  if (const std::string why = why_no_engine(); !why.empty()) throw InputError(why);
  if (!names_subject(arguments.subject))
    throw InputError("fuzz needs a subject: give it with --builtin, --plugin or --command");
  if (arguments.subject.in_process) {
    throw InputError(
        "fuzz does not take --in-process: to debug a saved case, run overmatch repro "
        "--in-process");
  }
  if (arguments.folder.empty()) throw InputError("--save is empty: fuzz needs a folder");
  check_reports(arguments.report);
  need_writable_folder(arguments.folder);
  Subject subject = make_subject(arguments.subject);
  fuzz::FuzzOptions options;
  options.folder = arguments.folder;
  options.properties = choose_properties(arguments.properties);
  options.seeds = make_seeds(arguments, subject.mode, subject.order);
  options.seconds = arguments.seconds;
  options.inputs = arguments.runs;
  options.jobs = arguments.jobs;
  options.seed = arguments.seed;
  options.wide = asks_wide(arguments.wide, subject);
  options.limits = make_limits(arguments.subject);
  StatusLine status;
  const std::string name(subject.matcher->name());
  const CampaignResult result = fuzz::run_fuzz_campaign(
      subject, options, make_engine(subject.mode, subject.order), [&](const fuzz::FuzzStatus& now) {
        return status.show(name,
                           fmt::format("fuzzing, corpus {}, findings {}, crashes {}", now.corpus,
                                       now.findings, now.crashes),
                           now.inputs);
      });
  status.clear();
  return write_reports(result, arguments.report, subject.option);
}

}  // namespace

void add_fuzz(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<FuzzArguments>();
  CLI::App* const verb = app.add_subcommand(
      "fuzz", "run a coverage-guided campaign against a subject with libFuzzer, or continue one");
  add_subject(*verb, arguments->subject);
  add_order(*verb, arguments->subject.order);
  add_report(*verb, arguments->report);
  add_properties(*verb, arguments->properties);
  verb->add_option("--time", arguments->seconds, "fuzz for this long (default 60)")
      ->type_name("SECONDS")
      ->check(number(0.001, kMostSeconds));
  verb->add_option("--runs", arguments->runs, "try N inputs in each job, instead of a time")
      ->type_name("N")
      ->check(whole_number(1, kMostCases));
  verb->add_option("--jobs", arguments->jobs, "fuzz in N processes (default 1)")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  verb->add_option("--seed", arguments->seed, "seed of the mutations (default 1)")
      ->type_name("N")
      ->check(whole_number(0));
  verb->add_option("--save", arguments->folder,
                   "keep the campaign in this folder, in corpus/ and findings/ (default "
                   "overmatch-fuzz); a campaign that is there already continues")
      ->type_name("DIR");
  verb->add_option("--trees", arguments->inputs.trees,
                   "make seeds from real trees: a file or folder (may be repeated; default: those "
                   "of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_option("--corpus", arguments->inputs.corpus,
                   "take saved cases as seeds: a file or folder (may be repeated; default: those "
                   "of overmatch)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  verb->add_flag("--no-trees", arguments->inputs.no_trees, "make no seeds from real trees");
  verb->add_flag("--no-corpus", arguments->inputs.no_corpus, "take no saved cases as seeds");
  add_wide(*verb, arguments->wide);
  verb->callback([arguments, &status] { status = fuzz(*arguments); });
}

}  // namespace overmatch::cli
