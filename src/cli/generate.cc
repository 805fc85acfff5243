// overmatch generate: random cases with what the reference selects, as JSON Lines.
#include <fmt/format.h>

#include <cstdio>

#include "cases/case_file.h"
#include "cli/arguments.h"
#include "generate/case_generator.h"
#include "names/input_error.h"

namespace overmatch::cli {

int generate(const GenerateArguments& arguments) {
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

}  // namespace overmatch::cli
