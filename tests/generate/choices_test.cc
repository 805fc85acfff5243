// SPDX-License-Identifier: Apache-2.0
#include "generate/choices.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <set>
#include <vector>

namespace overmatch::choices_test {
namespace {

using Bytes = std::vector<std::uint8_t>;

// The numbers that splitmix64's author publishes for the seed 1234567, and those of seed 0.
TEST(Choices, AreSplitmix64) {
  struct Row {
    std::uint64_t seed;
    std::array<std::uint64_t, 3> numbers;
  };
  constexpr auto kRows = std::to_array<Row>({
      {1234567, {6457827717110365317U, 3203168211198807973U, 9817491932198370423U}},
      {0, {0xE220A8397B1DCDAFU, 0x6E789E6AA1B965F4U, 0x06C45D188009454FU}},
  });
  for (const auto& [seed, numbers] : kRows) {
    Choices choices(seed);
    for (const std::uint64_t number : numbers)
      EXPECT_EQ(choices.below(1U << 31U), number >> 33U) << "seed " << seed;
  }
}

TEST(Choices, StayBelowTheirBoundAndReachAllOfIt) {
  for (const std::uint32_t bound : {2U, 3U, 6U, 10U, 100U}) {
    Choices choices(5);
    std::vector<std::uint32_t> seen(bound);
    constexpr std::uint32_t kDrawsEach = 1000;
    for (std::uint32_t draw = 0; draw < bound * kDrawsEach; ++draw) ++seen.at(choices.below(bound));
    for (std::uint32_t value = 0; value < bound; ++value)
      EXPECT_NEAR(seen[value], kDrawsEach, 150) << value << " of " << bound;
  }
}

TEST(Choices, WithoutAnAlternativeDrawNothing) {
  const Bytes bytes = {7};
  Choices choices{std::span(bytes)};
  EXPECT_EQ(choices.below(0), 0U);
  EXPECT_EQ(choices.below(1), 0U);
  EXPECT_EQ(choices.between(9, 9), 9U);
  EXPECT_EQ(choices.pick(std::array{'x'}), 'x');
  EXPECT_FALSE(choices.exhausted());
  EXPECT_EQ(choices.below(256), 7U);
  EXPECT_TRUE(choices.exhausted());
}

TEST(Choices, TakeAsManyBytesAsTheirBoundNeeds) {
  struct Row {
    Bytes bytes;
    std::uint32_t bound;
    std::uint32_t value;
    std::size_t used;
  };
  const std::vector<Row> rows = {
      {{5, 9}, 2, 1, 1},
      {{255, 9}, 256, 255, 1},
      {{255, 9}, 10, 5, 1},
      {{1, 2, 9}, 257, 258 % 257, 2},
      {{1, 2, 3, 9}, 65'537, 0x010203 % 65'537, 3},
      {{1, 2, 3, 4, 9}, std::numeric_limits<std::uint32_t>::max(), 0x01020304, 4},
      {{1}, 65'536, 1, 1},  // what is there
      {{}, 65'536, 0, 0},   // the first choice
  };
  for (const Row& row : rows) {
    Choices choices{std::span(row.bytes)};
    EXPECT_EQ(choices.below(row.bound), row.value) << "bound " << row.bound;
    std::size_t left = 0;
    for (; !choices.exhausted(); ++left) static_cast<void>(choices.below(256));
    EXPECT_EQ(left, row.bytes.size() - row.used) << "bound " << row.bound;
  }
}

TEST(Choices, ThatRanOutAreTheFirstOnes) {
  Choices choices{std::span<const std::uint8_t>{}};
  EXPECT_TRUE(choices.exhausted());
  EXPECT_EQ(choices.between(3, 9), 3U);
  EXPECT_EQ(choices.pick(std::array{'x', 'y'}), 'x');
  EXPECT_FALSE(choices.chance(99, 100));
  EXPECT_TRUE(choices.chance(100, 100));
}

TEST(Choices, ComeTrueAsOftenAsTheySay) {
  Choices choices(3);
  int times = 0;
  for (int draw = 0; draw < 30'000; ++draw) times += choices.chance(1, 3) ? 1 : 0;
  EXPECT_NEAR(times, 10'000, 300);
  for (int draw = 0; draw < 100; ++draw) {
    EXPECT_FALSE(choices.chance(0, 5));
    EXPECT_TRUE(choices.chance(5, 5));
  }
}

TEST(Choices, OfASeedNeverRunOut) {
  Choices choices(1);
  for (int draw = 0; draw < 1000; ++draw) static_cast<void>(choices.below(1000));
  EXPECT_FALSE(choices.exhausted());
}

TEST(MixSeed, GivesEachStreamOfEachSeedItsOwn) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (std::uint64_t index = 0; index < 500; ++index) seen.insert(mix_seed(seed, index));
  }
  EXPECT_EQ(seen.size(), 50'000U);
}

}  // namespace
}  // namespace overmatch::choices_test
