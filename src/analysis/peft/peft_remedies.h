// SPDX-License-Identifier: Apache-2.0
// What helps where no entry of modules_to_save does: PEFT asks only how a path ends, so that an end
// that two modules share can't tell them apart. Each remedy is tried as far as names can tell.
#pragma once

#include <string>
#include <vector>

#include "analysis/peft/peft_trial.h"

namespace overmatch {

// An entry of modules_to_save that selects too much.
struct FaultyEntry {
  std::string text;
  Selection wanted;
  Selection accidents;
};

// In this order, as far as they apply:
//   freeze   the other modules by name, once PEFT has wrapped them; not where a wanted module or an
//            adapter is inside of one of them
//   rename   the segment that makes the other paths end so, if it is one name in all of them
//   remove   the entry; where that works, with an adapter instead (target_modules has boundaries)
[[nodiscard]] std::vector<Remedy> remedies_for(PeftTrials& trials, const PeftConfig& config,
                                               const PeftAudit& now, const FaultyEntry& entry);

}  // namespace overmatch
