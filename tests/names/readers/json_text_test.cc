// SPDX-License-Identifier: Apache-2.0
// What parse_json refuses is tested where users meet it, in case_file_test.cc.
#include "names/readers/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "names/input_error.h"

namespace overmatch::json_text_test {
namespace {

using namespace std::string_literals;

TEST(JsonText, WritesAStringThatAnyParserReadsBack) {
  std::string all;
  for (char c = 0; c < 0x7F; ++c) all += c;
  for (const std::string& text : {""s, all, "\x7f"s, "é e\u0301 模 😀 \u2028"s, "\\u0000"s}) {
    std::string out;
    append_json_string(out, text);
    EXPECT_EQ(nlohmann::json::parse(out).get<std::string>(), text);
  }
}

TEST(JsonText, WritesValuesOnOneLineWithSortedMembers) {
  std::string out;
  append_json(out,
              parse_json(" {\"b\": [1, -2, 0.5, true, null, [], {}],\n \"a\": \"x\\ny\"}", "f"));
  EXPECT_EQ(out, R"({"a": "x\ny", "b": [1, -2, 0.5, true, null, [], {}]})");
}

TEST(JsonText, NestsAsDeepAsItSays) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  std::string out;
  append_json(out, parse_json(nested(kMaxJsonDepth), "f"));
  EXPECT_EQ(out, nested(kMaxJsonDepth));
  EXPECT_THROW((void)parse_json(nested(kMaxJsonDepth + 1), "f"), InputError);
}

TEST(JsonText, EqualNamesInDifferentObjectsAreNoRepeat) {
  EXPECT_EQ(parse_json(R"([{"a": {"a": 1}}, {"a": 2}])", "f").size(), 2U);
}

}  // namespace
}  // namespace overmatch::json_text_test
