// SPDX-License-Identifier: Apache-2.0
#include "cases/collision_kind.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "matchers/plain_text.h"
#include "matchers/regex.h"

namespace overmatch::collision_kind_test {
namespace {

using namespace std::string_view_literals;

std::string kind_of(Mode mode, std::string_view pattern, std::string_view path) {
  const auto kind = classify(mode, pattern, path);
  return kind ? std::string(to_string(*kind)) : "none";
}

struct Row {
  std::string_view pattern;
  std::string_view path;
  std::string_view kind;
};

// The design's table and the collisions of real models.
constexpr auto kSegment = std::to_array<Row>({
    {"model.layers.0", "img_model.layers.0", "glued-prefix"},
    {"transformer_blocks.0.attn.to_q", "single_transformer_blocks.0.attn.to_q", "glued-prefix"},
    {"classifier", "pre_classifier", "glued-prefix"},
    {"attn.proj", "attn.proj_drop", "glued-suffix"},
    {"LayerNorm", "LayerNorms.0", "glued-suffix"},
    {"layers.1", "layers.10", "digit"},
    {"layers.1", "layers.11.mlp", "digit"},
    {"text_encoder", "text_encoder_2", "digit"},
    {"layers.1", "layers.01", "digit"},
    {"model.layers.0", "visual.model.layers.0", "re-rooted"},
    {"transformer.resblocks.0", "visual.transformer.resblocks.0", "re-rooted"},
    {"model.layers.0.mlp", "layers.0.mlp", "truncated"},
    {"model.layers.0.mlp", "model.layers.0", "truncated"},
    {"model.layers.0", "model.layers.0.mlp", "truncated"},
    {"encoder.layer", "encoder.encoder.layer", "repeated"},
    {"a.b", "a.b.a.b", "repeated"},
    {"text.layers.0.q", "vision.blocks.1.q", "leaf"},
    {"a.b", "a_b", "separator"},
    {"a.b", "a-b", "separator"},
    {"a..b", "a.b", "separator"},
    {".a", "b.a", "separator"},
    {"LayerNorm", "layernorm", "case"},
    {"ln.W", "model.ln.w", "case"},
    {"a*", "ab", "metacharacter"},
    {"layers.[0-9]", "layers.0", "metacharacter"},
    {"layers.0", "module.layers.0", "wrapper"},
    {"layers.0", "base_model.model.layers.0", "wrapper"},
    {"layers.0", "_fsdp_wrapped_module.layers.0", "wrapper"},
    {"proj", "q_proj_out", "fused"},
    {"caf\u00e9", "cafe\u0301", "unicode"},
    {"\U0001F600", "\U0001F601", "unicode"},
    {"q proj", "q_proj", "whitespace"},
    {"a", "b\n", "whitespace"},
    {"abcdefghi.x", "abcdefghi.y", "length"},
    {"", "a", "empty"},
    {"a", "", "empty"},
    {"a.0.b", "a.0.1.b", "adjacent-numbers"},
    {"a.0.12.b", "a.0.b", "adjacent-numbers"},
    {"blocks.3.0.1", "blocks.3.1", "adjacent-numbers"},
    {"a.0.b", "a.0.x.b", "leaf"},
    {"a.x.b", "a.x.1.b", "leaf"},
    {"a.b", "a.b", "none"},
    {"q_proj", "lm_head", "none"},
});

TEST(Classify, NamesTheKindOfASegmentsCollision) {
  for (const auto& [pattern, path, kind] : kSegment) {
    EXPECT_EQ(kind_of(Mode::segment, pattern, path), kind) << pattern << " and " << path;
  }
}

TEST(Classify, KnowsEveryKind) {
  std::set<std::string_view> kinds;
  for (const Row& row : kSegment) kinds.insert(row.kind);
  for (std::size_t at = 0; at < kNameKinds; ++at) {
    EXPECT_TRUE(kinds.contains(to_string(static_cast<CollisionKind>(at))))
        << to_string(static_cast<CollisionKind>(at));
  }
}

// The row above says the same of an escaped pattern, where escaping leaves a regex of the same
// meaning.
TEST(Classify, ReadsAnEscapedRegexAsItsText) {
  for (const auto& [pattern, path, kind] : kSegment) {
    if (pattern.find("..") != std::string_view::npos || pattern.starts_with('.'))
      continue;  // no path: a regex of its own
    EXPECT_EQ(kind_of(Mode::regex, escape_regex(pattern), path), kind)
        << pattern << " and " << path;
  }
}

TEST(Classify, NamesTheKindOfARegex) {
  constexpr auto kRows = std::to_array<Row>({{".*q_proj", "add_q_proj", "metacharacter"},
                                             {"a.b", "aXb", "metacharacter"},
                                             {"a.b", "a\nb", "whitespace"},
                                             {"(", "a", "metacharacter"},
                                             {"", "a", "empty"}});
  for (const auto& [pattern, path, kind] : kRows)
    EXPECT_EQ(kind_of(Mode::regex, pattern, path), kind) << pattern;
}

TEST(Classify, ReadsAnEscapedGlobAsItsText) {
  for (const auto& [pattern, path, kind] : kSegment) {
    if (pattern.find("..") != std::string_view::npos || pattern.starts_with('.')) continue;
    EXPECT_EQ(kind_of(Mode::glob, plain_text(Mode::glob, pattern), path), kind)
        << pattern << " and " << path;
  }
}

TEST(KindGroupOf, KnowsAGlobThatIsMoreThanText) {
  struct GlobLine {
    Mode mode;
    std::string_view glob;
    std::string_view path;
    std::string_view group;
    std::string_view kind;
  };
  constexpr auto kGlobs = std::to_array<GlobLine>({
      {Mode::glob, "*.b", "xb", "glob", "metacharacter"},
      {Mode::glob, "a?", "a.b", "glob", "metacharacter"},
      {Mode::glob, "[ab]", "ab", "glob", "metacharacter"},
      {Mode::glob, "[!a]", "a", "glob", "metacharacter"},
      {Mode::glob, "a..*", "a", "glob", "metacharacter"},
      {Mode::path_glob, "*", "a.b", "glob", "metacharacter"},
      // text, though it looks like more
      {Mode::glob, "a", "ba", "front", "glued-prefix"},
      {Mode::glob, "[*]", "b*", "front", "glued-prefix"},
      {Mode::glob, "[a", "[a.b", "above", "truncated"},
      {Mode::glob, "a", "a", "equal", "none"},
      {Mode::glob, "", "a", "no-pattern", "empty"},
      // a dot in brackets parts the segments of a path-glob
      {Mode::glob, "a[.]b", "a.b.c", "above", "truncated"},
      {Mode::path_glob, "a[.]b", "a[.]b.c", "above", "truncated"},
  });
  for (const auto& [mode, glob, path, group, kind] : kGlobs) {
    EXPECT_EQ(to_string(kind_group_of(mode, glob, path)), group) << glob << " and " << path;
    EXPECT_EQ(kind_of(mode, glob, path), kind) << glob << " and " << path;
  }
}

TEST(KindGroupOf, LooksAtTheEndThatTheModeLooksAt) {
  struct Line {
    Mode mode;
    std::string_view pattern;
    std::string_view path;
    std::string_view group;
  };
  constexpr auto kLines = std::to_array<Line>({
      {Mode::segment, "a", "a", "equal"},
      {Mode::segment, "a", "ba", "front"},
      {Mode::segment, "a", "ab", "back"},
      {Mode::segment, "a", "bab", "inside"},
      {Mode::segment, "a", "b.a", "below"},
      {Mode::segment, "a", "a.b", "above"},
      {Mode::segment, "a.b", "a", "above"},
      {Mode::segment, "a.b", "b", "above"},
      {Mode::segment, "a", "A", "case"},
      {Mode::segment, "a", "b", "unrelated"},
      {Mode::segment, "", "a", "no-pattern"},
      {Mode::segment, "a", "", "no-pattern"},
      {Mode::segment, ".a", "a", "bad-pattern"},
      {Mode::segment, "a", "aa", "front"},  // at both ends
      {Mode::subtree, "a", "aa", "back"},
      {Mode::exact, "a", "a.a", "below"},
      {Mode::subtree, "a", "a.a", "above"},
      {Mode::regex, "a", "aa", "front"},
      {Mode::regex, "a.", "ab", "regex"},
      {Mode::regex, "a.", "a\n", "newline"},
      {Mode::regex, "a\\.b", "a.b", "equal"},
      {Mode::regex, "[", "a", "bad-pattern"},
      {Mode::regex, "", "a", "no-pattern"},
  });
  for (const auto& [mode, pattern, path, group] : kLines) {
    EXPECT_EQ(to_string(kind_group_of(mode, pattern, path)), group)
        << to_string(mode) << ": " << pattern << " and " << path;
  }
}

TEST(CollisionKindNames, AreThoseOfTheDesignAndReadBack) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"glued-prefix", "glued-suffix", "digit", "re-rooted", "truncated", "repeated", "leaf",
       "separator", "case", "metacharacter", "wrapper", "fused", "unicode", "whitespace", "length",
       "empty", "adjacent-numbers", "marker", "order"});
  static_assert(kNames.size() == kCollisionKinds);
  for (std::size_t at = 0; at < kCollisionKinds; ++at) {
    const auto kind = static_cast<CollisionKind>(at);
    EXPECT_EQ(to_string(kind), kNames[at]);
    EXPECT_EQ(parse_collision_kind(kNames[at]), kind);
  }
  EXPECT_EQ(parse_collision_kind("glued"), std::nullopt);
  EXPECT_EQ(parse_collision_kind(""), std::nullopt);
}

}  // namespace
}  // namespace overmatch::collision_kind_test
