// SPDX-License-Identifier: Apache-2.0
// The case generator makes whole cases: targets, decoys that resemble them, unrelated modules, and
// patterns made from them.
//
// It mixes several strategies, because none finds every mistake alone.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "generate/choices.h"
#include "generate/collision.h"
#include "generate/glob_pattern.h"
#include "generate/regex_pattern.h"

namespace overmatch {

// A strategy: how the names of a case are made.
enum class Strategy : std::uint8_t {
  tiny,     // names over a tiny alphabet, which collide by chance
  words,    // words of real models (vocabulary.h), as people write them
  real,     // paths of real models
  damaged,  // as tiny, counted apart (a change would give other cases for the same seed)
  hostile,  // as tiny, mostly with metacharacters, Unicode, white space, lengths and the root
  crowd,    // as tiny, with many names or long ones
};
inline constexpr std::size_t kStrategies = 6;
// The name in reports and file formats.
[[nodiscard]] std::string_view to_string(Strategy strategy) noexcept;

// What a generated case holds, for the counts of a report.
struct CaseFacts {
  Strategy strategy = Strategy::tiny;
  std::uint32_t kinds = 0;             // bit i: collision kind i
  std::uint32_t regex_situations = 0;  // bit i: regex situation i
  std::uint32_t glob_situations = 0;   // bit i: glob situation i
  std::uint32_t forms = 0;             // bit i: pattern form i
  // Set by search/phases/swarm.h, which remembers earlier cases.
  bool new_behaviour = false;
};

// A pattern form: how a pattern of a mode of text was made from a path.
enum class PatternForm : std::uint8_t {
  full_path,
  last_segments,
  first_segments,
  one_segment,
  damaged,    // changed by damage_pattern (collision.h)
  empty,      // ""
  unrelated,  // a made-up segment
  // Only where something may stand at both ends of a match:
  middle_segments,
  // Only where any text may stand behind a match:
  part_of_a_segment,  // cut in the middle of a segment
};
inline constexpr std::size_t kPatternForms = 9;
// The name in reports and file formats.
[[nodiscard]] std::string_view to_string(PatternForm form) noexcept;

// A mixture: which strategies, collision kinds and pattern forms cases are drawn from. The default
// includes everything; search/phases/swarm.h draws narrower ones.
struct Mixture {
  std::array<std::uint32_t, kStrategies> weights = {34, 20, 16,
                                                    14, 11, 5};  // by strategy; not all 0
  // Bit i: the i-th is included. If one that is not is drawn, the next one that is replaces it.
  std::uint32_t kinds = ~0U;
  // Only the forms up to `damaged` can be left out.
  std::uint32_t forms = ~0U;
  std::uint32_t situations = ~0U;  // of regexes or globs, as the mode needs
};

// Generates cases of one mode, of plain lists or of lists with labels.
class CaseGenerator {
 public:
  // `wide`: also regexes that Python, PCRE2 and RE2 read differently, and names on which their
  // character classes differ. `order`: of lists with labels; any: plain lists.
  explicit CaseGenerator(Mode mode, bool wide = false, Order order = Order::any)
      : mode_(mode), wide_(wide), order_(order) {}

  // Writes a case to `out`: a pure function of the choices and the mixture. Allocates nothing once
  // its buffers have grown.
  void generate(Choices& choices, Case& out, CaseFacts& facts, const Mixture& mixture = {});

 private:
  void add_module(std::string_view path);
  void add_target(Choices& choices);
  void add_decoys(Choices& choices, std::size_t target);
  void add_patterns(Choices& choices);
  void add_pattern(Choices& choices, std::string_view path);
  void add_labels(Choices& choices);
  void add_text_pattern(Choices& choices, std::string_view path);
  void open_form(Choices& choices, PatternForm& form) const;
  void cut_inside(Choices& choices);
  void add_around(Choices& choices, std::string_view text);
  void add_regex_pattern(Choices& choices, std::string_view path);
  void mark_entry(Choices& choices, std::string_view path);
  void write_rest(Choices& choices);
  void add_glob_pattern(Choices& choices, std::string_view path);
  void add_crowd(Choices& choices);
  void add_long(Choices& choices);
  void add_ancestors();
  void shuffle(Choices& choices);
  [[nodiscard]] Flavour flavour() const noexcept;
  [[nodiscard]] std::span<const std::string> targets() const noexcept {
    return {targets_.data(), target_count_};
  }

  Mode mode_;
  bool wide_;
  Order order_;
  Mixture mixture_;
  Case* out_ = nullptr;
  CaseFacts* facts_ = nullptr;
  std::vector<std::string> targets_;
  std::size_t target_count_ = 0;
  std::string decoy_;
  std::string text_;
};

}  // namespace overmatch
