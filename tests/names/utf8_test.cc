// SPDX-License-Identifier: Apache-2.0
#include "names/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace overmatch::utf8_test {
namespace {

TEST(Utf8, Valid) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "model"sv, "a\0b"sv, "\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv,
        "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv,
        "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_EQ(find_invalid_utf8(text), kValidUtf8) << text;
  }
}

TEST(Utf8, Invalid) {
  struct Row {
    std::string_view text;
    std::size_t offset;
    const char* why;
  };
  for (const Row& row :
       {Row{"\x80", 0, "a tail without a lead"}, Row{"ab\xFF", 2, "no such byte"},
        Row{"\xC0\x80", 0, "overlong, 2 bytes"}, Row{"\xC1\xBF", 0, "overlong, 2 bytes"},
        Row{"\xE0\x9F\xBF", 0, "overlong, 3 bytes"},
        Row{"\xF0\x8F\xBF\xBF", 0, "overlong, 4 bytes"}, Row{"\xED\xA0\x80", 0, "surrogate"},
        Row{"\xED\xBF\xBF", 0, "surrogate"}, Row{"\xF4\x90\x80\x80", 0, "above U+10FFFF"},
        Row{"\xF5\x80\x80\x80", 0, "above U+10FFFF"}, Row{"a\xC3", 1, "cut short"},
        Row{"a\xE2\x82", 1, "cut short"}, Row{"a\xF0\x9F\x98", 1, "cut short"},
        Row{"\xC3\xC3\xA9", 0, "a lead where a tail is due"},
        Row{"\xC3\xA9\xC3.", 2, "a lead without a tail"}}) {
    EXPECT_EQ(find_invalid_utf8(row.text), row.offset) << row.why;
  }
}

TEST(Utf8, WalksByCodePoint) {
  const std::string_view text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  EXPECT_EQ(count_code_points(text), 4U);
  std::size_t offset = 0;
  for (const std::string_view expected : {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    EXPECT_EQ(code_point_at(text, offset), expected);
    offset += expected.size();
  }
  EXPECT_EQ(offset, text.size());
}

TEST(Utf8, EveryCodePointWrittenIsValid) {
  std::string all;
  std::size_t count = 0;
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code == 0xD800) code = 0xE000;
    append_code_point(all, code);
    ++count;
  }
  EXPECT_EQ(find_invalid_utf8(all), kValidUtf8);
  EXPECT_EQ(count_code_points(all), count);
}

}  // namespace
}  // namespace overmatch::utf8_test
