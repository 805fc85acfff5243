// SPDX-License-Identifier: Apache-2.0
#include "report/page_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace overmatch::report {
namespace {

struct PageRow {
  const char* markdown;
  const char* expected;  // at 40 columns
};

const std::vector<PageRow> kPages = {
    {"", ""},
    {"# Title\n\nText.\n", "Title\n\nText.\n"},
    // The lines of a paragraph are one, and wrapped anew.
    {"one\ntwo three four five six seven eight nine\n",
     "one two three four five six seven eight\nnine\n"},
    {"* an item that is longer than a line of forty columns\n* b\n",
     "* an item that is longer than a line of\n  forty columns\n* b\n"},
    {"1. one\n2. two\n", "1. one\n2. two\n"},
    {"```sh\n# no title, **not bold** and longer than forty columns\n```\nText\n",
     "    # no title, **not bold** and longer than forty columns\nText\n"},
    {"a [page](page.md), an [issue](https://x.org/1), **bold**\n",
     "a page, an issue (https://x.org/1), bold\n"},
    // What is in backticks stays as it is; so does what only looks like a link.
    {"`**x**` `[a](b)` [a] (b)\n", "`**x**` `[a](b)` [a] (b)\n"},
    {"an [issue](https://x.org/1\n", "an [issue](https://x.org/1\n"},
    {"| a | bc |\n| --- | --- |\n| def | g |\n", "a    bc\ndef  g\n"},
    {"| a | b |\n| --- | --- |\n| `x\\|y` | much longer than forty columns are |\n",
     "`x|y`\n  b: much longer than forty columns are\n"},
};

TEST(PageText, PlainText) {
  for (const PageRow& row : kPages)
    EXPECT_EQ(page_text(row.markdown, AnsiStyle(false), 40), row.expected) << row.markdown;
}

TEST(PageText, OnATerminalTitlesAreBold) {
  EXPECT_EQ(page_text("# Title\n\n**a** b\n", AnsiStyle(true), 40),
            "\x1b[1mTitle\x1b[0m\n\n\x1b[1ma\x1b[0m b\n");
}

TEST(PageText, CellsOfARow) {
  EXPECT_EQ(table_cells("| a | `b\\|c` |"), (std::vector<std::string>{"a", "`b|c`"}));
  EXPECT_EQ(table_cells("|a| |c|"), (std::vector<std::string>{"a", "", "c"}));
}

}  // namespace
}  // namespace overmatch::report
