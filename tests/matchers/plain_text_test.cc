// SPDX-License-Identifier: Apache-2.0
#include "matchers/plain_text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "generate/case_generator.h"
#include "matchers/matcher.h"
#include "matchers/rule_matcher.h"
#include "names/printable.h"

namespace overmatch::plain_text_test {
namespace {

using namespace std::string_view_literals;

struct Row {
  Mode mode;
  std::string_view text;
  std::string_view pattern;
};
constexpr auto kRows = std::to_array<Row>({
    {Mode::segment, "a.b*", "a.b*"},
    {Mode::substring, "[a", "[a"},
    {Mode::run, "", ""},
    {Mode::glob, "a.b", "a.b"},
    {Mode::glob, "a*b?c[d]", "a[*]b[?]c[[]d]"},
    {Mode::glob, "[!a]", "[[]!a]"},
    {Mode::path_glob, "a.*.b", "a.[*].b"},
    {Mode::path_glob, "a[.]b", "a[[].]b"},
    {Mode::regex, "a.b*", "a\\.b\\*"},
    {Mode::match, "^a$", "\\^a\\$"},
    {Mode::search, "a|\u00e9", "a\\|\u00e9"},
});

TEST(PlainText, EscapesAndReadsBack) {
  std::string text;
  for (const Row& row : kRows) {
    EXPECT_EQ(plain_text(row.mode, row.text), row.pattern);
    EXPECT_TRUE(is_plain_text(row.mode, row.pattern, text)) << row.pattern;
    EXPECT_EQ(text, row.text);
  }
}

TEST(PlainText, IsNotWhatSelectsMoreThanOneText) {
  struct More {
    Mode mode;
    std::string_view pattern;
  };
  constexpr auto kMore = std::to_array<More>({
      {Mode::glob, "*"},
      {Mode::glob, "a?"},
      {Mode::glob, "[ab]"},
      {Mode::glob, "[!a]"},
      {Mode::path_glob, "a.*"},
      {Mode::regex, "a."},
      {Mode::match, "^a"},
      {Mode::search, "a$"},
      {Mode::search, "\\ba"},
  });
  std::string text;
  for (const More& row : kMore)
    EXPECT_FALSE(is_plain_text(row.mode, row.pattern, text)) << row.pattern;
}

TEST(PlainText, OfAnUnclosedBracketIsItself) {
  std::string text;
  for (const std::string_view glob : {"["sv, "[a"sv, "[]"sv, "[!]"sv}) {
    EXPECT_TRUE(is_plain_text(Mode::glob, glob, text)) << glob;
    EXPECT_EQ(text, glob);
  }
}

// The modules of generated cases, hostile ones too: a pattern selects what its text selects.
TEST(PlainText, SelectsWhatTheTextSelects) {
  for (const Mode mode : kModes) {
    const auto reference = make_reference(mode);
    CaseGenerator generator(Mode::segment);
    Case content;
    CaseFacts facts;
    Answer answer;
    std::string text;
    for (std::uint64_t index = 0; index < 300; ++index) {
      Choices choices(mix_seed(4, index));
      generator.generate(choices, content, facts);
      if (content.modules.empty()) continue;
      const std::string pattern = plain_text(mode, content.modules[0]);
      ASSERT_TRUE(is_plain_text(mode, pattern, text)) << to_string(mode) << in_quotes(pattern);
      ASSERT_EQ(text, content.modules[0]);
      const std::string_view view = pattern;
      reference->match({{&view, 1}, content.modules.views()}, answer);
      ASSERT_FALSE(answer.rejected()) << to_string(mode) << in_quotes(pattern);
      if (mode == Mode::transformers_skip) {  // the beginning and the end of names, in two ways
        ASSERT_TRUE(answer.selects(0)) << in_quotes(pattern);
        continue;
      }
      for (std::size_t module = 0; module < content.modules.size(); ++module) {
        ASSERT_EQ(answer.selects(module),
                  rule_selects(text_mode_of(mode), content.modules[module], content.modules[0]))
            << to_string(mode) << in_quotes(pattern) << " on "
            << in_quotes(content.modules[module]);
      }
    }
  }
}

}  // namespace
}  // namespace overmatch::plain_text_test
