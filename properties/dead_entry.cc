// SPDX-License-Identifier: Apache-2.0
// dead-entry: an entry that matches only what the entries that decide before it match can be
// dropped.
#include <algorithm>

#include "dialects/dialect.h"
#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

// Whether the entry matches nothing that the entries `before`, which decide before it, leave to it.
bool is_dead(std::span<const Answer> alone, std::size_t entry, std::span<const std::size_t> before,
             std::size_t modules) {
  for (std::size_t module = 0; module < modules; ++module) {
    if (!alone[entry].selects(module)) continue;
    if (std::none_of(before.begin(), before.end(),
                     [&](std::size_t other) { return alone[other].selects(module); }))
      return false;
  }
  return true;
}

Verdict check_dead_entry(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  const std::span<const Answer> alone = ask_singly(trial);
  if (alone.empty()) return Verdict::vacuous;
  Verdict verdict = Verdict::vacuous;
  const std::vector<std::size_t> places = decision_order(trial.mode(), whole.order, whole.patterns);
  for (std::size_t at = 0; at < places.size(); ++at) {
    const std::size_t entry = places[at];
    if (!is_dead(alone, entry, std::span(places).first(at), whole.modules.size())) continue;
    ListEntries fewer(whole);
    fewer.erase(entry);
    verdict = ask_unchanged(trial, fewer.question(),
                            "a module gets another label without an entry that decides nothing",
                            wanted, violation);
    if (verdict == Verdict::violated) break;
  }
  return verdict;
}

}  // namespace

const Property kDeadEntry = {.name = "dead-entry",
                             .statement =
                                 "Dropping an entry that matches only what the entries deciding "
                                 "before it match changes no label.",
                             .modes = kAllModes,
                             .needs_reference = false,
                             .lists = Lists::labelled,
                             .check = check_dead_entry};

}  // namespace overmatch
