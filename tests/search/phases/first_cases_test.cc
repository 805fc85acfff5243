// SPDX-License-Identifier: Apache-2.0
// The opening accuses no right matcher, and tells each mode from each other with its first cases.
#include "search/phases/first_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "names/path.h"
#include "names/utf8.h"
#include "planted/planted.h"
#include "properties/registry.h"

namespace overmatch::first_cases_test {
namespace {

// After how many cases the opening finds `subject`, tested as if it were of `mode`; 0: never.
std::uint64_t found_after(Matcher& subject, Mode mode) {
  Probe probe(subject, mode);
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  tester.keep_portable();
  search_first_cases(tester);
  EXPECT_LT(tester.cases(), is_dialect(mode) ? 450U : 300U);
  EXPECT_EQ(tester.statistics().left_out, 0U) << "an opening case that is never asked";
  return tester.first_discovery();
}

// Whether the subject selects what the mode says for each entry that the mode's first cases have.
bool reads_alike(Mode subject, Mode mode) {
  if (subject == mode) return false;
  const bool same_entries = plain_mode_of(subject) == plain_mode_of(mode) &&
                            !traits_of(subject).dialect.several && !traits_of(mode).dialect.several;
  // No pattern of a plain mode has a marker or a sign.
  if (!marker_of(subject).empty())
    return mode == Mode::exact || (same_entries && marker_of(subject) == marker_of(mode));
  return same_entries && !has_marks(mode);
}

TEST(FirstCases, TellsTheModesApartAtOnceAndAccusesNoReference) {
  for (const Mode subject : kModes) {
    for (const Mode mode : kModes) {
      if (reads_alike(subject, mode)) continue;
      const std::uint64_t after = found_after(*make_reference(subject), mode);
      if (subject == mode) {
        EXPECT_EQ(after, 0U) << to_string(mode);
      } else {
        EXPECT_GE(after, 1U) << to_string(subject) << " as " << to_string(mode);
        EXPECT_LE(after, 2U) << to_string(subject) << " as " << to_string(mode);
      }
    }
  }
}

TEST(FirstCases, FindsWhatASlowSubjectMustNotHide) {
  for (const char* const name : {"segment-line-end", "subtree-zero-is-false"}) {
    const Planted* const bug = find_planted(name);
    ASSERT_NE(bug, nullptr) << name;
    EXPECT_NE(found_after(*bug->make(), bug->mode), 0U) << name;
  }
}

TEST(FirstCases, NeighboursAreDistinctWellFormedAndFew) {
  for (const std::string_view path :
       {"a", "a.b", "\u00e9", "a\u00e9.\U0001F600b", "model.layers.0.self_attn.q_proj", ""}) {
    const Names names = neighbours(path);
    EXPECT_EQ(names[0], path);
    EXPECT_LE(names.size(), kBig) << path;
    EXPECT_EQ(std::set<std::string_view>(names.begin(), names.end()).size(), names.size()) << path;
    for (const std::string_view name : names) {
      EXPECT_TRUE(is_well_formed(name)) << name;
      EXPECT_EQ(find_invalid_utf8(name), kValidUtf8) << name;
    }
  }
  EXPECT_LE(neighbours(std::string(300, 'a')).size(), kBig);
}

TEST(FirstCases, NeighboursHoldTheNearestNames) {
  const Names names = neighbours("a.b");
  for (const std::string_view name : {"xa.b", "x.a.b", "a.bx", "a.b.x", "a.b_x", "a_b", "ab",
                                      "a.xb", "b", "A.B", "a.b0", "a. b"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  EXPECT_FALSE(names.contains("a..b"));
}

}  // namespace
}  // namespace overmatch::first_cases_test
