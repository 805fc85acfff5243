// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutate.h"

#include <gtest/gtest.h>

#include <set>

#include "cases/case_file.h"
#include "fuzz/case_text.h"

namespace overmatch::fuzz {
namespace {

// Two mutants of three in a row, for some thousand cases of each mode.
template <typename Each>
void mutate_many(Each each) {
  for (const Mode mode : kModes) {
    CaseMutator mutator({mode});
    Case content;
    content.mode = mode;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
      const Case before = content;
      Choices choices(mix_seed(17, seed));
      mutator.mutate(choices, content);
      each(mode, before, content);
    }
  }
}

TEST(CaseMutator, MakesCasesOfItsModeAndWithinBounds) {
  std::string text;
  mutate_many([&](Mode mode, const Case& /*before*/, const Case& after) {
    ASSERT_EQ(after.mode, mode);
    ASSERT_LE(after.patterns.size(), kMostPatterns);
    ASSERT_LE(after.modules.size(), kMostModules);
    write_case_text(after, text);
    ASSERT_EQ(parse_case(text, "mutant").content, after)
        << text;  // the strict reader checks names and repeats
  });
}

// Each order occurs, labels change and stay one a pattern, and the strict reader takes the result.
TEST(CaseMutator, MakesListsOfItsOrders) {
  CaseMutator mutator({Mode::segment}, {Order::any, Order::first, Order::last});
  Case content;
  content.mode = Mode::segment;
  std::set<Order> orders;
  std::set<std::size_t> distinct;
  std::string text;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    Choices choices(mix_seed(19, seed));
    mutator.mutate(choices, content);
    orders.insert(content.labels.order);
    distinct.insert(content.labels.names.size());
    ASSERT_EQ(content.labels.numbers.size(), content.labels.empty() ? 0U : content.patterns.size());
    write_case_text(content, text);
    ASSERT_EQ(parse_case(text, "mutant").content, content) << text;
  }
  EXPECT_EQ(orders, (std::set{Order::any, Order::first, Order::last}));
  EXPECT_GE(distinct.size(), 4U);
}

TEST(CaseMutator, GrowsAndShrinks) {
  std::size_t smaller = 0;
  std::size_t bigger = 0;
  std::size_t all = 0;
  std::string left;
  std::string right;
  mutate_many([&](Mode, const Case& before, const Case& after) {
    write_case_text(before, left);
    write_case_text(after, right);
    ++all;
    smaller += right.size() < left.size() ? 1 : 0;
    bigger += right.size() > left.size() ? 1 : 0;
  });
  EXPECT_GT(smaller, all / 5);
  EXPECT_GT(bigger, all / 5);
}

TEST(CaseMutator, IsAFunctionOfItsChoices) {
  Case start;
  start.modules.push_back("model.layers.0.q_proj");
  start.patterns.push_back("q_proj");
  CaseMutator one({Mode::segment});
  CaseMutator two({Mode::segment});
  std::size_t different = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Case left = start;
    Case right = start;
    Choices a(seed);
    Choices b(seed);
    one.mutate(a, left);
    two.mutate(b, right);
    ASSERT_EQ(left, right) << seed;
    different += left == start ? 0 : 1;
  }
  EXPECT_GT(different, 350U);
}

TEST(CaseMutator, PutsDecoysBesideTargets) {
  CaseMutator mutator({Mode::segment});
  Case start;
  start.modules.push_back("layers.1");
  start.patterns.push_back("layers.1");
  std::size_t glued = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Case content = start;
    Choices choices(seed);
    mutator.mutate(choices, content);
    for (const std::string_view module : content.modules) {
      if (module.size() > 8 && module.ends_with("layers.1") && module[module.size() - 9] != '.')
        ++glued;
    }
  }
  EXPECT_GT(glued, 10U);
}

TEST(CaseMutator, FitsIntoAnySizeOrSaysThatItCannot) {
  Case full;
  for (int number = 0; number < 300; ++number)
    full.modules.push_back("module." + std::to_string(number));
  full.patterns.push_back("a");
  std::string text;
  for (const std::size_t bytes : {10UL, 70UL, 100UL, 500UL, 100'000UL}) {
    Case content = full;
    if (CaseMutator::fit(bytes, content, text)) {
      EXPECT_LE(text.size(), bytes);
      EXPECT_EQ(parse_case(text, "fitted").content, content);
    } else {
      EXPECT_LT(bytes, 70U);
    }
  }
}

TEST(CaseMutator, CrossesPatternsAndModulesOfBoth) {
  CaseMutator mutator({Mode::exact});
  Case one;
  Case two;
  one.mode = two.mode = Mode::exact;
  one.modules.push_back("one");
  for (const char* name : {"two", "three", "four"}) two.modules.push_back(name);
  two.patterns.push_back("two");
  bool both = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Case mixed = one;
    Choices choices(seed);
    mutator.cross(choices, two, mixed);
    both = both || (mixed.modules.contains("one") && mixed.modules.contains("two") &&
                    !mixed.patterns.empty());
  }
  EXPECT_TRUE(both);
}

}  // namespace
}  // namespace overmatch::fuzz
