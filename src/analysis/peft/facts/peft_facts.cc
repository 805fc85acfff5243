// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_facts.h"

#include <string>

namespace overmatch {

bool lists(std::string_view list, std::string_view entry) noexcept {
  while (!list.empty()) {
    const std::size_t end = list.find(' ');
    if (list.substr(0, end) == entry) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
  return false;
}

std::optional<PeftNames> default_names(std::string_view tuner, std::string_view model_type,
                                       const PeftVersion& version) {
  const DefaultTargets* last = nullptr;
  for (const DefaultTargets& row : default_targets()) {
    if (row.model_type != model_type || !version.since(row.since) || !lists(row.tuners, tuner))
      continue;
    if (last == nullptr || row.since >= last->since) last = &row;
  }
  if (last == nullptr || last->targets.empty()) return std::nullopt;
  PeftNames names;
  std::string_view targets = last->targets;
  if (targets.front() == '~') {
    names.regex = std::string(targets.substr(1));
    return names;
  }
  while (true) {
    const std::size_t end = targets.find(' ');
    names.list.emplace_back(targets.substr(0, end));
    if (end == std::string_view::npos) return names;
    targets.remove_prefix(end + 1);
  }
}

}  // namespace overmatch
