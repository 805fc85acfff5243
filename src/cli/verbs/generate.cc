// SPDX-License-Identifier: Apache-2.0
// overmatch generate: writes random cases with their answers as JSON Lines, or the conformance
// vectors.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "cases/case_file.h"
#include "cli/numbers.h"
#include "cli/options/subject_options.h"
#include "cli/selftest_program.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "generate/case_generator.h"
#include "matchers/need_mode.h"

namespace overmatch::cli {

namespace {

struct GenerateArguments {
  std::string mode;
  std::string order;
  std::uint64_t count = 100;
  std::uint64_t seed = 1;
  bool wide = false;
  bool vectors = false;
  bool counted = false;
};

// The planted bugs, which the vectors are made with, are linked into overmatch-selftest only.
int generate_vectors(const GenerateArguments& arguments) {
  std::vector<std::string> words = {"vectors"};
  if (!arguments.mode.empty()) words.insert(words.end(), {"--mode", arguments.mode});
  if (!arguments.order.empty()) words.insert(words.end(), {"--order", arguments.order});
  if (arguments.counted) words.emplace_back("--counted");
  return start_selftest_program(std::move(words));
}

int generate(const GenerateArguments& arguments) {
  std::optional<Mode> mode;
  if (!arguments.mode.empty()) mode = need_mode(arguments.mode);
  if (arguments.vectors) return generate_vectors(arguments);
  const Mode read = mode.value_or(Mode::segment);
  CaseGenerator generator(read, arguments.wide, make_order(arguments.order, read));
  SavedCase saved;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < arguments.count; ++index) {
    Choices choices(mix_seed(arguments.seed, index));
    generator.generate(choices, saved.content, facts);
    saved.about.kinds.clear();
    for (std::size_t kind = 0; kind < kCollisionKinds; ++kind) {
      if ((facts.kinds >> kind & 1U) != 0)
        saved.about.kinds.emplace_back(to_string(static_cast<CollisionKind>(kind)));
    }
    print_output(format_case_line(saved) + '\n');
  }
  return kNothingFound;
}

}  // namespace

void add_generate(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<GenerateArguments>();
  CLI::App* const verb = app.add_subcommand(
      "generate", "write random cases, and what the reference selects in each, as JSON Lines");
  verb->add_option("--mode", arguments->mode,
                   "mode of the cases (default segment; of vectors, all modes)")
      ->type_name("MODE");
  add_order(*verb, arguments->order);
  auto* const count = verb->add_option("--count", arguments->count, "write N cases (default 100)")
                          ->type_name("N")
                          ->check(whole_number(1, kMostCases));
  auto* const seed = verb->add_option("--seed", arguments->seed, "seed of the cases (default 1)")
                         ->type_name("N")
                         ->check(whole_number(0));
  auto* const wide =
      verb->add_flag("--wide", arguments->wide,
                     "write regexes beyond those that Python, PCRE2 and RE2 read alike, too");
  auto* const vectors =
      verb->add_flag(
              "--vectors", arguments->vectors,
              "write the conformance vectors instead: a minimal set that finds the planted bugs")
          ->excludes(count)
          ->excludes(seed)
          ->excludes(wide);
  verb->add_flag("--counted", arguments->counted,
                 "write the vectors as counted strings, for languages without JSON")
      ->needs(vectors);
  verb->callback([arguments, &status] { status = generate(*arguments); });
}

}  // namespace overmatch::cli
