// SPDX-License-Identifier: Apache-2.0
#include "fuzz/case_text.h"

#include <gtest/gtest.h>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "names/path.h"
#include "names/readers/files.h"
#include "names/utf8.h"

namespace overmatch::fuzz {
namespace {

Case read(std::string_view text) {
  CaseTextReader reader;
  Case content;
  reader.read(text, content);
  return content;
}

TEST(CaseText, ReadsEverySavedCaseAsTheStrictReaderDoes) {
  const auto files = list_case_files(OVERMATCH_CORPUS_DIR "/cases");
  ASSERT_GT(files.size(), 50U);
  std::string written;
  for (const std::string& file : files) {
    const Case strict = read_case(file).content;
    EXPECT_EQ(read(read_file(file)), strict) << file;
    write_case_text(strict, written);
    EXPECT_EQ(parse_case(written, "written").content, strict) << file;
  }
}

TEST(CaseText, MakesACaseOfDamagedText) {
  struct Row {
    const char* text;
    std::vector<std::string_view> patterns;
    std::vector<std::string_view> modules;
  };
  const Row rows[] = {
      {R"({"patterns": ["a"], "modules": ["b"]})", {"a"}, {"b"}},
      {R"({"patterns": ["a", "b", 1, null], "modules": ["b" "c"]})", {"a", "b"}, {"b", "c"}},
      {R"({"modules": ["a", "a", "a..b", ".a", "c"]})", {}, {"a", "c"}},
      {R"({"patterns": ["a..b", ""], "modules": ["")", {"a..b", ""}, {""}},
      {R"({"about": {"patterns": ["x"]}, "patterns": ["a"])", {"a"}, {}},
      {R"({"patterns": ["\u00e9\n\ud83d\ude00"], "modules": ["\ud800x"]})",
       {"\u00e9\n\U0001F600"},
       {"x"}},
      {"{\"patterns\": [\"\xFF\", \"ok\"]}", {"ok"}, {}},
  };
  for (const Row& row : rows) {
    const Case content = read(row.text);
    EXPECT_EQ(content.patterns, Names(row.patterns)) << row.text;
    EXPECT_EQ(content.modules, Names(row.modules)) << row.text;
  }
}

TEST(CaseText, FitsLabelsToThePatternsAndTheDialect) {
  struct Row {
    const char* text;
    Order order;
    std::vector<Label> labels;
  };
  const Row rows[] = {
      {R"({"labels": ["x", null], "order": "last", "patterns": ["a", "b"]})", Order::last, {1, 0}},
      {R"({"patterns": ["a", "b", "c"], "order": "first", "labels": [null, "y", "x", "x"]})",
       Order::first,
       {0, 1, 2}},
      {R"({"patterns": ["a", "b"], "order": "first", "labels": [null]})", Order::first, {0, 1}},
      {R"({"patterns": ["a"], "labels": ["x"]})", Order::any, {}},
      {R"({"mode": "torchao", "patterns": ["a"]})", Order::first, {1}},
      {R"({"mode": "nncf", "order": "first", "patterns": ["a"], "labels": ["x"]})", Order::any, {}},
  };
  for (const Row& row : rows) {
    const Case content = read(row.text);
    EXPECT_EQ(content.labels.order, row.order) << row.text;
    EXPECT_EQ(content.labels.numbers, row.labels) << row.text;
  }
}

TEST(CaseText, RefusesWhatHasNeitherPatternsNorModules) {
  CaseTextReader reader;
  Case content;
  for (const char* text : {"", "{", "null", R"({"mode": "exact"})", R"(["patterns"])"}) {
    EXPECT_FALSE(reader.read(text, content)) << text;
  }
  EXPECT_TRUE(reader.read(R"({"patterns": []})", content));
}

}  // namespace
}  // namespace overmatch::fuzz
