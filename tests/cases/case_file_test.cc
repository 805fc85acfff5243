// SPDX-License-Identifier: Apache-2.0
#include "cases/case_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::case_file_test {
namespace {

using namespace std::string_literals;

// The example of the README, byte for byte.
constexpr std::string_view kExample = R"({
  "overmatch": 1,
  "mode": "segment",
  "patterns": ["model.layers.0.xxxx"],
  "modules": [
    "model.layers.0.xxxx",
    "img_model.layers.0.xxxx"
  ],
  "intended": "model",
  "expected": ["model.layers.0.xxxx"],
  "about": {"title": "endswith has no boundary", "kinds": ["glued-prefix"], "source": "huggingface/peft#1917"}
}
)";
// Python: hashlib.sha256 of these bytes without the line of `about` and the comma before it.
constexpr std::string_view kExampleName = "1c996f1567bf35a6.json";

SavedCase example() {
  SavedCase saved;
  saved.content.mode = Mode::segment;
  saved.content.patterns = {"model.layers.0.xxxx"};
  saved.content.modules = {"model.layers.0.xxxx", "img_model.layers.0.xxxx"};
  saved.content.intended = "model";
  saved.about = {"endswith has no boundary", {"glued-prefix"}, "huggingface/peft#1917", "{}"};
  return saved;
}

void expect_equal(const SavedCase& left, const SavedCase& right) {
  EXPECT_TRUE(left.content == right.content);
  EXPECT_TRUE(left.about == right.about);
}

TEST(CaseFile, ReadsTheExample) { expect_equal(parse_case(kExample, "f"), example()); }

TEST(CaseFile, WritesTheExample) { EXPECT_EQ(format_case(example()), kExample); }

TEST(CaseFile, NamesTheExample) { EXPECT_EQ(case_file_name(example().content), kExampleName); }

TEST(CaseFile, WritesALineForPrograms) {
  SavedCase saved = example();
  saved.about = {};
  EXPECT_EQ(
      format_case_line(saved),
      R"({"overmatch": 1, "mode": "segment", "patterns": ["model.layers.0.xxxx"], )"
      R"("modules": ["model.layers.0.xxxx", "img_model.layers.0.xxxx"], "intended": "model", )"
      R"("expected": ["model.layers.0.xxxx"]})");
  expect_equal(parse_case(format_case_line(saved), "f"), saved);
}

TEST(CaseFile, WritesTheOldestVersionThatKnowsTheMode) {
  for (const Mode mode : kModes) {
    SavedCase saved = example();
    saved.content.mode = mode;
    saved.content.labels.assign_same(fixed_order(mode).value_or(Order::any),
                                     saved.content.patterns.size());
    const std::string version = mode <= Mode::regex ? "1" : "2";
    EXPECT_THAT(format_case(saved), testing::StartsWith("{\n  \"overmatch\": " + version + ",\n"));
    expect_equal(parse_case(format_case(saved), "f"), saved);
  }
  const SavedCase old_mode =
      parse_case(R"({"overmatch": 2, "mode": "exact", "patterns": [], "modules": []})", "f");
  EXPECT_EQ(old_mode.content.mode, Mode::exact);
}

TEST(CaseFile, TheNameDependsOnAllButAbout) {
  SavedCase saved = example();
  saved.about.title = "another title";
  EXPECT_EQ(case_file_name(saved.content), kExampleName);
  saved.content.intended.reset();
  EXPECT_NE(case_file_name(saved.content), kExampleName);
}

struct RoundTrip {
  std::string_view title;
  Mode mode;
  Names patterns;
  Names modules;
  std::optional<std::string> intended = std::nullopt;
};

TEST(CaseFile, RoundTrips) {
  const RoundTrip table[] = {
      {"nothing", Mode::exact, {}, {}},
      {"the root", Mode::subtree, {""}, {"", "a"}, ""},
      {"malformed patterns", Mode::segment, {"", ".a", "a..b", "a.", "["}, {"a", "a.b"}},
      {"a rejection", Mode::regex, {"["}, {"a"}},
      {"control characters",
       Mode::endswith,
       {"\0"s, "\n", "\x7f", "\x1b"},
       {"a\0b"s, "a\nb", "\t", "\x7f", "\r\b\f\x01"}},
      {"quotes and backslashes", Mode::exact, {"\\", "\""}, {"\\u0000", "\"", "/"}},
      {"beyond ASCII",
       Mode::segment,
       {"é", "e\u0301"},
       {"m.é", "m.e\u0301", "模型.😀", "\u2028", "\ufeff"}},
  };
  for (const RoundTrip& row : table) {
    SCOPED_TRACE(row.title);
    const SavedCase saved{{row.mode, row.patterns, row.modules, row.intended}, {}};
    const std::string text = format_case(saved);
    expect_equal(parse_case(text, "f"), saved);
    EXPECT_EQ(format_case(parse_case(text, "f")), text);
    EXPECT_EQ(text.find("about"), std::string::npos);
    expect_equal(parse_case(format_case_line(saved), "f"), saved);
    EXPECT_EQ(format_case_line(saved).find('\n'), std::string::npos);
  }
}

TEST(CaseFile, EscapesControlCharactersAndNothingElse) {
  SavedCase saved;
  saved.content.mode = Mode::exact;
  saved.content.modules = {"\0\n\x1f\x7f\"\\/é😀"s};
  EXPECT_THAT(format_case(saved),
              testing::HasSubstr(R"("modules": ["\u0000\n\u001f\u007f\"\\/é😀"],)"));
}

TEST(CaseFile, ReadsWhatOthersWrite) {
  // Any order and white space, escapes for what we write raw, a byte-order mark, no optional
  // member.
  const SavedCase saved = parse_case(
      "\xEF\xBB\xBF{\"modules\":[\"\\u0061.\\ud83d\\ude00\"],\r\n\"patterns\":[],\"mode\":"
      "\"exact\",\"overmatch\":1}",
      "f");
  EXPECT_EQ(saved.content.modules[0], "a.😀");
  EXPECT_FALSE(saved.content.intended.has_value());
  EXPECT_TRUE(saved.about == About{});
}

TEST(CaseFile, KeepsUnknownMembersOfAboutInOneOrder) {
  const SavedCase saved = parse_case(
      R"({"overmatch": 1, "mode": "exact", "patterns": [], "modules": [], )"
      R"("about": {"z": [1, {"b": null, "a": 2.5}], "source": "s", "guards": "n == p", "title": "t"}})",
      "f");
  EXPECT_EQ(saved.about.rest, R"({"guards": "n == p", "z": [1, {"a": 2.5, "b": null}]})");
  const std::string_view about =
      R"("about": {"title": "t", "source": "s", "guards": "n == p", "z": [1, {"a": 2.5, "b": null}]})";
  EXPECT_THAT(format_case(saved), testing::HasSubstr(std::string(about)));
  expect_equal(parse_case(format_case(saved), "f"), saved);
}

TEST(CaseFile, StaysLinearOnAHundredThousandModules) {
  SavedCase saved;
  saved.content.mode = Mode::segment;
  saved.content.patterns = {"q_proj"};
  for (int i = 0; i < 100'000; ++i)
    saved.content.modules.push_back(fmt::format("model.layers.{}.self_attn.q_proj", i));
  const std::string text =
      format_case(saved);  // quadratic would be minutes, and the test's timeout
  expect_equal(parse_case(text, "f"), saved);
}

TEST(CaseFile, SavesUnderItsName) {
  const TemporaryFolder folder;
  const std::string file = save_case(example(), folder.file("new/below"));
  EXPECT_EQ(file, folder.file("new/below/") + std::string(kExampleName));
  EXPECT_EQ(folder.get("new/below/" + std::string(kExampleName)), kExample);
  expect_equal(read_case(file), example());
}

TEST(CaseFile, SaysWhyItCannotMakeTheFolder) {
  const TemporaryFolder folder;
  const std::string file = folder.put("file", "");
  EXPECT_THAT(message_of([&] { save_case(example(), file); }),
              testing::StartsWith(file + ": cannot make the folder, "));
}

}  // namespace
}  // namespace overmatch::case_file_test
