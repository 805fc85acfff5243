// SPDX-License-Identifier: Apache-2.0
// Which properties a planted bug's witness speaks to.
#include "selftest/expectation.h"

#include <gtest/gtest.h>

#include <string>

#include "properties/registry.h"

namespace overmatch::expectation_test {
namespace {

std::string expected(const Planted& planted) {
  const std::uint32_t properties = expected_properties(planted);
  std::string names;
  for (std::size_t at = 0; at < all_properties().size(); ++at) {
    if ((properties >> at & 1U) != 0)
      names.append(names.empty() ? "" : " ").append(all_properties()[at]->name);
  }
  return names;
}

TEST(ExpectedProperties, FollowFromTheWitness) {
  struct Row {
    const char* name;
    const char* properties;
  };
  for (const Row& row : {
           Row{"segment-no-boundary", "containment boundary lattice"},
           Row{"exact-swapped-for-ends", "containment boundary wrapping lattice"},
           Row{"endswith-equal", ""},  // a right matcher of another mode: agreement alone knows
           Row{"segment-no-equality", "wrapping lattice"},
           Row{"segment-crash-on-root", "totality"},
           Row{"subtree-leak", "totality"},
           Row{"segment-rejects-metacharacters", "rejection"},
           Row{"segment-memo-by-length", "independence"},
           Row{"segment-loop-all-of", "union"},
           Row{"exact-every-second-call", "determinism"},
           Row{"segment-first-patterns-kept", ""},  // what it says once, it says always
           Row{"regex-field-open-start", "containment literalness"},
           Row{"segment-correct-memcmp", ""},
       }) {
    const Planted* const planted = find_planted(row.name);
    ASSERT_NE(planted, nullptr) << row.name;
    Planted asked = *planted;
    if (asked.expect == Expect::correct) asked.expect = Expect::wrong;
    EXPECT_EQ(expected(asked), row.properties) << row.name;
  }
}

}  // namespace
}  // namespace overmatch::expectation_test
