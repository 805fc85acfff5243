// SPDX-License-Identifier: Apache-2.0
// Whole cases: targets, decoys put beside them on purpose, bystanders, and patterns that speak
// about them.
//
// A mixture of strategies, because no single way of generating finds everything: names over a tiny
// alphabet collide by chance and reach every corner of short patterns, words of real models look
// like what people write, real paths have the depth and the numbering of real trees, hostile names
// hold what nobody expects, and crowds are long lists and long names.
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
#include "generate/regex_pattern.h"

namespace overmatch {

enum class Strategy : std::uint8_t { tiny, words, real, damaged, hostile, crowd };
inline constexpr std::size_t kStrategies = 6;
[[nodiscard]] std::string_view to_string(Strategy strategy) noexcept;

// What was put into a case, for the report's counts.
struct CaseFacts {
  Strategy strategy = Strategy::tiny;
  std::uint32_t kinds = 0;             // bit i: collision kind i
  std::uint32_t regex_situations = 0;  // bit i: regex situation i
  std::uint32_t forms = 0;             // bit i: pattern form i
  bool new_behaviour =
      false;  // set by a search that knows what it has met before (search/phases/swarm.h)
};

// How a literal pattern was made from a path.
enum class PatternForm : std::uint8_t {
  full_path,
  last_segments,
  first_segments,
  one_segment,
  damaged,
  empty,
  unrelated
};
inline constexpr std::size_t kPatternForms = 7;
[[nodiscard]] std::string_view to_string(PatternForm form) noexcept;

// What cases are mixed of. A search draws from a narrower mixture for a while and then from
// another: what is never together in one mixture cannot hide one another, and what it narrows down
// to is met more often.
struct Mixture {
  std::array<std::uint32_t, kStrategies> weights = {34, 20, 16,
                                                    14, 11, 5};  // of the strategies; not all 0
  // Bit i: the i-th is in. Where one is drawn that is out, the next that is in takes its place.
  std::uint32_t kinds = ~0U;
  std::uint32_t forms =
      ~0U;  // the plain ones and the damaged one; empty and unrelated patterns are always in
  std::uint32_t regex_situations = ~0U;
};

class CaseGenerator {
 public:
  // `wide`: regexes beyond what Python, PCRE2 and RE2 read alike, and names on which their classes
  // differ.
  explicit CaseGenerator(Mode mode, bool wide = false) : mode_(mode), wide_(wide) {}

  // Makes a case. A pure function of the choices and the mixture; allocates nothing once its
  // buffers have grown.
  void generate(Choices& choices, Case& out, CaseFacts& facts, const Mixture& mixture = {});

 private:
  void add_module(std::string_view path);
  void add_target(Choices& choices);
  void add_decoys(Choices& choices, std::size_t target);
  void add_patterns(Choices& choices);
  void add_literal_pattern(Choices& choices, std::string_view path);
  void add_regex_pattern(Choices& choices, std::string_view path);
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
  Mixture mixture_;
  Case* out_ = nullptr;
  CaseFacts* facts_ = nullptr;
  std::vector<std::string> targets_;
  std::size_t target_count_ = 0;
  std::string decoy_;
  std::string text_;
};

}  // namespace overmatch
