// SPDX-License-Identifier: Apache-2.0
// Defines the findings of an audit, and the advice that they carry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/tree_index.h"
#include "dialects/mode_pattern.h"
#include "matchers/mode.h"
#include "matchers/order.h"
#include "names/printable.h"

namespace overmatch {

enum class AuditKind : std::uint8_t {
  collision,  // selected only because the rule lacks a boundary
  rerooting,  // the pattern is the whole path of one module and the end of others
  ambiguity,  // patterns of one member select modules in several towers or subtrees
  escape,     // selected outside the intended subtree
  unmatched,  // nothing is selected, or something that should be trained is not
  overlap,    // two patterns select the same module
  hazard,     // a property of the tree itself
  refusal,    // a library refuses the config
  dead,       // an entry matches modules, and other entries decide or exclude them all
  uneven,     // a list reaches some layers of a stack and not others
  uncovered,  // linear layers beside those of a list that no entry reaches
  layout,     // entries fit another layout of the same model
};
inline constexpr std::size_t kAuditKinds = 12;
[[nodiscard]] std::string_view to_string(AuditKind kind) noexcept;

enum class Severity : std::uint8_t { note, warning, error };
[[nodiscard]] std::string_view to_string(Severity severity) noexcept;
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view name) noexcept;

// A pattern to write instead, which was tried on the tree. Several of one purpose belong together.
// `mode` is the mode of the list, or another one if no pattern of that mode helps.
struct Advice {
  Mode mode = Mode::exact;
  std::string pattern;
  std::string purpose;  // which alternative it serves, such as a subtree; "" if there is only one
  friend bool operator==(const Advice&, const Advice&) = default;
};

// A change that helps where no pattern does, tried as far as names can tell.
struct Remedy {
  enum class Kind : std::uint8_t { freeze, rename, remove };
  Kind kind = Kind::freeze;
  std::string what;        // one sentence
  std::string code;        // Python code, or members of the config; "" if there is none
  Selection freezes = {};  // the modules that the code freezes
};
[[nodiscard]] std::string_view to_string(Remedy::Kind kind) noexcept;

// A list in words: "a, b and c"; counts what goes beyond `most`: "a, b, c and 4 more".
[[nodiscard]] std::string in_a_row(const std::vector<std::string>& texts, std::size_t most = 3);

inline constexpr std::size_t kNoPattern = static_cast<std::size_t>(-1);

// One finding of an audit.
struct AuditFinding {
  AuditKind kind = AuditKind::hazard;
  Severity severity = Severity::warning;
  std::size_t pattern = kNoPattern;   // an index into Audit::patterns
  std::vector<std::size_t> patterns;  // all of them, if the finding is about several
  Selection modules;
  std::vector<std::string> parameters;  // for findings about parameters instead of modules
  std::string why;
  std::vector<Advice> advice;
  std::vector<Remedy> remedies;
  bool of_run = false;  // what trains in a run differs from what should
};

// A new value for a whole member of a config, which was tried in the config.
struct MemberAdvice {
  std::string member;
  std::vector<std::string> list;
  std::optional<std::string> regex;  // instead of the list, if the member accepts one
  std::string purpose;               // as in Advice
};

// A difference between what a regex selects and what its author probably meant (clinic.h).
struct RegexGap {
  std::string what;
  bool warning = true;
  Selection missed;       // what only the corrected regex selects
  Selection beyond;       // what only the original selects, if that may be meant
  std::string corrected;  // "" if no correction helps
};

// An entry that decides modules which a later one matches, too.
struct BeatenBy {
  std::size_t pattern = 0;  // an index into Audit::patterns
  Selection modules;
};

// What an entry of a list with labels decides.
struct EntryDecision {
  bool gives = true;                 // false: it gives null
  std::optional<std::string> label;  // nothing for null, and of a plain list of a dialect
  Selection won;                     // of what it matches, what it decides
  std::vector<BeatenBy> beaten_by;   // who decides the rest
  Order order = Order::any;          // of the list; any: it has no labels
};

// A pattern and what it selects.
struct AuditedPattern {
  std::string pattern;
  Mode mode = Mode::segment;
  std::string entry;  // of a dialect: what is read as this pattern; else ""
  Selection selected;
  std::string member;  // the member of a config, such as "modules_to_save"
  std::string rule;    // the rule in words, if it differs from the mode
  bool trains = true;  // false if it excludes modules or sets ranks, and so may be broad
  // The selection without what other members exclude, if they exclude any: excluded modules are
  // neither escapes nor ambiguous.
  std::optional<Selection> left;
  // What the author probably meant: only what is selected at a boundary.
  Selection precise;
  Mode precise_mode = Mode::segment;
  std::string precise_pattern;
  std::vector<std::string> mistakes;  // why a regex selects too much, one sentence each
  std::vector<RegexGap> gaps;
  std::optional<EntryDecision> decision;  // of a list with labels
  // Of a list that is matched against parameters: their names; `selected` are then their modules.
  std::optional<std::vector<std::string>> parameters;
  // Of these, those that the entry decides, or selects without what others exclude.
  std::optional<std::vector<std::string>> parameters_in_force;
  // Whether the library takes it for parameters, such as those of fused experts: all that is known
  // of them is in `parameters` and `selected`.
  bool of_parameters = false;
  // Whether it selects by class, or its list selects all that a class would: its name tells nothing
  // of what is meant.
  bool by_class = false;
  // What the library reads the entry as, if the mode does not say it.
  std::optional<ModePattern> reading;
};

// The pattern, or the entry that it was read from, as findings show it.
[[nodiscard]] inline std::string in_findings(const AuditedPattern& pattern) {
  return quoted_short(pattern.entry.empty() ? pattern.pattern : pattern.entry);
}

}  // namespace overmatch
