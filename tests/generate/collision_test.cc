// SPDX-License-Identifier: Apache-2.0
// Decoys are what their kind says: by the kind's definition, and by the classifier that explains
// findings with it.
#include "generate/collision.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "names/path.h"
#include "names/utf8.h"

namespace overmatch::collision_test {
namespace {

constexpr std::uint64_t kDraws = 1000;
constexpr auto kTargets =
    std::to_array<std::string_view>({"model.layers.0.self_attn.q_proj", "text_encoder",
                                     "visual.blocks.11.mlp", "encoder.layer", "LayerNorm.a_b"});

struct Pair {
  std::string target;
  std::string decoy;
};

std::vector<Pair> pairs_of(CollisionKind kind) {
  std::vector<Pair> pairs;
  for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
    Choices choices(mix_seed(4, seed));
    Pair pair{std::string(choices.pick(kTargets)), "left over"};
    const Flavour flavour = choices.chance(1, 2) ? Flavour::words : Flavour::tiny;
    if (make_decoy(choices, flavour, kind, pair.target, pair.decoy)) pairs.push_back(pair);
  }
  return pairs;
}

std::string lowered(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c ^ 0x20) : c;
  return text;
}

bool holds_any(std::string_view text, std::string_view characters) {
  return text.find_first_of(characters) != std::string_view::npos;
}

bool is_foreign(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool has_numbers_side_by_side(std::string_view path) {
  bool after_number = false;
  for (const std::string_view segment : Segments(path)) {
    const bool number = segment.find_first_not_of("0123456789") == std::string_view::npos;
    if (number && after_number) return true;
    after_number = number;
  }
  return false;
}

// What every decoy of a kind is, as far as the kind says it.
bool is_of(CollisionKind kind, const Pair& pair) {
  const auto& [target, decoy] = pair;
  switch (kind) {
    case CollisionKind::glued_prefix:
      return decoy.ends_with(last_segment(target)) && decoy != target;
    case CollisionKind::glued_suffix:
      return decoy.starts_with(first_segment(target)) && decoy != target;
    case CollisionKind::digit: return holds_any(decoy, "0123456789");
    case CollisionKind::re_rooted: return is_rerooting(decoy, target);
    case CollisionKind::truncated: return is_rerooting(target, decoy) || in_subtree(target, decoy);
    case CollisionKind::repeated:
      return depth(decoy) > depth(target) && last_segment(decoy) == last_segment(target);
    case CollisionKind::leaf: return last_segment(decoy) == last_segment(target);
    case CollisionKind::separator:
      return decoy.size() + 1 >= target.size() && decoy.size() <= target.size();
    case CollisionKind::letter_case: return lowered(decoy) == lowered(target);
    case CollisionKind::metacharacter: return holds_any(decoy, "*+?[](){}^$|\\");
    case CollisionKind::wrapper: return depth(decoy) == depth(target) + 1;
    case CollisionKind::fused: return depth(decoy) == depth(target) && decoy.size() > target.size();
    case CollisionKind::unicode: return is_foreign(decoy) || is_foreign(target);
    case CollisionKind::whitespace: return holds_any(decoy, {" \t\n\0\r\x1f\xc2", 7});
    case CollisionKind::length:
      return decoy.size() + 1 >= target.size() && decoy.size() <= target.size() + 1 &&
             target.size() >= 7;
    case CollisionKind::adjacent_numbers: {
      const bool more = depth(decoy) == depth(target) + 1;
      return has_numbers_side_by_side(more ? decoy : target) &&
             (more || depth(decoy) + 1 == depth(target));
    }
    case CollisionKind::marker:
    case CollisionKind::order:
    case CollisionKind::empty: return decoy.empty();
  }
  return false;
}

TEST(Decoys, AreWhatTheirKindSays) {
  for (std::size_t at = 0; at < kNameKinds; ++at) {
    const auto kind = static_cast<CollisionKind>(at);
    const std::vector<Pair> pairs = pairs_of(kind);
    EXPECT_GT(pairs.size(), kDraws / 2) << to_string(kind);
    for (const Pair& pair : pairs) {
      ASSERT_TRUE(is_of(kind, pair))
          << to_string(kind) << ": " << pair.target << " -> " << pair.decoy;
      ASSERT_TRUE(is_well_formed(pair.decoy)) << pair.decoy;
      ASSERT_EQ(find_invalid_utf8(pair.decoy), kValidUtf8) << pair.decoy;
      ASSERT_NE(pair.decoy, pair.target);
    }
  }
}

// How many of a hundred decoys the classifier explains by the kind they were made for. The others
// resemble their target in another way as well, which explains a wrong verdict better: `qkv_proj`
// is glued in front of `v_proj`.
TEST(Decoys, AreExplainedByTheirKind) {
  struct Row {
    CollisionKind kind;
    std::size_t percent;
  };
  constexpr auto kRows = std::to_array<Row>({
      {CollisionKind::glued_prefix, 99},
      {CollisionKind::glued_suffix, 35},
      {CollisionKind::digit, 48},
      {CollisionKind::re_rooted, 99},
      {CollisionKind::truncated, 99},
      {CollisionKind::repeated, 99},
      {CollisionKind::leaf, 20},
      {CollisionKind::separator, 60},
      {CollisionKind::letter_case, 99},
      {CollisionKind::metacharacter, 98},
      {CollisionKind::wrapper, 25},
      {CollisionKind::fused, 4},
      {CollisionKind::unicode, 97},
      {CollisionKind::whitespace, 80},
      {CollisionKind::length, 90},
      {CollisionKind::empty, 99},
      {CollisionKind::adjacent_numbers, 60},
  });
  for (const auto& [kind, percent] : kRows) {
    const std::vector<Pair> pairs = pairs_of(kind);
    // Patterns are made of whole paths and of their ends: the kind shows with one of them.
    const auto explained =
        std::count_if(pairs.begin(), pairs.end(), [wanted = kind](const Pair& pair) {
          for (std::string_view pattern = pair.target;;
               pattern.remove_prefix(pattern.find(kSeparator) + 1)) {
            if (classify(Mode::segment, pattern, pair.decoy) == wanted ||
                classify(Mode::segment, pair.decoy, pattern) == wanted)
              return true;
            if (pattern.find(kSeparator) == std::string_view::npos) return false;
          }
        });
    EXPECT_GE(static_cast<std::size_t>(explained) * 100, pairs.size() * percent)
        << to_string(kind) << " " << explained << "/" << pairs.size();
  }
}

TEST(Decoys, AreNotMadeWhereTheKindHasNothingToWorkOn) {
  struct Row {
    CollisionKind kind;
    std::string target;
  };
  const std::vector<Row> rows = {
      {CollisionKind::truncated, "fc"},    {CollisionKind::separator, "fc"},
      {CollisionKind::letter_case, "0.1"}, {CollisionKind::digit, ""},
      {CollisionKind::leaf, ""},           {CollisionKind::length, ""}};
  for (const Row& row : rows) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      Choices choices(seed);
      std::string target = row.target;
      std::string decoy;
      EXPECT_FALSE(make_decoy(choices, Flavour::tiny, row.kind, target, decoy))
          << to_string(row.kind) << " " << decoy;
      EXPECT_EQ(target, row.target);
    }
  }
}

TEST(Decoys, CrossTheLengthsAtWhichComparisonsEnd) {
  std::vector<std::size_t> sizes;
  for (const Pair& pair : pairs_of(CollisionKind::length)) sizes.push_back(pair.target.size());
  for (const std::size_t size : {31U, 32U, 33U, 63U, 64U, 65U, 128U, 255U, 256U, 257U}) {
    EXPECT_NE(std::find(sizes.begin(), sizes.end(), size), sizes.end()) << size;
  }
}

TEST(Segments, AreOneSegmentEach) {
  for (const Flavour flavour : {Flavour::tiny, Flavour::words}) {
    for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
      Choices choices(seed);
      std::string path = "a.";
      append_segment(choices, flavour, path);
      EXPECT_TRUE(is_well_formed(path)) << path;
      EXPECT_EQ(depth(path), 2U) << path;
    }
  }
}

TEST(DamagedPatterns, AreUtf8AndDifferFromThePath) {
  std::size_t malformed = 0;
  std::size_t equal = 0;
  for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
    Choices choices(seed);
    std::string pattern;
    damage_pattern(choices, "é.layers.10.q_proj", pattern);
    EXPECT_EQ(find_invalid_utf8(pattern), kValidUtf8) << pattern;
    malformed += is_well_formed(pattern) ? 0 : 1;
    equal += pattern == "é.layers.10.q_proj" ? 1 : 0;
  }
  EXPECT_GT(malformed, kDraws / 10);
  EXPECT_LT(equal, kDraws / 20);
}

}  // namespace
}  // namespace overmatch::collision_test
