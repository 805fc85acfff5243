// SPDX-License-Identifier: Apache-2.0
// Compares what a lock file holds with what a config selects now.
#pragma once

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "report/lock/lock.h"

namespace overmatch {

enum class LockChangeKind : std::uint8_t {
  renamed,  // selected before and now, under another name
  gone,     // no longer in the result
  fresh,    // in the result now, and not before
  judged,   // decided then and not now, or the reverse
  edited,   // not judged, then and now, and of another text
  refused,  // a library refuses the config now
};
[[nodiscard]] std::string_view to_string(LockChangeKind kind) noexcept;  // "new" for fresh

// One change of one result.
struct LockChange {
  LockChangeKind kind = LockChangeKind::gone;
  std::string result;
  std::string why;    // what is known of the cause, such as by which entry; "" if nothing
  FoldedNames names;  // the names before, for `fresh` those now; empty for `judged`
};

struct LockDifference {
  std::vector<LockChange> changes;  // none if both select the same
  // What else differs, and explains changes: the tree, the release, the entries. One line each.
  std::vector<std::string> notes;
  bool incomplete = false;  // something is not judged now
};

// Compares; `index` is the tree of `after`.
[[nodiscard]] LockDifference compare_locks(const Lock& before, const Lock& after,
                                           const TreeIndex& index);

// The difference to a config that a library refuses now (refusal_of).
[[nodiscard]] LockDifference refused_now(const std::string& refusal);

// The difference as people read it: "FILE: the selection differs: 32 names gone, 64 new", and each
// change with its names. `all` prints every list in full.
[[nodiscard]] std::string difference_text(const LockDifference& difference, const std::string& file,
                                          bool colour, bool all);

// What is said where nothing differs.
[[nodiscard]] std::string same_in_words(const LockDifference& difference);
// The difference as JSON: {"same", "complete", "changes": [{"kind", "result", "why", "names"}],
// "notes"}.
[[nodiscard]] std::string difference_json(const LockDifference& difference,
                                          const std::string& file);

// "4 modules gone, 2 new"; "" without changes.
[[nodiscard]] std::string summary_of(const LockDifference& difference);

}  // namespace overmatch
