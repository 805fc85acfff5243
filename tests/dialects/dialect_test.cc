// SPDX-License-Identifier: Apache-2.0
#include "dialects/dialect.h"

#include <gtest/gtest.h>

#include "matchers/matcher.h"

namespace overmatch::dialect_test {
namespace {

struct Row {
  Mode mode;
  std::string_view entry;
  std::vector<ModePattern> readings;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {Mode::compressed_tensors, "lm_head", {{Mode::exact, "lm_head"}}},
      {Mode::compressed_tensors, "re:.*lm_head", {{Mode::match, ".*lm_head"}}},
      {Mode::compressed_tensors, "re:", {{Mode::match, ""}}},
      {Mode::compressed_tensors, "re:re:a", {{Mode::match, "re:a"}}},
      {Mode::compressed_tensors, " re:a", {{Mode::exact, " re:a"}}},
      {Mode::compressed_tensors, "Re:a", {{Mode::exact, "Re:a"}}},
      {Mode::compressed_tensors, "{re}a", {{Mode::exact, "{re}a"}}},
      {Mode::transformers_skip,
       "lm_head",
       {{Mode::match, "(?:lm_head)(?:(?<=\\.)|(?=\\.|$))"}, {Mode::endswith, "lm_head"}}},
      {Mode::segment, "re:a", {{Mode::segment, "re:a"}}},
  };
  return all;
}

TEST(Expand, ReadsAnEntryAsPatternsInModes) {
  for (const auto& [mode, entry, readings] : rows())
    EXPECT_EQ(expand(mode, entry), readings) << to_string(mode) << ": " << entry;
}

struct Verdict {
  Mode mode;
  std::vector<std::string_view> entries;
  std::vector<std::string_view> selected;
  std::vector<std::string_view> others;
};

const std::vector<Verdict>& verdicts() {
  static const std::vector<Verdict> all = {
      {Mode::compressed_tensors, {"lm_head"}, {"lm_head"}, {"x.lm_head", "lm_head2", ""}},
      {Mode::compressed_tensors, {"re:.*b"}, {"b", "ab", "a.bc"}, {"a", ""}},
      {Mode::compressed_tensors, {"a", "re:b"}, {"a", "b", "bc"}, {"ab", "ac"}},
      {Mode::compressed_tensors, {""}, {""}, {"a"}},
      {Mode::compressed_tensors, {"re:"}, {"", "a"}, {}},
      {Mode::transformers_skip,
       {"b.c"},
       {"b.c", "b.c.d", "bxc", "a.b.c", "ab.c", "b.c\n"},
       {"a.b.c.d", "b.cd"}},
      {Mode::transformers_skip, {"b."}, {"b.c", "bx.c"}, {"b", "a.b.c"}},
      {Mode::transformers_skip, {"a|b"}, {"a", "b", "a.c"}, {"ax", "x.b"}},
      {Mode::transformers_skip, {""}, {"", "a"}, {}},
      {Mode::transformers_skip, {}, {}, {"", "a"}},
  };
  return all;
}

TEST(DialectMatcher, SelectsWhatOneOfTheReadingsSelects) {
  for (const auto& [mode, entries, selected, others] : verdicts()) {
    std::vector<std::string_view> modules = selected;
    modules.insert(modules.end(), others.begin(), others.end());
    Answer answer;
    make_reference(mode)->match({entries, modules}, answer);
    ASSERT_FALSE(answer.rejected()) << to_string(mode);
    for (std::size_t at = 0; at < modules.size(); ++at)
      EXPECT_EQ(answer.selects(at), at < selected.size()) << to_string(mode) << ": " << modules[at];
  }
}

TEST(DialectMatcher, RejectsAListWithARegexThatDoesNotCompile) {
  struct Rejected {
    Mode mode;
    std::string_view entry;
    bool rejected;
  };
  for (const auto& [mode, entry, rejected] : {Rejected{Mode::compressed_tensors, "re:(", true},
                                              {Mode::compressed_tensors, "(", false},
                                              {Mode::transformers_skip, "(", true},
                                              {Mode::transformers_skip, "(?i)a", true},
                                              {Mode::transformers_skip, ").*(", false}}) {
    const std::vector<std::string_view> entries = {"a", entry};
    const std::vector<std::string_view> modules = {"a"};
    Answer answer;
    make_reference(mode)->match({entries, modules}, answer);
    EXPECT_EQ(answer.rejected(), rejected) << to_string(mode) << ": " << entry;
  }
}

}  // namespace
}  // namespace overmatch::dialect_test
