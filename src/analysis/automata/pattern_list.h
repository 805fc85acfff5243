// SPDX-License-Identifier: Apache-2.0
// PatternList is a list of patterns of which the prover decides what names it selects, or which
// labels it gives them.
//
// A plain list selects a name if an entry matches it. A list with labels selects a name if the
// deciding entry gives it a label, and so does a plain list of a dialect that fixes an order;
// `only` and `entry` narrow that to the names that one label, or one entry, decides.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"
#include "matchers/order.h"

namespace overmatch {

inline constexpr std::size_t kNoEntry = static_cast<std::size_t>(-1);

struct PatternList {
  Mode mode = Mode::segment;
  std::vector<std::string> patterns;
  Order order = Order::any;
  std::vector<Label> labels = {};         // one a pattern; empty of a plain list
  std::optional<Label> only = {};         // selects what an entry with this label decides, or kNull
  std::optional<std::size_t> entry = {};  // selects what this entry decides

  [[nodiscard]] bool has_labels() const noexcept { return order != Order::any; }
  // Whether one of the entries that match a name decides.
  [[nodiscard]] bool is_ordered() const noexcept {
    return has_labels() || fixed_order(mode).value_or(Order::any) != Order::any;
  }
};

// Neighbouring entries that decide alike: what one of them matches gets `value`, unless an earlier
// run matches it.
struct EntryRun {
  Label value = kNull;
  std::vector<std::string> entries;
};

// The runs of a list, the deciding one first. The value is the label; 1 for what is selected, and
// kNull for what is not, of a plain or a narrowed list and if `selection` asks for no more. Runs at
// the end that give nothing are among them.
[[nodiscard]] std::vector<EntryRun> runs_of(const PatternList& list, bool selection);

// What the references say of a name.
struct NameReading {
  std::string why;               // the reason if a reference gives no answer
  Label value = kNull;           // what counts: the label, or 1 if the list is plain or narrowed
  Label label = kNull;           // what a list with labels gives
  std::size_t entry = kNoEntry;  // the entry that decides, of an ordered list

  [[nodiscard]] bool answered() const noexcept { return why.empty(); }
  [[nodiscard]] bool selected() const noexcept { return value != kNull; }
};
// Asks the reference of the list and, of a list with labels, those of its entries, which must
// agree.
[[nodiscard]] NameReading ask_references(const PatternList& list, std::string_view name);

}  // namespace overmatch
