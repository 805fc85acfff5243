// SPDX-License-Identifier: Apache-2.0
#include "matchers/rule_matcher.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "names/printable.h"

namespace overmatch::rule_matcher_test {
namespace {

using namespace std::string_view_literals;

// One row: a path, a pattern, and the modes that select the path by it.
struct Row {
  std::string_view path;
  std::string_view pattern;
  // Of "endswith segment exact subtree prefix substring run": e, s, x, t, p, u, r.
  std::string_view selected_by;
};

constexpr auto kRows = std::to_array<Row>({
    // the whole path
    {"model.layers.0", "model.layers.0", "esxtpur"},
    {"a", "a", "esxtpur"},
    // a glued prefix: huggingface/peft#1917
    {"img_model.layers.0", "model.layers.0", "eu"},
    // last segments, and a part of one
    {"model.layers.0.q_proj", "q_proj", "esur"},
    {"model.layers.0.q_proj", "0.q_proj", "esur"},
    {"model.layers.0.q_proj", "proj", "eu"},
    {"model.layers.0.q_proj", ".q_proj", "eu"},
    {"visual.model.layers.0", "model.layers.0", "esur"},
    // first segments, and a part of one
    {"model.layers.0.q_proj", "model", "tpur"},
    {"model.layers.0.q_proj", "model.layers.0", "tpur"},
    {"model.layers.0.q_proj", "model.lay", "pu"},
    {"layers.10", "layers.1", "pu"},
    {"layers.1.0", "layers.1", "tpur"},
    {"attn.proj_drop", "attn.proj", "pu"},
    {"a.a", "a", "estpur"},
    {"a.b.a.b", "a.b", "estpur"},
    // in the middle
    {"a.b.c", "b", "ur"},
    {"a.b.c.d", "b.c", "ur"},
    {"abc", "b", "u"},
    {"a.bc", "b", "u"},
    {"ab.c", "b", "u"},
    {"ab.b.b", "b.b", "esur"},
    {"abababa.c", "aba", "pu"},
    {"model.layers.10.mlp", "layers.1", "u"},
    {"q_proj.0", "proj", "u"},
    // longer than the path
    {"a", "a.b", ""},
    {"b", "a.b", ""},
    {"a", ".a", ""},
    // the root and the empty pattern
    {"", "", "esxtpur"},
    {"a", "", "etpu"},
    {"a.b", "", "etpu"},
    {"", "a", ""},
    {"", ".", ""},
    // malformed patterns: text like any other
    {"a.b", "b.", ""},
    {"a.b", "a.", "pu"},
    {"a.b", ".", "u"},
    {"a.b", "a..b", ""},
    {"a.b", "..b", ""},
    {"a.b", ".b", "eu"},
    // no pattern language
    {"a.b", "a*", ""},
    {"a.b", "[ab]", ""},
    {"a*", "a*", "esxtpur"},
    {"aXb", "a.b", ""},
    // case, spaces, composed and decomposed letters
    {"a.LayerNorm", "layernorm", ""},
    {"a. b", "b", "eu"},
    {"a. b", " b", "esur"},
    {"m.\u00e9", "\u00e9", "esur"},
    {"m.e\u0301", "\u00e9", ""},
    {"m.e\u0301", "\u0301", "eu"},
    // NUL ends nothing
    {"a\0b"sv, "a", "pu"},
    {"a\0.b"sv, "b", "esur"},
    {"a\0.b"sv, "a\0"sv, "tpur"},
    {"a.b\0"sv, "b", "u"},
    {"a.\0b"sv, "\0b"sv, "esur"},
});

TEST(RuleMatcherTest, SelectsByTheTable) {
  constexpr std::array<std::pair<Mode, char>, 7> kLetters = {{{Mode::endswith, 'e'},
                                                              {Mode::segment, 's'},
                                                              {Mode::exact, 'x'},
                                                              {Mode::subtree, 't'},
                                                              {Mode::prefix, 'p'},
                                                              {Mode::substring, 'u'},
                                                              {Mode::run, 'r'}}};
  for (const Row& row : kRows) {
    for (const auto& [mode, letter] : kLetters) {
      EXPECT_EQ(rule_selects(mode, row.path, row.pattern),
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

TEST(RuleMatcherTest, SelectsWhatAnyPatternSelects) {
  const std::vector<std::string_view> modules = {"", "a", "a.b", "a.c", "b"};
  EXPECT_EQ(ask(Mode::segment, {"b", "c"}, modules),
            (std::vector<bool>{false, false, true, true, true}));
  EXPECT_EQ(ask(Mode::exact, {"b", "a", "b"}, modules),
            (std::vector<bool>{false, true, false, false, true}));
  EXPECT_EQ(ask(Mode::subtree, {"a"}, modules),
            (std::vector<bool>{false, true, true, true, false}));
  EXPECT_EQ(ask(Mode::endswith, {""}, modules), (std::vector<bool>(5, true)));
  EXPECT_EQ(ask(Mode::glob, {"*.b", "?"}, modules),
            (std::vector<bool>{false, true, true, false, true}));
  EXPECT_EQ(ask(Mode::path_glob, {"*", "a.[!b]"}, modules),
            (std::vector<bool>{true, true, false, true, true}));
}

TEST(RuleMatcherTest, SelectsNothingByNoPatterns) {
  for (const Mode mode : kModes) {
    EXPECT_EQ(ask(mode, {}, {"", "a"}), (std::vector<bool>{false, false})) << to_string(mode);
    EXPECT_EQ(ask(mode, {"a"}, {}), std::vector<bool>{}) << to_string(mode);
  }
}

TEST(RuleMatcherTest, RejectsNothing) {
  for (const Mode mode : kModes) {
    if (!is_regex(mode))
      ask(mode, {"[", "(", "*", "", ".", "a..b", "\\", "\0"sv, "[!a-", "**"}, {"a"});
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
}  // namespace overmatch::rule_matcher_test
