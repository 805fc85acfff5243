// SPDX-License-Identifier: Apache-2.0
// Keeps the texts of lists that are not judged, so that a lock sees when they change.
#pragma once

#include <string>
#include <vector>

#include "analysis/configs/formats/config.h"
#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// A list, or a member, that is not judged.
struct OpenList {
  std::string member;
  std::string entries;      // as JSON; those of a list without an order are sorted
  std::string result = {};  // ConfigResult::what of a list; "" if it has none
};

// A list of which not all entries are judged.
[[nodiscard]] OpenList open_list(const ConfigList& list);

// What PEFT's part of a config leaves open: the members that are not judged, and those that choose
// adapted modules besides, if classes decide that.
[[nodiscard]] std::vector<OpenList> open_lists_of(const PeftConfig& config,
                                                  const PeftEffect& effect);

}  // namespace overmatch
