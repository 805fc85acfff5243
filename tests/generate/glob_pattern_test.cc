// SPDX-License-Identifier: Apache-2.0
#include "generate/glob_pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "matchers/glob.h"
#include "matchers/plain_text.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch::glob_pattern_test {
namespace {

using namespace std::string_view_literals;

constexpr auto kTargets = std::to_array<std::string_view>(
    {"model.layers.0.self_attn.q_proj"sv, "visual.blocks.11.mlp"sv, "a.b"sv, "\u00e9.0"sv,
     "x[0].(y)"sv, ""sv, "a\nb"sv, "\0.a*"sv, "]"sv, "!"sv, "..a"sv});

std::string generate(std::uint64_t seed, GlobSituation& situation) {
  Choices choices(seed);
  const std::string_view target = choices.pick(kTargets);
  const std::string_view other = choices.pick(kTargets);
  std::string out = "left over";
  situation = generate_glob(choices, target, other, out);
  return out;
}

TEST(GlobPattern, DependsOnTheChoicesAlone) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  GlobSituation situation{};
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    for (const char c : generate(seed, situation) + '\n')
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  EXPECT_EQ(hash, 8688861352897540976U)
      << "every compiler and platform must make the same globs of the same seeds";
}

TEST(GlobPattern, MakesEachSituationOftenEnough) {
  std::array<std::size_t, kGlobSituations> counts{};
  GlobSituation situation{};
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    EXPECT_EQ(find_invalid_utf8(generate(seed, situation)), kValidUtf8) << seed;
    ++counts.at(static_cast<std::size_t>(situation));
  }
  for (std::size_t at = 0; at < kGlobSituations; ++at)
    EXPECT_GE(counts[at], 120U) << to_string(static_cast<GlobSituation>(at));
}

// What the first item that is not plain text is, by situation.
TEST(GlobPattern, HoldsWhatItsSituationSays) {
  GlobSituation situation{};
  std::string text;
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    const std::string glob = generate(seed, situation);
    const bool star = glob.find('*') != std::string::npos;
    const bool bracket = glob.find('[') != std::string::npos;
    switch (situation) {
      case GlobSituation::escaped_path:
        EXPECT_TRUE(is_plain_text(Mode::glob, glob, text)) << glob;
        break;
      case GlobSituation::star_segment:
      case GlobSituation::star_inside:
      case GlobSituation::star_around:
      case GlobSituation::trailing_star: EXPECT_TRUE(star) << glob; break;
      case GlobSituation::leading_star: EXPECT_TRUE(glob.starts_with('*')) << glob; break;
      case GlobSituation::star_leaf: EXPECT_TRUE(glob.starts_with("*.")) << glob; break;
      case GlobSituation::double_star: EXPECT_NE(glob.find("**"), std::string::npos) << glob; break;
      case GlobSituation::question_mark:
        EXPECT_NE(glob.find('?'), std::string::npos) << glob;
        break;
      case GlobSituation::closing_first:
        EXPECT_TRUE(glob.find("[]") != std::string::npos || glob.find("[!]") != std::string::npos)
            << glob;
        break;
      case GlobSituation::negated: EXPECT_NE(glob.find("[!"), std::string::npos) << glob; break;
      case GlobSituation::one_of:
      case GlobSituation::range:
      case GlobSituation::backward_range:
      case GlobSituation::unclosed:
      case GlobSituation::dot_in_brackets:
      case GlobSituation::odd_bracket: EXPECT_TRUE(bracket) << glob; break;
      case GlobSituation::malformed_path:
        EXPECT_TRUE(glob.empty() || !is_well_formed(glob)) << glob;
        break;
      default: break;
    }
  }
}

TEST(GlobPattern, EscapesTheTargetWhenChoicesRunOut) {
  Choices choices(std::span<const std::uint8_t>{});
  std::string out;
  EXPECT_EQ(generate_glob(choices, "a.b*", "c", out), GlobSituation::escaped_path);
  EXPECT_EQ(out, "a.b[*]");
}

TEST(GlobPattern, StaysShortForLongTargets) {
  std::string accents;
  for (int at = 0; at < 20'000; ++at) accents += "\u00e9";
  const std::string wide(65'536, '*');
  std::string out;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Choices choices(seed);
    generate_glob(choices, seed % 2 == 0 ? accents : wide, "a", out);
    EXPECT_LE(out.size(), 2'000U);
    EXPECT_EQ(find_invalid_utf8(out), kValidUtf8);
  }
}

TEST(GlobPattern, NamesNearAGlobAreOftenMatchedAndOftenNot) {
  std::size_t matched = 0;
  std::size_t missed = 0;
  GlobSituation situation{};
  std::string name;
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    const std::string glob = generate(seed, situation);
    if (is_plain_text(Mode::glob, glob, name)) continue;
    Choices choices(seed);
    write_name_near_glob(choices, glob, name);
    EXPECT_EQ(find_invalid_utf8(name), kValidUtf8) << glob;
    ++(glob_selects(name, glob) ? matched : missed);
  }
  EXPECT_GT(matched, 1'000U);
  EXPECT_GT(missed, 300U);
}

}  // namespace
}  // namespace overmatch::glob_pattern_test
