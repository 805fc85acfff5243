// SPDX-License-Identifier: Apache-2.0
// Discoveries and findings are what a search reports: a discovery is the first failing case of a
// violation key, a finding is a discovery that was confirmed and reduced.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "properties/property.h"

namespace overmatch {

// The part of a search that a case came from; `own`: a case that the user gave.
enum class Phase : std::uint8_t { corpus, small, lengths, trees, random, own };
inline constexpr std::size_t kPhases = 6;
// The name in reports and file formats.
[[nodiscard]] std::string_view to_string(Phase phase) noexcept;

// A violation key: the property that is violated, the direction, and the kind group. The search
// keeps one discovery per key, so that one mistake does not hide another; the shrinker stays within
// a key.
struct ViolationKey {
  const Property* property = nullptr;
  Direction direction = Direction::other;
  KindGroup group = KindGroup::whole_list;
  friend bool operator==(const ViolationKey&, const ViolationKey&) = default;
};

// The first case of a violation key that a search met, before it is confirmed or reduced.
struct Discovery {
  ViolationKey key;
  Case content;
  std::string what;
  std::uint64_t found_after = 0;  // number of the case in the search, from 1
  Phase phase = Phase::own;
  // The generator's strategy (generate/case_generator.h); "" outside the random phase.
  std::string strategy;
};

// One case that a search put to the subject with every property, for tools that show what a search
// does.
struct Observation {
  Case content;
  Phase phase = Phase::own;
  std::string strategy;        // of a generated case, else ""
  std::uint32_t kinds = 0;     // of a generated case: a bit for each CollisionKind
  std::string violated;        // the first property that the case violates, or ""
  bool rejected = false;       // whether the reference rejects the patterns
  std::uint64_t selected = 0;  // how many modules the reference selects
  double seconds = 0;          // of asking and judging
};

// What is proved about the size of a minimal case (reduce/prove_minimal.h).
enum class Minimality : std::uint8_t {
  not_proved,
  // No smaller case over its alphabet fails: all were tried.
  proved,
  // No case embedded in it (made by shortening its names) fails: all were tried. All smaller cases
  // are too many.
  proved_embedded,
};

// A question that a property derived from a case, and the subject's answer to it.
struct FollowUp {
  Case question;
  std::vector<std::uint8_t> selected;  // as Finding::selected
  bool rejected = false;
};

// A finding: a minimal failing case with everything that a report says about it.
struct Finding {
  ViolationKey key;
  std::optional<CollisionKind> kind;
  Case minimal;
  Case original;
  // The pattern and the module of the minimal case whose verdict is wrong; "" if no single pair is
  // to blame.
  std::string pattern;
  std::string module;
  std::string what;
  // How the process ended and what it printed, for a crash, a hang or excessive memory; else "".
  std::string crash;
  // The subject's answer to the minimal case, 1 or 0 per module
  std::vector<std::uint8_t> selected;
  bool rejected = false;
  // The question that is answered wrongly, where the answer to the minimal case itself may be right
  std::optional<FollowUp> follow_up;
  Minimality minimality = Minimality::not_proved;
  bool out_of_time = false;       // the time limit ended confirming or shrinking
  bool as_given = false;          // only confirmed: no smaller case was asked for
  std::string not_reduced;        // why the case was not reduced, e.g. "interrupted", or ""
  std::uint64_t tried = 0;        // smaller cases tried for the proof
  std::string alphabet;           // the characters of those cases
  std::vector<std::string> also;  // further properties that the minimal case violates
  bool reproducible = true;       // false: a fresh process did not repeat it
  bool stateful = false;          // the answer depends on earlier questions
  std::uint64_t found_after = 0;
  Phase phase = Phase::own;
  std::string strategy;
  // Findings that most likely show the same mistake (campaign/same_mistake.h); `also` includes
  // their properties.
  std::vector<Finding> same_mistake;
  std::string file;       // path of the saved case, "" if not saved
  bool replayed = false;  // `file` is the one that was replayed

  // The id that `--accept` takes, e.g. "agreement/overmatch/glued-prefix".
  [[nodiscard]] std::string id() const;
};

// The order of findings in reports, 0 first: crashes, then collisions of ordinary names, then rare
// patterns such as the empty one.
[[nodiscard]] int rank(const Finding& finding);

// Whether another finding implies this one: its minimal case also violates agreement, and there is
// a finding of agreement; or a subset of its patterns is already rejected for the same modules.
[[nodiscard]] bool is_explained(const Finding& finding, std::span<const Finding> others);
// The findings that no other implies, in their order. O(n²).
[[nodiscard]] std::vector<Finding> unexplained(std::vector<Finding> findings);

}  // namespace overmatch
