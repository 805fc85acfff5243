// One hunt: all phases of a check, in a fixed order, as a pure function of the seed and the options.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "names/tree.h"
#include "search/examiner.h"

namespace overmatch {

struct HuntPlan {
  std::vector<const Property*> properties;
  std::vector<Case> corpus;  // saved cases of the mode
  std::vector<ModuleTree> trees;
  std::uint64_t seed = 1;
  std::uint64_t cases = 20'000;  // random ones
  double seconds = 0;            // if above 0, random cases until then instead; what is found then depends on the machine
  bool exhaustive = true;        // the small and the length phases
  bool keep_going = false;       // all the random cases, whatever was found before
  bool wide = false;             // regexes beyond the portable core
};

// Once something was found, the random search goes on for this many cases to find other sorts, and ends.
inline constexpr std::uint64_t kCasesAfterFinding = 4'000;

// Runs the phases through the examiner. Which cases it puts does not depend on the answers, but for where the random phase
// ends.
void hunt(const HuntPlan& plan, Examiner& examiner);

// The `number`-th case (from 1) that a hunt puts to its subject, without a subject: to look at the case that killed one.
[[nodiscard]] std::optional<Case> case_of_hunt(const HuntPlan& plan, Mode mode, std::uint64_t number);

}  // namespace overmatch
