// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace overmatch::selection_test {
namespace {

TEST(Selection, IsSortedEachOnce) {
  for (const std::size_t size : {1U, 63U, 64U, 65U, 1'000U, 70'000U}) {
    for (const std::size_t count : {0U, 1U, 10U, 100U, 2'000U}) {
      Selection modules;
      std::uint64_t state = size + count;
      for (std::size_t at = 0; at < count; ++at) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        modules.push_back(static_cast<std::uint32_t>((state >> 33U) % size));
      }
      const std::set<std::uint32_t> expected(modules.begin(), modules.end());
      sort_modules(modules, size);
      EXPECT_EQ(modules, Selection(expected.begin(), expected.end())) << size << " " << count;
    }
  }
}

// Some of the modules below `size`: about one of `step`, none if it is 0.
Selection some(std::uint64_t& state, std::uint32_t size, std::uint32_t step) {
  Selection modules;
  for (std::uint32_t module = 0; module < size && step > 0; ++module) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    if ((state >> 33U) % step == 0) modules.push_back(module);
  }
  return modules;
}

TEST(Selection, OperationsAreThoseOfTheStandardLibrary) {
  std::uint64_t state = 1;
  std::size_t meeting = 0;
  for (const std::uint32_t size : {0U, 1U, 5U, 70U, 500U}) {
    for (const std::uint32_t step : {0U, 1U, 2U, 9U, 200U}) {
      for (const std::uint32_t other : {0U, 1U, 2U, 9U, 200U}) {
        const Selection left = some(state, size, step);
        Selection right = some(state, size, other);
        for (const bool apart : {false, true}) {
          if (apart) {
            for (std::uint32_t& module : right) module += size;
          }
          Selection all;
          Selection rest;
          Selection both;
          std::set_union(left.begin(), left.end(), right.begin(), right.end(),
                         std::back_inserter(all));
          std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                              std::back_inserter(rest));
          std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                                std::back_inserter(both));
          EXPECT_EQ(united(left, right), all);
          EXPECT_EQ(without(left, right), rest);
          EXPECT_EQ(shared(left, right), both);
          EXPECT_EQ(meet(left, right), !both.empty());
          meeting += both.empty() ? 0 : 1;
          EXPECT_EQ(united(left, left), left);
          EXPECT_EQ(without(left, left), Selection());
          ModuleSet set;
          set.add(right);
          set.add(left);
          EXPECT_EQ(set.sorted(), all);
          for (std::uint32_t module = 0; module < 2 * size; ++module)
            EXPECT_EQ(set.contains(module), std::binary_search(all.begin(), all.end(), module));
        }
      }
    }
  }
  EXPECT_GT(meeting, 20U);
}

}  // namespace
}  // namespace overmatch::selection_test
