// SPDX-License-Identifier: Apache-2.0
// Finds remedies for entries of modules_to_save that no other entry can replace.
//
// PEFT 0.21.2 compares only the end of a path (`_set_trainable` in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py), so no entry selects a
// module without those whose paths end with its path. Each remedy is tried as far as names can
// tell.
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

// The remedies that apply, in this order:
//   freeze   freezes the other modules by name after PEFT has wrapped them, unless a wanted module
//   or
//            an adapter is inside one of them
//   rename   renames the segment with which the entry begins in the other paths, if all have the
//   same remove   removes the entry, and gives the wanted modules an adapter instead where that
//   works
[[nodiscard]] std::vector<Remedy> remedies_for(PeftTrials& trials, const PeftConfig& config,
                                               const PeftAudit& now, const FaultyEntry& entry);

}  // namespace overmatch
