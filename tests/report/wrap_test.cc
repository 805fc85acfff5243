// SPDX-License-Identifier: Apache-2.0
#include "report/wrap.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace overmatch::report {
namespace {

struct Row {
  const char* text;
  const char* expected;  // at 40 columns
};

const std::vector<Row> kRows = {
    {"", ""},
    {"short\n", "short\n"},
    {"a line of exactly forty columns it is ok\n", "a line of exactly forty columns it is ok\n"},
    {"a line of forty-one columns is too long x\n",
     "a line of forty-one columns is too long\n  x\n"},
    {"   a fact: with an indent and more than forty columns",
     "   a fact: with an indent and more than\n     forty columns"},
    // A path stays whole, however long.
    {"see model.layers.0.self_attn.q_proj.lora_A.default.weight there",
     "see\n  model.layers.0.self_attn.q_proj.lora_A.default.weight\n  there"},
    // What is between backticks stays together; a lone one quotes nothing.
    {"the regex in question is `a b c d e f g h` here",
     "the regex in question is\n  `a b c d e f g h` here"},
    {"a lone ` quotes nothing at all, and so the line breaks",
     "a lone ` quotes nothing at all, and so\n  the line breaks"},
    // To be copied.
    {"   replay: overmatch repro overmatch-cases/0123456789abcdef.json --builtin endswith",
     "   replay: overmatch repro overmatch-cases/0123456789abcdef.json --builtin endswith"},
    // Styles take no columns, and wide letters two.
    {"\x1b[1ma line\x1b[0m of exactly forty columns it is ok\n",
     "\x1b[1ma line\x1b[0m of exactly forty columns it is ok\n"},
    {"層層層層層層層層層層 層層層層層層層層層層 層\n",
     "層層層層層層層層層層\n  層層層層層層層層層層 層\n"},
};

TEST(Wrap, BreaksLinesAtSpaces) {
  for (const Row& row : kRows) EXPECT_EQ(wrapped(row.text, 40), row.expected) << row.text;
}

TEST(Wrap, KeepsEveryWordInOrder) {
  const auto words = [](const std::string& text) {
    std::string all;
    for (const char c : text) {
      if (c != ' ' && c != '\n') all += c;
    }
    return all;
  };
  for (const Row& row : kRows) {
    for (const std::size_t width : {0U, 40U, 55U, 80U}) {
      EXPECT_EQ(words(wrapped(row.text, width)), words(row.text)) << row.text;
    }
  }
}

TEST(Wrap, CutsALine) {
  EXPECT_EQ(cut_to("segment: random", 20), "segment: random");
  EXPECT_EQ(cut_to("segment: random", 15), "segment: random");
  EXPECT_EQ(cut_to("segment: random", 10), "segment: …");
  EXPECT_EQ(cut_to("層層層", 5), "層層…");
  EXPECT_EQ(cut_to("層層層", 4), "層…");
  EXPECT_EQ(cut_inside("segment: random", 15), "segment: random");
  EXPECT_EQ(cut_inside("segment: random", 10), "segm…andom");
  EXPECT_EQ(cut_inside("層層層層", 5), "層…層");
}

TEST(Wrap, CutsAPathAtSegments) {
  constexpr std::string_view path = "model.layers.{0..31}.self_attn.{q,v}_proj";
  EXPECT_EQ(cut_path(path, 41), path);
  EXPECT_EQ(cut_path(path, 40), "model.layers.{0..31}.….{q,v}_proj");
  EXPECT_EQ(cut_path(path, 25), "model.layers.….{q,v}_proj");
  EXPECT_EQ(cut_path("a.b.{c.d,e.f}.g", 8), "a.b.….g") << "a dot in braces is no end";
  EXPECT_EQ(cut_path("segment:random", 10), "segm…andom") << "one segment";
}

TEST(Wrap, CountsWhatIsSeen) {
  EXPECT_EQ(visible_columns("\x1b[1;31mred\x1b[0m"), 3U);
  EXPECT_EQ(visible_columns("\x1b[1;31"), 6U);  // no style
}

}  // namespace
}  // namespace overmatch::report
