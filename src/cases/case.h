// SPDX-License-Identifier: Apache-2.0
// A case is one question in one mode; generators make it, properties check it, the shrinker reduces
// it, and files save it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/entry_labels.h"
#include "matchers/matcher.h"
#include "names/names.h"

namespace overmatch {

// One question: a mode, a list of patterns, a list of modules. A list with labels has an order and
// a label for each pattern besides.
struct Case {
  Mode mode = Mode::segment;
  Names patterns;                       // any UTF-8, in the user's order
  Names modules;                        // distinct well-formed paths, in model order
  std::optional<std::string> intended;  // the subtree that the author of the patterns meant
  EntryLabels labels = {};              // empty of a plain list

  // The question as views into this case, which must outlive them.
  [[nodiscard]] Question question() const noexcept {
    return {patterns.views(), modules.views(), labels.numbers, labels.order};
  }
  // Empties the case and keeps its memory.
  void clear() noexcept {
    patterns.clear();
    modules.clear();
    intended.reset();
    labels.clear();
  }

  friend bool operator==(const Case&, const Case&) = default;
};

// Where a saved case comes from; each member may be empty.
struct About {
  std::string title;
  std::vector<std::string> kinds;
  std::string source;
  // Unknown members as a JSON object; they are kept when the file is rewritten.
  std::string rest = "{}";

  friend bool operator==(const About&, const About&) = default;
};

// A case and what its file says about it.
struct SavedCase {
  Case content;
  About about;
};

}  // namespace overmatch
