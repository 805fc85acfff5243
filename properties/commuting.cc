// SPDX-License-Identifier: Apache-2.0
// commuting: neighbours that match no module in common can change places.
#include "properties/list_entries.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

Verdict check_commuting(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Question whole = trial.question();
  const std::span<const Answer> alone = ask_singly(trial);
  Verdict verdict = Verdict::vacuous;
  for (std::size_t entry = 0; entry + 1 < alone.size(); ++entry) {
    bool meet = false;
    for (std::size_t module = 0; module < whole.modules.size(); ++module)
      meet = meet || (alone[entry].selects(module) && alone[entry + 1].selects(module));
    if (meet) continue;
    ListEntries swapped(whole);
    swapped.swap(entry, entry + 1);
    verdict = ask_unchanged(
        trial, swapped.question(),
        "a module gets another label when two neighbours that match nothing in common are swapped",
        wanted, violation);
    if (verdict == Verdict::violated) break;
  }
  return verdict;
}

// Where entries are sorted, the swapped list is the same.
constexpr ModeSet kUnsorted = ModeSet::where(
    [](const ModeTraits& traits) { return traits.dialect.arrangement != Arrangement::sorted; });

}  // namespace

const Property kCommuting = {
    .name = "commuting",
    .statement =
        "Swapping two neighbouring entries that match no module in common changes no label.",
    .modes = kUnsorted,
    .needs_reference = false,
    .lists = Lists::labelled,
    .check = check_commuting};

}  // namespace overmatch
