// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "report/ci/ci_report.h"

namespace overmatch::markdown_test {
namespace {

TEST(WorkflowCommand, EncodesWhatWouldEndIt) {
  EXPECT_EQ(workflow_command({Severity::error, "a,b:c%.json", 3, "t: x", "50%\nmore: this, that"}),
            "::error file=a%2Cb%3Ac%25.json,line=3,title=t%3A x::50%25%0Amore: this, that\n");
  EXPECT_EQ(workflow_command({Severity::warning, "f", 0, "", "m"}), "::warning file=f::m\n");
  EXPECT_EQ(workflow_command({Severity::note, "", 0, "", "m\r"}), "::notice::m%0D\n");
}

TEST(Markdown, EscapesProseOutsideOfCode) {
  EXPECT_EQ(markdown_prose("q_proj of `a_b*` <x> | y"), "q\\_proj of `a_b*` \\<x\\> \\| y");
  EXPECT_EQ(markdown_prose("a lone ` and *"), "a lone \\` and \\*");
  EXPECT_EQ(markdown_prose("two\nlines"), "two lines");
  EXPECT_EQ(markdown_prose("plain text."), "plain text.");
}

TEST(Markdown, FencesCodeWithMoreBackticksThanItHas) {
  EXPECT_EQ(markdown_code("a_b"), "`a_b`");
  EXPECT_EQ(markdown_code("a`b"), "``a`b``");
  EXPECT_EQ(markdown_code("`"), "`` ` ``");
  EXPECT_EQ(markdown_block("a\nb"), "```text\na\nb\n```\n");
  EXPECT_EQ(markdown_block("```\n"), "````text\n```\n````\n");
}

}  // namespace
}  // namespace overmatch::markdown_test
