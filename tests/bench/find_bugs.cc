// SPDX-License-Identifier: Apache-2.0
// How long each contender takes to the first failure of each bug, seed by seed.
#include <algorithm>

#include "tests/bench/first_failure.h"
#include "tests/bench/groups.h"
#include "tests/bench/json_line.h"

namespace overmatch::bench {

namespace {

constexpr std::string_view kSearch = "overmatch check";

}  // namespace

void find_bugs(const FindOptions& options) {
  const auto wanted = [&](std::string_view name) {
    return options.contenders.empty() ||
           std::find(options.contenders.begin(), options.contenders.end(), name) !=
               options.contenders.end();
  };
  WholeSearch search;
  for (const Bug& bug : choose_bugs(options.bugs, options.per_class)) {
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
      const double seconds = seed == 1 ? options.first_seconds : options.seconds;
      const auto tell = [&](std::string_view contender, const FirstFailure& first) {
        print_line({{"bug", bug.planted->name},
                    {"mode", to_string(bug.mode())},
                    {"theme", bug.theme},
                    {"contender", contender},
                    {"seed", seed},
                    {"limit", seconds},
                    {"found", first.found},
                    {"cases", first.cases},
                    {"seconds", first.seconds}});
      };
      if (wanted(kSearch)) tell(kSearch, search.find(bug, seed, seconds));
      if (wanted(kGenerator.name)) tell(kGenerator.name, find_with(kGenerator, bug, seed, seconds));
      for (const Contender& contender : rapidcheck_contenders()) {
        if (wanted(contender.name)) tell(contender.name, find_with(contender, bug, seed, seconds));
      }
    }
  }
}

}  // namespace overmatch::bench
