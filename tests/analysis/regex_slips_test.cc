// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex_slips.h"

#include <gtest/gtest.h>

#include "matchers/regex.h"

namespace overmatch {
namespace {

TEST(RegexSlips, AreMendedAllAtOnce) {
  const struct {
    const char* regex;
    const char* mended;
  } rows[] = {
      {"model.layers.0", R"(model\.layers\.0)"},
      {".*q_proj", R"((?:.*\.)?q_proj)"},
      {"^.*(q_proj|v_proj)$", R"(^(?:.*\.)?(q_proj|v_proj)$)"},
      {"layers.1.*", R"(layers\.1(?:\..*)?)"},
      {R"(model\.layers\.1.*)", R"(model\.layers\.1(?:\..*)?)"},
      {".*layers.1.*", R"((?:.*\.)?layers\.1(?:\..*)?)"},
      {"q_proj|.*v_proj", R"(q_proj|(?:.*\.)?v_proj)"},
      {".*q|v", R"((?:.*\.)?(?:q|v))"},
      {"model.layers.q|v", R"(model\.layers\.(?:q|v))"},
      {"(a.b)", R"((a\.b))"},
      {R"(\d.*)", R"(\d(?:\..*)?)"},
      {R"(.*(\.q|v))", R"(.*(\.(?:q|v)))"},
      {R"(.*(v|\.q))", R"(((?:.*\.)?v|.*\.q))"},
      {R"((q\.|v).*)", R"((q\..*|v(?:\..*)?))"},
      {R"((model\.layers\.0|1)\.q)", R"((model\.layers\.(?:0|1))\.q)"},
      // Nothing to mend.
      {R"(.*\.q_proj)", R"(.*\.q_proj)"},
      {".*", ".*"},
      {"", ""},
      {"a[.]b", "a[.]b"},
      {"a[]..]b", R"(a[]..]b)"},
      {"a.+b", "a.+b"},
      {"a.{2}b", "a.{2}b"},
      {"a(?:.)*b", "a(?:.)*b"},
      {R"(encoder\.a|decoder\.b)", R"(encoder\.a|decoder\.b)"},
      {R"(a\$)", R"(a\$)"},
      {"(?x)a . b", "(?x)a . b"},
      // No regex at all.
      {"a\\", "a\\"},
      {"[", "["},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(mend_regex(row.regex).regex, row.mended);
    EXPECT_EQ(regex_compiles(mend_regex(row.regex).regex), regex_compiles(row.regex)) << row.regex;
    EXPECT_EQ(mend_regex(row.mended).regex, row.mended) << "once is enough";
    EXPECT_EQ(mend_regex(row.regex).what.empty(), std::string(row.regex) == row.mended);
  }
}

TEST(RegexSlips, OfARegexThatNoAutomatonFollowsAreMendedBySpelling) {
  EXPECT_EQ(mend_regex(R"((a)\1.b)").regex, R"((a)\1\.b)");
}

}  // namespace
}  // namespace overmatch
