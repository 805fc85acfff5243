// SPDX-License-Identifier: Apache-2.0
// What an audit says about a model and the patterns that somebody wrote for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "matchers/mode.h"

namespace overmatch {

enum class AuditKind : std::uint8_t {
  collision,  // selected only for want of a boundary
  rerooting,  // the pattern is the whole path of one module and the tail of others
  ambiguity,  // several subtrees hit by one pattern
  escape,     // selected outside the intended subtree
  unmatched,  // nothing selected, or something that should be trained and is not
  overlap,    // two patterns select the same module
  hazard,     // of the tree itself
};
[[nodiscard]] std::string_view to_string(AuditKind kind) noexcept;

enum class Severity : std::uint8_t { note, warning, error };
[[nodiscard]] std::string_view to_string(Severity severity) noexcept;
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view name) noexcept;

// A pattern to write instead, tried on the tree before it is told; several (of one purpose) are
// meant together. `mode` is that of the list that they are for, and another only where that has
// none that helps.
struct Advice {
  Mode mode = Mode::exact;
  std::string pattern;
  std::string
      purpose;  // which of several wishes it serves, e.g. the tower; "" if there is only one
  friend bool operator==(const Advice&, const Advice&) = default;
};

// What helps where no pattern does, tried as far as names can tell.
struct Remedy {
  enum class Kind : std::uint8_t { freeze, rename, remove };
  Kind kind = Kind::freeze;
  std::string what;  // one sentence
  std::string code;  // lines to paste: Python, or members of the config; "" if there are none
};
[[nodiscard]] std::string_view to_string(Remedy::Kind kind) noexcept;

inline constexpr std::size_t kNoPattern = static_cast<std::size_t>(-1);

struct AuditFinding {
  AuditKind kind = AuditKind::hazard;
  Severity severity = Severity::warning;
  std::size_t pattern = kNoPattern;  // its place in the audit's list
  Selection modules;
  std::vector<std::string> parameters;  // where the finding is about parameters, not modules
  std::string why;
  std::vector<Advice> advice;
  std::vector<Remedy> remedies;
};

// A member of a config as it should be, in place of its whole value: tried in the config.
struct MemberAdvice {
  std::string member;
  std::vector<std::string> list;
  std::optional<std::string> regex;  // instead of the list, where the member takes one
  std::string purpose;               // as of Advice
};

// What a regex says otherwise than its author meant, beyond selecting too much (clinic.h).
struct RegexGap {
  std::string what;
  bool warning = true;
  Selection missed;       // what the corrected regex selects besides
  Selection beyond;       // what it leaves out, where that may be meant
  std::string corrected;  // "" if nothing that was tried helps
};

// A pattern and what it selects.
struct AuditedPattern {
  std::string pattern;
  Mode mode = Mode::segment;  // the rule by which it is read
  Selection selected;
  std::string member;  // of a config: "modules_to_save"
  std::string rule;    // in words, where the mode alone does not say it
  bool trains = true;  // false: it takes away or sets numbers, so that it is no fault to be broad
  // What other members leave of it in the end, where they take some away: excluded modules neither
  // escape nor are ambiguous.
  std::optional<Selection> left;
  // What the author meant by it, as far as that can be told: only what has a boundary.
  Selection precise;
  Mode precise_mode = Mode::segment;
  std::string precise_pattern;
  std::vector<std::string> mistakes;  // why a regex selects too much, in words
  std::vector<RegexGap> gaps;
};

}  // namespace overmatch
