// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/selection.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace overmatch::selection_test
