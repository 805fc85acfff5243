// SPDX-License-Identifier: Apache-2.0
// overmatch demo: finds a real collision on a real model, and says what to try next.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cases/corpus.h"
#include "cli/options/subject_options.h"
#include "cli/terminal.h"
#include "names/input_error.h"
#include "names/readers/read_tree.h"
#include "report/check/result_facts.h"
#include "report/tree_drawing.h"
#include "report/words.h"

namespace overmatch::cli {

namespace {

constexpr std::string_view kTree = "/trees/flux1-dev-transformer.modules.txt.gz";
constexpr std::uint64_t kDemoCases = 500;

constexpr std::string_view kNext = R"(
What next?
   Your own matcher, in Python:
      overmatch.check(my_matcher, mode="segment")
   The same in any language:
      overmatch check --command 'PROGRAM ARGS' --mode segment
   A model and a config, before you train:
      overmatch audit --tree MODEL_FOLDER --peft adapter_config.json
   A bug report with a case:
      overmatch repro CASE.json --command 'PROGRAM ARGS'
   overmatch --help lists all verbs.
)";

// The modules of the example as a tree: what the pattern means, and what it selects besides.
std::string drawing_of(const RealExample& example, bool colour) {
  std::vector<DrawnModule> modules = {{example.target, Mark::right, false, {}}};
  for (const std::string& path : example.wrong)
    modules.push_back({path, Mark::overmatch, false, {}});
  return draw_tree(modules, colour);
}

int demo() {
  Subject subject = reference_subject(Mode::endswith);
  subject.mode = Mode::segment;
  subject.option = "--builtin endswith --mode segment";
  CampaignOptions options;
  options.plan.properties = choose_properties({});
  options.plan.trees.push_back(read_tree(corpus_folder() + std::string(kTree)));
  options.plan.cases = kDemoCases;
  options.plan.exhaustive = false;
  const std::size_t modules = options.plan.trees.front().modules.size();
  const CampaignResult result = run_campaign(subject, options);

  const std::vector<const RealExample*> examples = report::real_examples_of(result);
  if (examples.empty() || examples.front() == nullptr)
    throw InputError("the demo found no collision, which is a bug of overmatch: please report it");
  const RealExample& example = *examples.front();
  ReportStyle style;
  style.colour = wants_colour();
  style.subject = subject.option;
  style.brief = true;
  print_report(fmt::format(
      "PEFT reads modules_to_save by Python's endswith. Is that safe on the {} modules of FLUX.1?\n"
      "No: {} also selects another module:\n\n",
      report::grouped(modules), report::pattern_in_words(example.pattern)));
  print_report(drawing_of(example, style.colour));
  print_report("\nThe smallest case: " + text_finding(result.findings.front(), style));
  print_report(std::string(kNext));
  return kNothingFound;
}

}  // namespace

void add_demo(CLI::App& app, int& status) {
  app.add_subcommand("demo",
                     "show a real finding on a real model within a second, and what to try next\n"
                     "Exit status: 0 if it finds the collision, as it should.")
      ->callback([&status] { status = demo(); });
}

}  // namespace overmatch::cli
