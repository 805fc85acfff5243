// SPDX-License-Identifier: Apache-2.0
#include "names/printable.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "names/utf8.h"

namespace overmatch::printable_test {
namespace {

using namespace std::string_view_literals;

struct Row {
  std::string_view name;
  std::string_view shown;
};

TEST(Printable, Path) {
  for (const Row& row :
       {Row{"", "(root)"},
        Row{"model.layers.0", "model.layers.0"},
        Row{"a b", "a b"},
        Row{"a\"b", "a\"b"},
        Row{"a\nb", "a\\nb"},
        Row{"a\tb", "a\\tb"},
        Row{"a\rb", "a\\rb"},
        Row{"a\0b"sv, "a\\0b"},
        Row{"\x1B[31m", "\\x1b[31m"},
        Row{"\x7F", "\\x7f"},
        Row{"a\\b", "a\\\\b"},
        Row{"\xC3\xA9", "\xC3\xA9"},                  // é, composed
        Row{"e\xCC\x81", "e\\u0301"},                 // é, decomposed
        Row{"a\xC2\xA0", "a\\u00a0"},                 // no-break space
        Row{"a\xE2\x80\x8B", "a\\u200b"},             // zero width space
        Row{"\xE2\x80\xAE", "\\u202e"},               // right-to-left override
        Row{"\xEF\xBB\xBFmodel", "\\ufeffmodel"},     // byte-order mark
        Row{"\xF3\xA0\x81\x81", "\\U000e0041"},       // tag letter
        Row{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},  // an emoji is seen
        Row{"\xD0\xB0", "\xD0\xB0"},  // Cyrillic а: another letter, not a hidden one
        Row{"\xE0\xB8\x81\xE0\xB8\xB4", "\xE0\xB8\x81\xE0\xB8\xB4"},  // Thai with a vowel sign
        Row{"a\xFF\xC3", "a\\xff\\xc3"},                              // no UTF-8
        Row{"\xC3\xA9\x80z", "\xC3\xA9\\x80z"}}) {
    EXPECT_EQ(printable_path(row.name), row.shown);
  }
}

TEST(Printable, Text) {
  for (const Row& row :
       {Row{"", ""}, Row{"\"a\\.b\" selects\nnothing", "\"a\\.b\" selects\\nnothing"},
        Row{"\x1B[31m", "\\x1b[31m"}}) {
    EXPECT_EQ(printable_text(row.name), row.shown);
  }
}

TEST(Printable, PatternsStandAsInTheFile) {
  for (const Row& row :
       {Row{"", "\"\""}, Row{" q_proj ", "\" q_proj \""},
        Row{R"(.*\.layers\.(?:[0-9]|1\d)\.q_proj)", R"(".*\.layers\.(?:[0-9]|1\d)\.q_proj")"},
        Row{"a\\", "\"a\\\""}, Row{"it's", "\"it's\""},
        // What does not show, and what would end the quotes: as a shell writes it.
        Row{"a\nb", "$'a\\nb'"}, Row{"a\\nb", "\"a\\nb\""}, Row{"\\d\n", "$'\\\\d\\n'"},
        Row{"a\"b", "$'a\"b'"}, Row{"'\n", "$'\\'\\n'"}, Row{"e\xCC\x81", "$'e\\u0301'"}}) {
    EXPECT_EQ(in_quotes(row.name), row.shown);
  }
}

TEST(Printable, TwoNamesAreNeverShownAlike) {
  EXPECT_NE(printable_path("a\\n"), printable_path("a\n"));
  EXPECT_NE(printable_path("\\u0301"), printable_path("\xCC\x81"));
  EXPECT_NE(in_quotes("a\\n"), in_quotes("a\n"));
  EXPECT_NE(in_quotes("$'a'"), in_quotes("a"));
  EXPECT_NE(printable_path("\xC2\x80"), printable_path("\x80"))
      << "a control character and a stray byte";
}

TEST(Printable, EveryCodePointStaysOnOneLine) {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code == 0xD800) code = 0xE000;
    std::string name;
    append_code_point(name, code);
    const std::string shown = printable_path(name);
    const bool is_control = code < 0x20 || (code >= 0x7F && code <= 0xA0);
    EXPECT_TRUE(shown.starts_with('\\') || (shown == name && !is_control))
        << static_cast<std::uint32_t>(code);
  }
}

}  // namespace
}  // namespace overmatch::printable_test
