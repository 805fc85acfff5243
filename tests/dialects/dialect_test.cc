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
      {Mode::compressed_tensors_targets, "re:a", {{Mode::match, "a"}}},
      {Mode::compressed_tensors_targets, "a.re:b", {{Mode::exact, "a.re:b"}}},
      {Mode::torchao, "re:a", {{Mode::regex, "a"}}},
      {Mode::torchao, "_default", {{Mode::search, ""}}},
      {Mode::torchao, "re:_default", {{Mode::regex, "_default"}}},
      {Mode::torchao, "_default_", {{Mode::exact, "_default_"}}},
      {Mode::llama_cpp, "blk\\.0", {{Mode::search, "blk\\.0"}}},
      {Mode::gptqmodel, "a", {{Mode::match, "a"}}},
      {Mode::gptqmodel, "+:a", {{Mode::match, "a"}}},
      {Mode::gptqmodel, "-:-:a", {{Mode::match, "-:a"}}},
      {Mode::gptqmodel, " -:a", {{Mode::match, " -:a"}}},
      {Mode::modelopt, "*q*", {{Mode::glob, "*q*"}}},
      {Mode::nncf, "{re}a", {{Mode::match, "a"}}},
      {Mode::nncf, "a{re}", {{Mode::exact, "a{re}"}}},
      {Mode::dtensor, "a.*", {{Mode::path_glob, "a.*"}}},
      {Mode::peft_targets, "re:a", {{Mode::segment, "re:a"}}},
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

TEST(DecisionOrder, IsThatOfTheDialect) {
  struct Arranged {
    Mode mode;
    Order order;
    std::vector<std::string_view> entries;
    std::vector<std::size_t> places;
  };
  const std::vector<Arranged> all = {
      {Mode::segment, Order::first, {"b", "a"}, {0, 1}},
      {Mode::segment, Order::last, {"b", "a"}, {1, 0}},
      {Mode::modelopt, Order::last, {"b", "a"}, {1, 0}},
      {Mode::torchao, Order::first, {"_default", "re:b", "b", "re:a", "a"}, {2, 4, 1, 3, 0}},
      {Mode::compressed_tensors_targets,
       Order::first,
       {"re:b", "zre:", "b", "re:a", "a", "a"},
       {4, 5, 2, 3, 0, 1}},
  };
  for (const auto& [mode, order, entries, places] : all)
    EXPECT_EQ(decision_order(mode, order, entries), places) << to_string(mode);
}

TEST(GivenLabel, IsNullBehindTheSignForIt) {
  EXPECT_EQ(given_label(Mode::gptqmodel, "-:a", 3), kNull);
  EXPECT_EQ(given_label(Mode::gptqmodel, "+:a", 3), 3);
  EXPECT_EQ(given_label(Mode::gptqmodel, "a", 3), 3);
  EXPECT_EQ(given_label(Mode::search, "-:a", 3), 3);
  EXPECT_EQ(giving_entry(Mode::gptqmodel, "-:+:a"), "+:+:a");
  EXPECT_EQ(giving_entry(Mode::gptqmodel, "a"), "a");
}

}  // namespace
}  // namespace overmatch::dialect_test
