// SPDX-License-Identifier: Apache-2.0
// Explains why an entry selects nothing, by what is written in it, and corrects it.
//
// Each correction was tried on the tree: it selects something there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "dialects/mode_pattern.h"
#include "names/model_facts.h"

namespace overmatch {

// How an entry is read that selects nothing.
struct UnmatchedEntry {
  std::string_view text;  // the pattern
  Mode mode = Mode::exact;
  std::optional<Mode> dialect = {};   // of the list, if it is one
  std::string_view entry = {};        // of a dialect: what the pattern was read from
  const ModelFacts* facts = nullptr;  // may be null
};

struct Explanation {
  std::string why;  // what follows "selects nothing": ": …"
  std::vector<ModePattern> corrections = {};
  // What is probably meant, if no text of the entry's own corrects it.
  Selection wanted = {};
  bool of_its_mode = false;  // whether only patterns of the entry's mode are of use for `wanted`
  bool certain = true;       // false if it may be right
};

// Tries patterns of slow modes, up to a number of modules for a whole audit.
class EntryTrials {
 public:
  explicit EntryTrials(const TreeIndex& index) : index_(index) {}
  [[nodiscard]] const TreeIndex& index() const noexcept { return index_; }
  // What the pattern selects; nothing if it is rejected, or if too much was tried before.
  [[nodiscard]] Selection select(Mode mode, std::string_view pattern);

 private:
  const TreeIndex& index_;
  std::size_t visits_ = 0;
};

// Each explains one mistake, or returns nothing.
//   markers.cc       a marker of a regex (`re:`) that is missing, doubled, or of another library
//   placeholders.cc  `layers.N`, `blocks.X`, `{i}`, `<layer>`: left in for a number
//   other_roots.cc   `model.` in front, or missing; the root of another class or layout
//   other_syntax.cc  a glob in a list of regexes or names, a regex in a list of globs
//   class_names.cc   the name of a class in a list of modules
//   misspellings.cc  a number behind the last layer; one word that is misspelt
[[nodiscard]] std::optional<Explanation> explain_marker(EntryTrials& trials,
                                                        const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_placeholder(EntryTrials& trials,
                                                             const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_syntax(EntryTrials& trials,
                                                        const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_root(EntryTrials& trials,
                                                      const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_class(EntryTrials& trials,
                                                       const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_number(EntryTrials& trials,
                                                        const UnmatchedEntry& entry);
[[nodiscard]] std::optional<Explanation> explain_misspelling(EntryTrials& trials,
                                                             const UnmatchedEntry& entry);

// The first of the first four that applies, in the order above; the others are for entries that
// nothing else explains.
[[nodiscard]] std::optional<Explanation> explain_entry(EntryTrials& trials,
                                                       const UnmatchedEntry& entry);

// `text` with the root `old` written as `fresh`, wherever a path begins in it. In a regex, the dots
// of a root may be written as `.`, `\.` or `[.]`. Nothing if the root stands nowhere.
[[nodiscard]] std::optional<std::string> with_root(std::string_view text, bool regex,
                                                   std::string_view old, std::string_view fresh);

}  // namespace overmatch
