// SPDX-License-Identifier: Apache-2.0
#include "fuzz/specification.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace overmatch::fuzz {
namespace {

std::vector<std::uint8_t> situations(Mode mode, const char* pattern, const char* module) {
  Case content;
  content.mode = mode;
  content.patterns.push_back(pattern);
  content.modules.push_back(module);
  Answer expected;
  make_reference(mode)->match(content.question(), expected);
  const auto counters = specification_counters();
  std::fill(counters.begin(), counters.end(), std::uint8_t{0});
  cover_specification(content, expected);
  return {counters.begin(), counters.end()};
}

TEST(Specification, TellsMeaningsApartAndNotSpellings) {
  struct Row {
    Mode mode;
    const char* pattern;
    const char* module;
    const char* other;
    bool same;
  };
  const Row rows[] = {
      {Mode::segment, "proj", "x.proj", "y.proj", true},
      {Mode::segment, "proj", "x.proj", "x_proj", false},  // a boundary, and none
      {Mode::segment, "proj", "x_proj", "x-proj", false},  // what stands there instead
      {Mode::segment, "proj", "xproj", "proj", false},     // glued, equal
      {Mode::segment, "proj", "a.oj", "a.xx", false},      // how far the pattern got
      {Mode::subtree, "layers.1", "layers.10", "layers.1x", false},
      {Mode::subtree, "layers.1", "layers.10", "layers.12", true},
      {Mode::exact, "a.b", "a.b.c", "a.b.d", true},
      {Mode::regex, "a.b", "a.b", "axc", false},      // selected or not
      {Mode::substring, "b", "abc", "a.b.c", false},  // what stands on both sides
      {Mode::run, "b", "a.b.c", "x.b.c", true},
      {Mode::glob, "a*", "a.b", "b.a", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(situations(row.mode, row.pattern, row.module) ==
                  situations(row.mode, row.pattern, row.other),
              row.same)
        << to_string(row.mode) << " " << row.pattern << ": " << row.module << " and " << row.other;
  }
  EXPECT_NE(situations(Mode::segment, "a", "b.a"), situations(Mode::endswith, "a", "b.a"));
  EXPECT_NE(situations(Mode::regex, "a|b", "c"), situations(Mode::regex, "a*b", "c"));
  EXPECT_NE(situations(Mode::glob, "a*", "c"), situations(Mode::glob, "a?", "c"));
}

}  // namespace
}  // namespace overmatch::fuzz
