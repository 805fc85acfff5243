// SPDX-License-Identifier: Apache-2.0
#include "matchers/glob.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "matchers/path_glob.h"
#include "names/printable.h"

namespace overmatch::glob_test {
namespace {

using namespace std::string_view_literals;

// What CPython 3.11's fnmatch.fnmatchcase(path, glob) gives; glob_python_test.cc asks it about many
// more.
struct Row {
  std::string_view glob;
  std::string_view matches;
  std::string_view misses;
};
constexpr std::string_view kNone = "\0\0"sv;  // no such text in a row
constexpr auto kRows = std::to_array<Row>({
    // stars take any text, dots, newlines and nothing too
    {"*", "a.b\nc", kNone},
    {"a*", "a", "ba"},
    {"a.*", "a.b.c", "a"},
    {"*.b", "x.a.b", "b"},
    {"*b", "a.xb", "b.a"},
    {"*ab", "aab", "aba"},
    {"a*b*c", "abbcc", "acb"},
    {"**", "a.b", kNone},
    {"a.**.b", "a.x.y.b", "a.b"},
    // a question mark is one code point
    {"?", "a", ""},
    {"?", "\u00e9", "ab"},
    {"?", "\U0001F600", "e\u0301"},
    {"a?b", "a.b", "ab"},
    {"a?b", "a\nb", "a..b"},
    // brackets
    {"[ab]", "b", "ab"},
    {"[a-c]", "b", "d"},
    {"[!a]", "b", "a"},
    {"[!a]", ".", ""},
    {"[!a]", "\n", "bb"},
    {"[a-c-e]", "-", "d"},
    {"[a-]", "-", "b"},
    {"[-a]", "-", "b"},
    {"[]a]", "]", "[]a]"},
    {"[!]a]", "b", "]"},
    {"[[]", "[", "]"},
    {"[*]", "*", "a"},
    {"a[.]b", "a.b", "aXb"},
    {"[\u00e0-\u00ff]", "\u00e9", "e"},
    {"[a!]", "!", "b"},
    {"[!!]", "a", "!"},
    // unclosed: text
    {"[", "[", "a"},
    {"[a", "[a", "a"},
    {"[]", "[]", "a"},
    {"[!]", "[!]", "a"},
    // a range in the wrong order has no members
    {"[c-a]", kNone, "b"},
    {"[c-ab]", "b", "a"},
    {"[!c-a]", "b", ""},
    {"[b-a!c]", "b", "c"},
    {"[b-a!]", "!", "ab"},
    {"[!b-a!c]", "b", "!"},
    {"[b-a!-c]", "b", "-"},
    // other languages
    {"[^a]", "^", "b"},
    {"\\*", "\\ab", "*"},
    {"{a,b}", "{a,b}", "a"},
    {"a.b", "a.b", "aXb"},
    {"A", "A", "a"},
    {"", "", "a"},
});

TEST(GlobTest, ReadsGlobsAsFnmatchDoes) {
  for (const Row& row : kRows) {
    if (row.matches != kNone) {
      EXPECT_TRUE(glob_selects(row.matches, row.glob))
          << in_quotes(row.glob) << " on " << in_quotes(row.matches);
    }
    if (row.misses != kNone) {
      EXPECT_FALSE(glob_selects(row.misses, row.glob))
          << in_quotes(row.glob) << " on " << in_quotes(row.misses);
    }
  }
}

TEST(GlobTest, TakesNoLongerForManyStars) {
  std::string glob;
  for (int stars = 0; stars < 1000; ++stars) glob += "*a";
  EXPECT_FALSE(glob_selects(std::string(20'000, 'a') + "b", glob));
  EXPECT_TRUE(glob_selects(std::string(20'000, 'a'), glob));
}

TEST(GlobTest, NamesTheFirstItem) {
  struct ItemRow {
    std::string_view glob;
    GlobItemKind kind;
    std::string_view text;
    std::string_view members;
  };
  constexpr auto kItems = std::to_array<ItemRow>({
      {"*a", GlobItemKind::any_text, "*", ""},
      {"?a", GlobItemKind::any_character, "?", ""},
      {"[ab]c", GlobItemKind::one_of, "[ab]", "ab"},
      {"[!]]c", GlobItemKind::one_of, "[!]]", "!]"},
      {"[ab", GlobItemKind::character, "[", ""},
      {"\u00e9a", GlobItemKind::character, "\u00e9", ""},
  });
  for (const ItemRow& row : kItems) {
    const GlobItem item = first_glob_item(row.glob);
    EXPECT_EQ(item.kind, row.kind) << row.glob;
    EXPECT_EQ(item.text, row.text) << row.glob;
    EXPECT_EQ(item.members, row.members) << row.glob;
  }
}

TEST(PathGlobTest, KeepsToSegments) {
  struct PathRow {
    std::string_view path;
    std::string_view glob;
    bool selected;
  };
  constexpr auto kPaths = std::to_array<PathRow>({
      {"a.b", "*", false},
      {"a.b", "*.*", true},
      {"a.b", "a.?", true},
      {"a.b.c", "a.*", false},
      {"a.0.b", "a.*.b", true},
      {"", "", true},
      {"", "*", true},
      {"a", "", false},
      {"a.b", "a[.]b", false},
      {"a[.]b", "a[.]b", true},
      {"a.b", "**.b", true},
      {"a.x.b", "**.b", false},
  });
  for (const PathRow& row : kPaths)
    EXPECT_EQ(path_glob_selects(row.path, row.glob), row.selected)
        << row.glob << " on " << row.path;
}

}  // namespace
}  // namespace overmatch::glob_test
