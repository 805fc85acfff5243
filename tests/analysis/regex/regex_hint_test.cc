// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_hint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/tree/tree_index.h"
#include "matchers/regex.h"
#include "tests/analysis/trees.h"

namespace overmatch::regex_hint_test {
namespace {

bool any(const std::string& /*regex*/) { return true; }

TEST(RegexHint, NamesTheRegexThatWasMeant) {
  const struct {
    const char* regex;
    const char* write;  // "" for none
  } rows[] = {
      {"*.q_proj", R"(.*\.q_proj)"},
      {"*q_proj", R"(.*q_proj)"},
      {"**.q_proj", R"(.*\.q_proj)"},
      {"*.layers.*.mlp", R"(.*\.layers\..*\.mlp)"},
      {"*.{q,v}_proj", R"(.*\.(?:q|v)_proj)"},
      {"*.[!q]_proj", R"(.*\.[^q]_proj)"},
      {"*.layers.[4-15].q?", R"(.*\.layers\.(?:[4-9]|1[0-5])\.q.)"},
      {R"(*.(q|v)_proj)", R"(.*.(q|v)_proj)"},
      {R"((*q|*v)_proj)", R"((.*q|.*v)_proj)"},
      {R"(*\.layers\.[4-15]\.q)", R"(.*\.layers\.(?:[4-9]|1[0-5])\.q)"},
      {R"(layers\.[4-15]\.q)", R"(layers\.(?:[4-9]|1[0-5])\.q)"},
      {".*(?i)Q_PROJ", "(?i).*Q_PROJ"},
      {"(?<n>q)_proj", "(?P<n>q)_proj"},
      {"(?<n>q)(?<!x)(?<=q)_proj", "(?P<n>q)(?<!x)(?<=q)_proj"},
      {R"(.*q_proj\z)", R"(.*q_proj\Z)"},
      {".*(q|v", ".*(q|v)"},
      {"[b-a]", ""},
      {"a)", ""},
      {"a[", ""},
      {R"(\)", ""},
      {".*q_proj", ""},
  };
  for (const auto& row : rows) {
    const std::string hint = compile_hint(row.regex, any);
    if (*row.write == '\0') {
      EXPECT_EQ(hint, "") << row.regex;
      continue;
    }
    EXPECT_FALSE(regex_compiles(row.regex)) << row.regex;
    EXPECT_THAT(hint, testing::EndsWith(": write `" + std::string(row.write) + "`")) << row.regex;
  }
}

// What selects nothing is not written, and what was wrong is told.
TEST(RegexHint, IsTried) {
  const auto nothing = [](const std::string& /*regex*/) { return false; };
  EXPECT_EQ(compile_hint("*.q_proj", nothing),
            "; in Python's re `*` repeats what stands before it; perhaps you meant a glob");
  const TreeIndex index(shipped("llava-1.5-7b"));
  std::string why;
  EXPECT_EQ(index.select(Mode::regex, "*.q_proj", &why), std::nullopt);
  EXPECT_THAT(why, testing::EndsWith(R"(write `.*\.q_proj`)"));
  EXPECT_EQ(index.select(Mode::regex, "*.no_such_module", &why), std::nullopt);
  EXPECT_THAT(why, testing::Not(testing::HasSubstr("write")));
  EXPECT_EQ(compile_hint("*" + std::string(300, 'a'), any), "");
}

}  // namespace
}  // namespace overmatch::regex_hint_test
