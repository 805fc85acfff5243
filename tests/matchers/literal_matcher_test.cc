// SPDX-License-Identifier: Apache-2.0
#include "matchers/literal_matcher.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "names/printable.h"

namespace overmatch::literal_matcher_test {
namespace {

using namespace std::string_view_literals;

// One row: a path, a pattern, and the modes that select the path by it.
struct Row {
  std::string_view path;
  std::string_view pattern;
  std::string_view selected_by;  // of "endswith segment exact subtree": e, s, x, t
};

constexpr auto kRows = std::to_array<Row>({
    // the whole path
    {"model.layers.0", "model.layers.0", "esxt"},
    {"a", "a", "esxt"},
    // a glued prefix: huggingface/peft#1917
    {"img_model.layers.0", "model.layers.0", "e"},
    // last segments, and a part of one
    {"model.layers.0.q_proj", "q_proj", "es"},
    {"model.layers.0.q_proj", "0.q_proj", "es"},
    {"model.layers.0.q_proj", "proj", "e"},
    {"model.layers.0.q_proj", ".q_proj", "e"},
    {"visual.model.layers.0", "model.layers.0", "es"},
    // first segments, and a part of one
    {"model.layers.0.q_proj", "model", "t"},
    {"model.layers.0.q_proj", "model.layers.0", "t"},
    {"model.layers.0.q_proj", "model.lay", ""},
    {"layers.10", "layers.1", ""},
    {"layers.1.0", "layers.1", "t"},
    {"attn.proj_drop", "attn.proj", ""},
    {"a.a", "a", "est"},
    {"a.b.a.b", "a.b", "est"},
    // in the middle
    {"a.b.c", "b", ""},
    // longer than the path
    {"a", "a.b", ""},
    {"b", "a.b", ""},
    {"a", ".a", ""},
    // the root and the empty pattern
    {"", "", "esxt"},
    {"a", "", "et"},
    {"a.b", "", "et"},
    {"", "a", ""},
    {"", ".", ""},
    // malformed patterns: text like any other
    {"a.b", "b.", ""},
    {"a.b", "a.", ""},
    {"a.b", ".", ""},
    {"a.b", "a..b", ""},
    {"a.b", "..b", ""},
    {"a.b", ".b", "e"},
    // no pattern language
    {"a.b", "a*", ""},
    {"a.b", "[ab]", ""},
    {"a*", "a*", "esxt"},
    {"aXb", "a.b", ""},
    // case, spaces, composed and decomposed letters
    {"a.LayerNorm", "layernorm", ""},
    {"a. b", "b", "e"},
    {"a. b", " b", "es"},
    {"m.\u00e9", "\u00e9", "es"},
    {"m.e\u0301", "\u00e9", ""},
    {"m.e\u0301", "\u0301", "e"},
    // NUL ends nothing
    {"a\0b"sv, "a", ""},
    {"a\0.b"sv, "b", "es"},
    {"a\0.b"sv, "a\0"sv, "t"},
    {"a.b\0"sv, "b", ""},
    {"a.\0b"sv, "\0b"sv, "es"},
});

TEST(LiteralMatcherTest, SelectsByTheTable) {
  constexpr std::array<std::pair<Mode, char>, 4> kLetters = {
      {{Mode::endswith, 'e'}, {Mode::segment, 's'}, {Mode::exact, 'x'}, {Mode::subtree, 't'}}};
  for (const Row& row : kRows) {
    for (const auto& [mode, letter] : kLetters) {
      EXPECT_EQ(literal_selects(mode, row.path, row.pattern),
                row.selected_by.find(letter) != std::string_view::npos)
          << to_string(mode) << ": " << in_quotes(row.pattern) << " on " << in_quotes(row.path);
    }
  }
}

std::vector<bool> ask(Mode mode, const std::vector<std::string_view>& patterns,
                      const std::vector<std::string_view>& modules) {
  Answer answer;
  answer.reject("left over from another question");
  make_reference(mode)->match({patterns, modules}, answer);
  EXPECT_FALSE(answer.rejected());
  return {answer.selected().begin(), answer.selected().end()};
}

TEST(LiteralMatcherTest, SelectsWhatAnyPatternSelects) {
  const std::vector<std::string_view> modules = {"", "a", "a.b", "a.c", "b"};
  EXPECT_EQ(ask(Mode::segment, {"b", "c"}, modules),
            (std::vector<bool>{false, false, true, true, true}));
  EXPECT_EQ(ask(Mode::exact, {"b", "a", "b"}, modules),
            (std::vector<bool>{false, true, false, false, true}));
  EXPECT_EQ(ask(Mode::subtree, {"a"}, modules),
            (std::vector<bool>{false, true, true, true, false}));
  EXPECT_EQ(ask(Mode::endswith, {""}, modules), (std::vector<bool>(5, true)));
}

TEST(LiteralMatcherTest, SelectsNothingByNoPatterns) {
  for (const Mode mode : kModes) {
    EXPECT_EQ(ask(mode, {}, {"", "a"}), (std::vector<bool>{false, false})) << to_string(mode);
    EXPECT_EQ(ask(mode, {"a"}, {}), std::vector<bool>{}) << to_string(mode);
  }
}

TEST(LiteralMatcherTest, RejectsNothing) {
  for (const Mode mode : {Mode::endswith, Mode::segment, Mode::exact, Mode::subtree}) {
    ask(mode, {"[", "(", "*", "", ".", "a..b", "\\", "\0"sv}, {"a"});
  }
}

TEST(ReferenceTest, IsNamedAfterItsMode) {
  for (const Mode mode : kModes) {
    const auto reference = make_reference(mode);
    EXPECT_EQ(reference->mode(), mode);
    EXPECT_EQ(reference->name(), to_string(mode));
  }
}

}  // namespace
}  // namespace overmatch::literal_matcher_test
