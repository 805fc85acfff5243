// SPDX-License-Identifier: Apache-2.0
// Reading JSON and YAML: types as PyYAML has them, lines, and what is refused.
#include "analysis/configs/formats/config_text.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/message_of.h"

namespace overmatch {
namespace {

using TextKind = ConfigNode::Kind;
using testing::HasSubstr;

struct YamlScalar {
  const char* yaml;
  TextKind kind;
};

TEST(ConfigText, ScalarsHaveTheTypesOfPyYaml) {
  const std::vector<YamlScalar> scalars = {
      {"", TextKind::null},           {"~", TextKind::null},
      {"null", TextKind::null},       {"true", TextKind::boolean},
      {"off", TextKind::boolean},     {"Yes", TextKind::boolean},
      {"y", TextKind::text},          {"12", TextKind::number},
      {"-1.5", TextKind::number},     {"1_000", TextKind::number},
      {"0x1f", TextKind::number},     {".5", TextKind::number},
      {"1.5e+3", TextKind::number},   {"1e5", TextKind::text},
      {"1.2.3", TextKind::text},      {"q_proj", TextKind::text},
      {"'12'", TextKind::text},       {"\"null\"", TextKind::text},
      {"layers.0", TextKind::text},   {"re:.*visual.*", TextKind::text},
      {"^lm_head.*", TextKind::text}, {"0x", TextKind::text},
      {".", TextKind::text},          {"! 12", TextKind::text},
  };
  for (const YamlScalar& scalar : scalars) {
    const std::string text = std::string("value: ") + scalar.yaml + "\nother: 1\n";
    EXPECT_EQ(parse_config_text(text, "f").members.at(0).value.kind, scalar.kind) << scalar.yaml;
  }
}

TEST(ConfigText, MembersKeepTheirOrderAndTheirLines) {
  for (const char* const text :
       {"z:\n  - a\n  - b\ny: c\n", "{\"z\": [\n\"a\",\n\"b\"],\n\"y\": \"c\"}"}) {
    const ConfigNode root = parse_config_text(text, "f");
    ASSERT_EQ(root.members.size(), 2U);
    EXPECT_EQ(root.members[0].name, "z");
    EXPECT_EQ(root.members[0].value.items.at(0).line, 2U);
    EXPECT_EQ(root.members[0].value.items.at(1).line, 3U);
    EXPECT_EQ(root.members[1].value.line, 4U);
    EXPECT_EQ(root.find("y")->text, "c");
    EXPECT_EQ(root.find("x"), nullptr);
  }
}

TEST(ConfigText, EscapedQuotesDoNotShiftLines) {
  const ConfigNode root =
      parse_config_text("{\"a\\\"\\\\\": \"\\\\\",\n\"b\": [\"\\\"\",\n\"c\"]}", "f");
  EXPECT_EQ(root.members.at(0).name, "a\"\\");
  EXPECT_EQ(root.find("b")->items.at(0).line, 2U);
  EXPECT_EQ(root.find("b")->items.at(1).line, 3U);
}

TEST(ConfigText, AliasesAndMergedMembersAreWrittenOut) {
  const ConfigNode root = parse_config_text(
      "base: &base\n  a: 1\n  b: 2\nother:\n  <<: *base\n  a: 3\nlist: [&x q, *x]\n", "f");
  const ConfigNode& other = *root.find("other");
  ASSERT_EQ(other.members.size(), 2U);
  EXPECT_EQ(other.find("a")->text, "3");
  EXPECT_EQ(other.find("b")->text, "2");
  EXPECT_EQ(root.find("list")->items.at(1).text, "q");
}

struct RefusedText {
  std::string text;
  const char* says;
};

std::string yaml_laughs() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int at = 1; at < 12; ++at) {
    const std::string before = "*a" + std::to_string(at - 1);
    text += "a" + std::to_string(at) + ": &a" + std::to_string(at) + " [";
    for (int each = 0; each < 10; ++each) text += (each == 0 ? "" : ", ") + before;
    text += "]\n";
  }
  return text;
}

std::string repeated_text(const char* text, std::size_t times) {
  std::string out;
  for (std::size_t at = 0; at < times; ++at) out += text;
  return out;
}

TEST(ConfigText, HostileTextIsRefusedInOneLine) {
  const std::vector<RefusedText> refused = {
      {"", "f: empty"},
      {" \n\t\n", "f: empty"},
      {"# only a comment\n", "f: empty"},
      {"a: [b\n", "f: line 2: no YAML"},
      {"{\"a\": 1", "f: line 1, column 8: no JSON"},
      {"{\"a\": 1, \"a\": 2}", "\"a\" occurs twice"},
      {"a: 1\nb: 2\na: 3\n", "f: line 3: member \"a\" occurs twice"},
      {"a: !!python/object/apply:os.system [ls]\n",
       "f: line 1: the tag \"tag:yaml.org,2002:python"},
      {"a: !!str b\n", "f: line 1: the tag"},
      {"a: *nowhere\n", "f: line 1: an alias of no anchor"},
      {"a: &a [*a]\n", "f: line 1: an alias of no anchor"},
      {"a: 1\n---\nb: 2\n", "a second document"},
      {"? [a, b]\n: 1\n", "the name of a member is no text"},
      {"a: \"\\0\"\n", "a NUL character"},
      {std::string("a: b\0c\n", 7), "no YAML"},
      {std::string("{\"a\": \0}", 8), "a NUL byte"},
      {std::string("\xFF\xFE"
                   "a\0:\0 \0b\0",
                   10),
       "invalid UTF-8"},
      {std::string("a\0:\0 \0b\0", 8), "no YAML"},
      {"a: \xFF\n", "invalid UTF-8"},
      {yaml_laughs(), "aliases repeat more than 10000 values"},
      {"a: " + repeated_text("[", 100'000), "nested more than 64 deep"},
      {repeated_text("[", 100'000), "nested more than 64 deep"},
      {repeated_text("- ", 100) + "x", "nested more than 64 deep"},
      {repeated_text("- 1\n", 500'001), "more than 500000 values"},
      {"[1" + repeated_text(",1", 500'001) + "]", "more than 500000 values"},
      {repeated_text(" ", (std::size_t{16} << 20U) + 1), "more than 16 MiB"},
  };
  for (const RefusedText& each : refused) {
    const std::string message = message_of([&] { (void)parse_config_text(each.text, "f"); });
    EXPECT_THAT(message, HasSubstr(each.says)) << each.text.substr(0, 80);
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_LT(message.size(), 300U);
  }
}

TEST(ConfigText, WhatIsNearTheLimitsIsRead) {
  EXPECT_NO_THROW(
      (void)parse_config_text("\xEF\xBB\xBF"
                              "a: 1\n",
                              "f"));
  EXPECT_NO_THROW((void)parse_config_text("\xEF\xBB\xBF{\"a\": 1}", "f"));
  EXPECT_NO_THROW((void)parse_config_text("---\na: 1\n...\n", "f"));
  EXPECT_NO_THROW((void)parse_config_text("a: 1\r\nb: 2\r\n", "f"));
  EXPECT_NO_THROW((void)parse_config_text(repeated_text("- ", 60) + "x", "f"));
  EXPECT_EQ(parse_config_text(repeated_text("- 1\n", 100'000), "f").items.size(), 100'000U);
}

TEST(ConfigText, ValuesAsJson) {
  EXPECT_EQ(in_json(parse_config_text("a: [1, yes, ~, 'b\"']\nc: {}\n", "f")),
            "{\"a\": [1, true, null, \"b\\\"\"], \"c\": {}}");
}

}  // namespace
}  // namespace overmatch
