// SPDX-License-Identifier: Apache-2.0
#include "generate/regex_pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "matchers/regex.h"

namespace overmatch::regex_pattern_test {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSituations = kPortableSituations;
constexpr auto kTargets =
    std::to_array<std::string_view>({"model.layers.0.self_attn.q_proj"sv, "visual.blocks.11.mlp"sv,
                                     "a.b"sv, "é.0"sv, "x[0].(y)"sv, ""sv, "a\nb"sv, "\0.a*"sv});

std::string generate(std::uint64_t seed, RegexSituation& situation) {
  Choices choices(seed);
  const std::string_view target = choices.pick(kTargets);
  const std::string_view other = choices.pick(kTargets);
  std::string out = "left over";
  situation = generate_regex(choices, target, other, out);
  return out;
}

TEST(RegexPatternTest, DependsOnTheChoicesAlone) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  RegexSituation situation{};
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    for (const char c : generate(seed, situation) + '\n')
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  EXPECT_EQ(hash, 14424841172207114118U)
      << "every compiler and platform must make the same patterns of the same seeds";
}

TEST(RegexPatternTest, MakesEachSituationOftenEnough) {
  std::array<std::size_t, kSituations> counts{};
  RegexSituation situation{};
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    generate(seed, situation);
    ++counts.at(static_cast<std::size_t>(situation));
  }
  for (std::size_t i = 0; i < kSituations; ++i)
    EXPECT_GE(counts[i], 200U) << to_string(static_cast<RegexSituation>(i));
}

TEST(RegexPatternTest, SaysWhichPatternsAreMalformed) {
  RegexSituation situation{};
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    const std::string pattern = generate(seed, situation);
    EXPECT_EQ(regex_compiles(pattern), situation != RegexSituation::malformed) << pattern;
  }
}

TEST(RegexPatternTest, EscapesTheTargetWhenChoicesRunOut) {
  Choices choices(std::span<const std::uint8_t>{});
  std::string out;
  EXPECT_EQ(generate_regex(choices, "a.b*", "c", out), RegexSituation::escaped_path);
  EXPECT_EQ(out, "a\\.b\\*");
}

TEST(RegexPatternTest, KeepsDigitsOfOtherScriptsOut) {
  std::string out;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Choices choices(seed);
    generate_regex(choices, "é.0.1.2", "a.0", out);
    EXPECT_EQ(out.find("\\d"), std::string::npos) << out;
  }
}

TEST(RegexPatternTest, StaysShortForLongTargets) {
  const std::string deep = [] {
    std::string path = "a";
    for (int i = 0; i < 20'000; ++i) path += ".b*";
    return path;
  }();
  const std::string wide(65'536, '*');
  const std::string accents = [] {
    std::string path;
    for (int i = 0; i < 20'000; ++i) path += "é";
    return path;
  }();
  std::string out;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Choices choices(seed);
    const std::array<std::string_view, 3> targets = {deep, wide, accents};
    generate_regex(choices, choices.pick(targets), choices.pick(targets), out);
    EXPECT_LE(out.size(), 2'000U);
    EXPECT_TRUE(regex_compiles("(?:a)" + escape_regex(out)));  // valid UTF-8: no code point was cut
  }
}

}  // namespace
}  // namespace overmatch::regex_pattern_test
