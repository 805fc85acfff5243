// SPDX-License-Identifier: Apache-2.0
// Makes matchers of a dialect that read each entry in their own way: its entries, their order and
// their labels are otherwise as they should be.
#pragma once

#include <functional>

#include "dialects/dialect.h"
#include "planted/plant.h"

namespace overmatch::plant {

using ModePatterns = std::vector<ModePattern>;
// What an entry of the dialect is taken for.
using Read = std::function<ModePatterns(Mode dialect, View entry)>;
// What a whole list is taken for: one reading for each entry.
using ReadList = std::function<std::vector<ModePatterns>(Mode dialect, Patterns entries)>;

[[nodiscard]] inline ModePatterns one(Mode mode, View pattern) {
  return {{mode, std::string(pattern)}};
}
// A regex of the dialect, and a whole name.
[[nodiscard]] inline ModePatterns as_regex(Mode dialect, View pattern) {
  return one(plain_mode_of(dialect), pattern);
}
[[nodiscard]] inline ModePatterns as_name(View pattern) { return one(Mode::exact, pattern); }

// What the entries of one question match, by entry and module.
struct Matches {
  std::vector<std::vector<bool>> of;
  bool rejected = false;
};
// Asks the references about the readings. Stores the reason in `answer` where one rejects.
[[nodiscard]] Matches find_matches(const std::vector<ModePatterns>& readings,
                                   std::span<const View> modules, Answer& answer);

// The right readings of entries.
[[nodiscard]] std::vector<ModePatterns> right_readings(Mode dialect, Patterns entries);

// The labels of the question's entries, as their signs say; 1 for each entry of a plain list.
[[nodiscard]] std::vector<Label> labels_of(Mode dialect, const Question& question);
// The entries of the question, the one that is asked first first. Plain lists are asked as given.
[[nodiscard]] std::vector<std::size_t> places_of(Mode dialect, const Question& question);

// Gives each module the label of the first of the `places` whose entry matches it.
void decide(const Matches& matches, std::span<const std::size_t> places,
            std::span<const Label> labels, Answer& answer);

// A matcher that takes lists, or each entry, for something.
[[nodiscard]] Behaviour reading_lists(Mode dialect, ReadList read);
[[nodiscard]] Behaviour reading(Mode dialect, Read read);
// A matcher that reads entries as it should, and asks them in other places.
using Places = std::function<std::vector<std::size_t>(const Question& question)>;
[[nodiscard]] Behaviour placing(Mode dialect, Places places);

// A planted bug of the dialect, whose lists have one label where the dialect wants some.
[[nodiscard]] Planted in_dialect(View name, Mode dialect, View bug, Behaviour behaviour,
                                 Ask witness, View source = "");

// A bug of one dialect in how an entry is read.
struct ReadMistake {
  Mode dialect;
  View name;  // behind that of the dialect
  View bug;
  Read read;
  Ask witness;  // without labels: all are the same
};
[[nodiscard]] Planted planted_in(const ReadMistake& mistake);

}  // namespace overmatch::plant
