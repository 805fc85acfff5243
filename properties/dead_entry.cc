// SPDX-License-Identifier: Apache-2.0
// dead-entry: an entry that matches only what the entries that decide before it match can be
// dropped.
#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

// Whether the entry matches nothing that those which decide before it leave to it.
bool is_dead(std::span<const Answer> alone, std::size_t entry, Order order, std::size_t modules) {
  const std::size_t begin = order == Order::first ? 0 : entry + 1;
  const std::size_t end = order == Order::first ? entry : alone.size();
  for (std::size_t module = 0; module < modules; ++module) {
    if (!alone[entry].selects(module)) continue;
    bool covered = false;
    for (std::size_t other = begin; other < end; ++other)
      covered = covered || alone[other].selects(module);
    if (!covered) return false;
  }
  return true;
}

Verdict check_dead_entry(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  const std::span<const Answer> alone = ask_singly(trial);
  Verdict verdict = Verdict::vacuous;
  for (std::size_t entry = 0; entry < alone.size(); ++entry) {
    if (!is_dead(alone, entry, whole.order, whole.modules.size())) continue;
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
