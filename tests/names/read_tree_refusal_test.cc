// SPDX-License-Identifier: Apache-2.0
// What a tree reader refuses, and the exact words with which it does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::read_tree_refusal_test {
namespace {

std::string refusal(std::string_view text) {
  return message_of([&] { (void)parse_tree(text, "t"); });
}

constexpr const char* kAccepted =
    "; accepted are a list of module paths, one a line, a JSON array of them, and a safetensors "
    "index with \"weight_map\"";

TEST(ReadTreeRefuses, Lists) {
  EXPECT_EQ(refusal(""), "t:1: no module names");
  EXPECT_EQ(refusal("\xEF\xBB\xBF"), "t:1: no module names");
  EXPECT_EQ(refusal("a\nb\n\nc\n"),
            "t:3: empty line; only the first may be, for the root. Delete it, or list names that "
            "hold a newline as a JSON array");
  EXPECT_EQ(refusal("a\r\n\r\n"),
            "t:2: empty line; only the first may be, for the root. Delete it, or list names that "
            "hold a newline as a JSON array");
  EXPECT_EQ(refusal("a\nb\na\n"), "t:3: duplicate module \"a\", first on line 1");
  EXPECT_EQ(refusal("x\na.b\na\na\n"), "t:4: duplicate module \"a\", first on line 3");
  EXPECT_EQ(refusal("a\n.b\n"),
            "t:2: malformed path \".b\": a segment between two dots must not be empty");
  EXPECT_EQ(refusal("a\nb.\n"),
            "t:2: malformed path \"b.\": a segment between two dots must not be empty");
  EXPECT_EQ(refusal("a\nb\nc..d\n"),
            "t:3: malformed path \"c..d\": a segment between two dots must not be empty");
  EXPECT_EQ(refusal("a\n\xC3\n"),
            "t:2: invalid UTF-8; a module tree is text that lists names, not the weights");
}

TEST(ReadTreeRefuses, JsonArrays) {
  EXPECT_EQ(refusal("[]"), "t:1: no module names");
  EXPECT_EQ(refusal("[\"a\",\n\"b\",\n\"a\"]"), "t:3: duplicate module \"a\", first on line 1");
  EXPECT_EQ(refusal("[\"a\",\n\"b..c\"]"),
            "t:2: malformed path \"b..c\": a segment between two dots must not be empty");
  EXPECT_EQ(refusal("[\"a\",\n\"\"]"), "t:2: the root \"\" must come before all other modules");
  EXPECT_EQ(refusal("[\"\",\n\"\"]"), "t:2: duplicate module \"\", first on line 1");
  for (const char* value : {"1", "-1", "1.5", "null", "true", "[]", "[\"b\"]", "{}"}) {
    EXPECT_EQ(refusal(std::string("[\"a\",\n\n") + value + "\n]"),
              std::string("t:3: a JSON array that holds more than strings") + kAccepted)
        << value;
  }
  EXPECT_EQ(refusal("[\"\xFF\"]"),
            "t:1: invalid UTF-8; a module tree is text that lists names, not the weights");
}

TEST(ReadTreeRefuses, Indices) {
  EXPECT_EQ(refusal("{\"weight_map\": {}}"), "t:1: no module names");
  EXPECT_EQ(refusal("{\"weight_map\": {\"scale\": \"f\"}}"), "t:1: no module names")
      << "a parameter of the root";
  for (const char* value : {"1", "null", "\"text\"", "[]", "[{\"a.b\": \"f\"}]"}) {
    EXPECT_EQ(refusal(std::string("{\n\"weight_map\": ") + value + "}"),
              "t:2: \"weight_map\" must be an object of parameter names and file names")
        << value;
  }
  for (const char* value : {"1", "null", "[]", "{}"}) {
    EXPECT_EQ(refusal(std::string("{\"weight_map\": {\n\n\"a.b\": ") + value + "}}"),
              "t:3: \"weight_map\" must be an object of parameter names and file names")
        << value;
  }
  EXPECT_EQ(refusal("{\"weight_map\": {\n\"a.w\": \"f\",\n\"a.w\": \"g\"}}"),
            "t:3: duplicate parameter \"a.w\"");
  EXPECT_EQ(refusal("{\"weight_map\": {\"a.w\": \"f\"},\n\"weight_map\": {}}"),
            "t:2: a second \"weight_map\"");
  for (const auto& [name, shown] :
       {std::pair{"", "\"\""}, {"a..w", "\"a..w\""}, {".w", "\".w\""}, {"a.", "\"a.\""}}) {
    EXPECT_EQ(
        refusal(std::string("{\"weight_map\": {\n\"") + name + "\": \"f\"}}"),
        std::string("t:2: malformed parameter name ") + shown + ": a segment must not be empty");
  }
}

TEST(ReadTreeRefuses, OtherObjects) {
  const std::string message = std::string("t:1: a JSON object without \"weight_map\"") + kAccepted;
  EXPECT_EQ(refusal("{}"), message);
  EXPECT_EQ(refusal("{\"modules\": [\"a\"]}"), message);
  EXPECT_EQ(refusal("{\"a.weight\": [1, 2]}"), message);
  EXPECT_EQ(refusal("{\"nested\": {\"weight_map\": {\"a.b\": \"f\"}}}"), message);
}

// What follows "not valid JSON" are the words of the library, which may change with its version.
TEST(ReadTreeRefuses, BrokenJson) {
  using testing::AllOf;
  using testing::HasSubstr;
  using testing::Not;
  using testing::StartsWith;
  EXPECT_THAT(refusal("[\"a\",\n\"b\",\n,]"), StartsWith("t:3: not valid JSON: "));
  EXPECT_THAT(refusal("[\n\"a\",\n\"b\"\n\n"), StartsWith("t:3: not valid JSON: "))
      << "the last line with text";
  EXPECT_THAT(refusal("{\"weight_map\":\n{\"a.b\" 1}}"), StartsWith("t:2: not valid JSON: "));
  EXPECT_THAT(refusal("[\"a\"]\n]"), StartsWith("t:2: not valid JSON: "));
  EXPECT_THAT(refusal("[\"\\ud800\"]"), StartsWith("t:1: not valid JSON: "));
  EXPECT_THAT(refusal("[a.b]"),
              AllOf(StartsWith("t:1: not valid JSON: "), Not(HasSubstr("parse error")),
                    Not(HasSubstr("json.exception")), Not(HasSubstr("last read"))));
}

TEST(ReadTreeRefuses, FilesAndNamesThemByTheirPath) {
  const TemporaryFolder folder;
  const auto refusal_of = [](const std::string& file) {
    return message_of([&] { (void)read_tree(file); });
  };
  EXPECT_EQ(refusal_of(folder.put("empty.txt", "")),
            folder.file("empty.txt") + ":1: no module names");
  EXPECT_EQ(refusal_of(folder.file("missing")),
            "cannot read " + folder.file("missing") + ": No such file or directory");
}

}  // namespace
}  // namespace overmatch::read_tree_refusal_test
