#include "analysis/regex_repair.h"

#include <gtest/gtest.h>

#include "matchers/regex.h"

namespace overmatch {
namespace {

TEST(RegexRepair, Table) {
  const struct {
    const char* pattern;
    const char* mended;
  } rows[] = {
      {"model.layers.0", "model\\.layers\\.0"},
      {".*q_proj", "(?:.*\\.)?q_proj"},
      {"^.*(q_proj|v_proj)$", "(?:.*\\.)?(q_proj|v_proj)"},
      {"layers.1.*", "layers\\.1(?:\\..*)?"},
      {"model\\.layers\\.1.*", "model\\.layers\\.1(?:\\..*)?"},
      {".*\\.q_proj", ".*\\.q_proj"},
      {".*", ".*"},
      {"", ""},
      {"a[.]b", "a[.]b"},
      {"a[]..]b", "a[]..]b"},
      {"a.+b", "a.+b"},
      {"a.{2}b", "a.{2}b"},
      {"(a.b)", "(a\\.b)"},
      {"\\d.*", "\\d.*"},
      {"q_proj|.*v_proj", "q_proj|.*v_proj"},
      {"a\\", "a\\"},
      {"[", "["},
      {"a\\$", "a\\$"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(repair_regex(row.pattern), row.mended);
    EXPECT_EQ(regex_compiles(repair_regex(row.pattern)), regex_compiles(row.pattern)) << row.pattern;
  }
}

}  // namespace
}  // namespace overmatch
