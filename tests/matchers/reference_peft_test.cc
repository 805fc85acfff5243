// SPDX-License-Identifier: Apache-2.0
// The references against recorded answers of PEFT itself: data/peft-matching.jsonl, where each row
// says which of our modes the member of PEFT's config follows. (`exclude_…` rows: `expected` means
// excluded, that is, selected by the patterns. Rows with `by_version` changed between releases;
// `expected` is the answer of the version in `verified`.)
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch::reference_peft_test {
namespace {

TEST(ReferencePeftTest, AnswersAsRecorded) {
  std::ifstream file(OVERMATCH_TEST_DATA "/data/peft-matching.jsonl");
  ASSERT_TRUE(file.is_open());
  std::size_t rows = 0;
  for (std::string line; std::getline(file, line); ++rows) {
    const auto row = nlohmann::json::parse(line);
    const std::optional<Mode> mode = parse_mode(row.at("reference_mode").get<std::string>());
    ASSERT_TRUE(mode.has_value()) << line;
    const auto texts = row.at("patterns").get<std::vector<std::string>>();
    const std::vector<std::string_view> patterns(texts.begin(), texts.end());
    const auto name = row.at("name").get<std::string>();
    const std::string_view module = name;
    Answer answer;
    make_reference(mode.value_or(Mode::exact))->match({patterns, {&module, 1}}, answer);
    ASSERT_FALSE(answer.rejected()) << line;
    EXPECT_EQ(answer.selects(0), row.at("expected").get<bool>()) << line;
  }
  EXPECT_EQ(rows, 36U);
}

}  // namespace
}  // namespace overmatch::reference_peft_test
