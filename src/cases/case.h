// SPDX-License-Identifier: Apache-2.0
// A case: one question in one mode, the unit of everything: what generators make, properties check,
// the shrinker shrinks, the corpus keeps and a bug report holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matchers/matcher.h"
#include "names/names.h"

namespace overmatch {

struct Case {
  Mode mode = Mode::segment;
  Names patterns;                       // any UTF-8, in the user's order
  Names modules;                        // distinct well-formed paths, in model order
  std::optional<std::string> intended;  // the subtree that the author of the patterns meant

  [[nodiscard]] Question question() const noexcept { return {patterns.views(), modules.views()}; }
  // Empties the case and keeps its memory.
  void clear() noexcept;

  friend bool operator==(const Case&, const Case&) = default;
};

// Where a saved case comes from. All of it is optional.
struct About {
  std::string title;
  std::vector<std::string> kinds;
  std::string source;
  std::string rest =
      "{}";  // the members that we don't know, as a JSON object: kept when the file is rewritten

  friend bool operator==(const About&, const About&) = default;
};

struct SavedCase {
  Case content;
  About about;
};

}  // namespace overmatch
