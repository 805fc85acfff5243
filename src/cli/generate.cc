// overmatch generate: random cases with what the reference selects, as JSON Lines.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cases/case_file.h"
#include "cli/verb.h"
#include "generate/case_generator.h"
#include "names/input_error.h"

namespace overmatch::cli {

namespace {

struct Arguments {
  std::string mode = "segment";
  std::uint64_t count = 100;
  std::uint64_t seed = 1;
  bool wide = false;
};

int generate(const Arguments& arguments) {
  const auto mode = parse_mode(arguments.mode);
  if (!mode) {
    throw InputError("unknown mode \"" + arguments.mode + "\": it is one of endswith, segment, exact, subtree, regex");
  }
  CaseGenerator generator(*mode, arguments.wide);
  SavedCase saved;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < arguments.count; ++index) {
    Choices choices(mix_seed(arguments.seed, index));
    generator.generate(choices, saved.content, facts);
    saved.about.kinds.clear();
    for (std::size_t kind = 0; kind < kCollisionKinds; ++kind) {
      if ((facts.kinds >> kind & 1U) != 0) saved.about.kinds.emplace_back(to_string(static_cast<CollisionKind>(kind)));
    }
    const std::string line = format_case_line(saved) + '\n';
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) throw InputError("standard output: cannot write");
  }
  return kNothingFound;
}

}  // namespace

void add_generate(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* const verb = app.add_subcommand("generate", "write random cases with what the reference selects, as JSON Lines");
  verb->add_option("--mode", arguments->mode, "the cases' mode (default segment)")->type_name("MODE");
  verb->add_option("--count", arguments->count, "how many (default 100)")->type_name("N");
  verb->add_option("--seed", arguments->seed, "their seed (default 1)")->type_name("N");
  verb->add_flag("--wide", arguments->wide, "regexes beyond what Python, PCRE2 and RE2 read alike");
  verb->callback([arguments, &status] { status = generate(*arguments); });
}

}  // namespace overmatch::cli
