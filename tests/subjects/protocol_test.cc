// SPDX-License-Identifier: Apache-2.0
// The lines of the command protocol, both ways.
#include "subjects/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "subjects/probe.h"

namespace overmatch::protocol_test {
namespace {

using testing::HasSubstr;

std::string request(std::vector<std::string_view> patterns, std::vector<std::string_view> modules) {
  std::string out;
  const Question question{patterns, modules};
  append_requests(out, 7, Mode::segment, {&question, 1});
  return out;
}

TEST(Protocol, WritesOneRequestALine) {
  EXPECT_EQ(request({"q_proj"}, {"a.q_proj", "b"}),
            "{\"id\": 7, \"mode\": \"segment\", \"patterns\": [\"q_proj\"], \"modules\": "
            "[\"a.q_proj\", \"b\"]}\n");
  EXPECT_EQ(request({}, {}),
            "{\"id\": 7, \"mode\": \"segment\", \"patterns\": [], \"modules\": []}\n");
  // Names hold anything: a line feed of theirs must not end the line.
  const std::string odd = request({"\n\t\"\\"}, {std::string_view("\0", 1), "é\U0001F600"});
  EXPECT_EQ(odd.find('\n'), odd.size() - 1) << odd;
  EXPECT_THAT(odd, HasSubstr("\\n\\t\\\"\\\\"));
  EXPECT_THAT(odd, HasSubstr("\"\\u0000\", \"é\U0001F600\""));
}

TEST(Protocol, NumbersTheQuestionsOfABatch) {
  const std::vector<std::string_view> patterns = {"a", "b"};
  const std::vector<std::string_view> modules = {"x\n", "y"};
  const std::vector<std::string_view> equal = modules;
  const auto pattern = [&](std::size_t at) { return std::span(patterns).subspan(at, 1); };
  // The same modules, some of them, equal ones elsewhere, none.
  const std::vector<Question> questions = {{pattern(0), modules},
                                           {pattern(1), modules},
                                           {pattern(0), std::span(modules).first(1)},
                                           {pattern(0), equal},
                                           {{}, {}}};
  std::string out = "before ";
  append_requests(out, 7, Mode::exact, questions);
  EXPECT_EQ(
      out,
      "before {\"id\": 7, \"mode\": \"exact\", \"patterns\": [\"a\"], \"modules\": [\"x\\n\", "
      "\"y\"]}\n"
      "{\"id\": 8, \"mode\": \"exact\", \"patterns\": [\"b\"], \"modules\": [\"x\\n\", \"y\"]}\n"
      "{\"id\": 9, \"mode\": \"exact\", \"patterns\": [\"a\"], \"modules\": [\"x\\n\"]}\n"
      "{\"id\": 10, \"mode\": \"exact\", \"patterns\": [\"a\"], \"modules\": [\"x\\n\", \"y\"]}\n"
      "{\"id\": 11, \"mode\": \"exact\", \"patterns\": [], \"modules\": []}\n");
}

constexpr std::array<std::string_view, 3> kModules = {"a", "b", "c"};
constexpr Question kThree{{}, kModules};

TEST(Protocol, ReadsSelectionsAndRejections) {
  Answer answer;
  settle(parse_reply(R"({"id": 7, "selected": [2, 0]})"), kThree, answer);
  EXPECT_TRUE(answer.selects(0) && !answer.selects(1) && answer.selects(2));
  settle(parse_reply(R"( {"selected": [], "id": 7, "time": 0.5} )"), kThree, answer);
  EXPECT_FALSE(answer.rejected() || answer.selects(0) || answer.selects(1) || answer.selects(2));
  settle(parse_reply(R"({"id": 7, "error": "no"})"), kThree, answer);
  EXPECT_TRUE(answer.rejected());
  EXPECT_EQ(answer.reason(), "no");
  EXPECT_EQ(parse_reply(R"({"id": 1, "selected": [], "name": "peft 0.20.0"})").name, "peft 0.20.0");
  EXPECT_EQ(parse_reply(R"({"id": 1, "selected": [], "language": "python"})").language, "python");
  EXPECT_EQ(parse_reply(R"({"id": 1, "selected": [], "language": 3})").language, "");
}

// What is nearly a plain selection, which is read without building a JSON value, is told apart from
// it.
TEST(Protocol, ReadsAnySpellingOfASelection) {
  struct Row {
    const char* line;
    std::vector<std::uint64_t> selected;
  };
  const std::array<Row, 8> rows = {{
      {R"({"id":7,"selected":[0,12]})", {0, 12}},
      {"\t{ \"id\" : 7 , \"selected\" : [ 0 , 12 ] } \r", {0, 12}},
      {R"({"id": 7, "selected": []})", {}},
      {R"({"id": 7, "selected": [18446744073709551615]})", {18'446'744'073'709'551'615U}},
      {R"({"id": 7, "selected": [0, 12], "name": "me"})", {0, 12}},
      {R"({"selected": [0, 12], "id": 7})", {0, 12}},
      {R"({"\u0069d": 7, "selected": [0, 12]})", {0, 12}},
      {R"({"id": 7, "selected": [0, 12], "more": {"id": 8}})", {0, 12}},
  }};
  for (const Row& row : rows) {
    const Reply reply = parse_reply(row.line);
    EXPECT_EQ(reply.id, 7U) << row.line;
    EXPECT_EQ(reply.selected, row.selected) << row.line;
    EXPECT_TRUE(!reply.error && reply.mistake.empty()) << row.line;
  }
  for (const char* const line :
       {R"({"id": 7, "selected": [01]})", R"({"id": 07, "selected": []})",
        R"({"id": 7, "selected": [0,]})", R"({"id": 7, "selected": [0 1]})",
        R"({"id": 7, "selected": [+1]})", R"({"id": 7, "selected": [0]} {)",
        R"({"id": 7, "selected": [0]}})", R"({"id": 7 "selected": [0]})",
        R"({"id": 7, "id": 7, "selected": [0]})", R"({"id": 7, "selected": [0], "selected": [0]})",
        R"({"id": 7, "selected": [0],})"}) {
    EXPECT_THROW(static_cast<void>(parse_reply(line)), MalformedReply) << line;
  }
  for (const char* const line :
       {R"({"id": 7, "selected": [0, -1]})", R"({"id": 7, "selected": [0, 1e0]})",
        R"({"id": 7, "selected": [0, 1.0]})", R"({"id": 7, "selected": [18446744073709551616]})"}) {
    EXPECT_THAT(parse_reply(line).mistake, HasSubstr("no index")) << line;
  }
}

TEST(Protocol, CallsALineNonsense) {
  struct Row {
    const char* line;
    const char* says;
  };
  const std::array<Row, 8> rows = {{
      {"", "an empty line"},
      {"Loading checkpoint shards", "not JSON: `Loading checkpoint shards`"},
      {R"({"id": 7, "selected": [0)", "not JSON"},
      {"[0]", "not a JSON object: `[0]`"},
      {R"({"selected": [0]})", "without the id"},
      {R"({"id": "7", "selected": [0]})", "whose id is not the id"},
      {R"({"id": -7, "selected": [0]})", "whose id is not the id"},
      {"\xff\xfe", "2 bytes that are not UTF-8"},
  }};
  for (const Row& row : rows) {
    try {
      static_cast<void>(parse_reply(row.line));
      ADD_FAILURE() << row.line;
    } catch (const MalformedReply& reply) {
      EXPECT_THAT(reply.what(), HasSubstr(row.says)) << row.line;
    }
  }
}

TEST(Protocol, RefusesAnAnswerThatBreaksTheRules) {
  struct Row {
    const char* line;
    const char* says;
  };
  const std::array<Row, 9> rows = {{
      {R"({"id": 7, "selected": [3]})", "index 3 of 3 modules"},
      {R"({"id": 7, "selected": [0, 1, 0]})", "index 0 twice"},
      {R"({"id": 7, "selected": [-1]})", "`-1`, which is no index"},
      {R"({"id": 7, "selected": [1.0]})", "`1.0`, which is no index"},
      {R"({"id": 7, "selected": ["a"]})", "`\"a\"`, which is no index"},
      {R"({"id": 7, "selected": true})", "not an array"},
      {R"({"id": 7, "error": 5})", "not a string"},
      {R"({"id": 7})", "neither"},
      {R"({"id": 7, "selected": [], "error": "no"})", "both"},
  }};
  for (const Row& row : rows) {
    Answer answer;
    try {
      settle(parse_reply(row.line), kThree, answer);
      ADD_FAILURE() << row.line;
    } catch (const SubjectFailure& failure) {
      EXPECT_THAT(failure.what(), HasSubstr(row.says)) << row.line;
    }
  }
}

TEST(Protocol, AsksAndReadsLabels) {
  const std::vector<std::string_view> patterns = {"x", "y", "z"};
  const std::vector<Label> labels = {2, kNull, 27};
  const Question question{patterns, kModules, labels, Order::last};
  std::string out;
  append_requests(out, 7, Mode::search, {&question, 1});
  EXPECT_EQ(out, R"({"id": 7, "mode": "search", "order": "last", "patterns": ["x", "y", "z"], )"
                 R"("labels": ["B", null, "L27"], "modules": ["a", "b", "c"]})"
                 "\n");
  Answer answer;
  settle(parse_reply(R"({"id": 7, "labels": [null, "L27", "B"]})"), question, answer);
  EXPECT_THAT(answer.selected(), testing::ElementsAre(0, 27, 2));
  settle(parse_reply(R"({"id": 7, "error": "no"})"), question, answer);
  EXPECT_TRUE(answer.rejected());

  struct Row {
    const char* line;
    const char* says;
  };
  const std::array<Row, 7> rows = {{
      {R"({"id": 7, "labels": ["B", null]})", "2 labels for 3 modules"},
      {R"({"id": 7, "labels": ["A", null, null]})", "the label `A` of module 0, which no entry"},
      {R"({"id": 7, "labels": [1, null, null]})", "`1`, which is neither a label nor null"},
      {R"({"id": 7, "labels": {}})", "not an array of labels"},
      {R"({"id": 7, "selected": [0]})", "neither \"labels\" nor \"error\""},
      {R"({"id": 7})", "neither"},
      {R"({"id": 7, "labels": [], "error": "no"})", "both"},
  }};
  for (const Row& row : rows) {
    try {
      settle(parse_reply(row.line), question, answer);
      ADD_FAILURE() << row.line;
    } catch (const SubjectFailure& failure) {
      EXPECT_THAT(failure.what(), HasSubstr(row.says)) << row.line;
    }
  }
}

TEST(Protocol, ShowsTheBeginningOfALine) {
  EXPECT_EQ(excerpt("short"), "`short`");
  EXPECT_EQ(excerpt("a\tb\x1b[1m"), "`a b [1m`");
  EXPECT_EQ(excerpt(std::string(100, 'x')), "`" + std::string(60, 'x') + "…`");
  EXPECT_EQ(excerpt(std::string(59, 'x') + "é" + "y"), "`" + std::string(59, 'x') + "…`");
}

}  // namespace
}  // namespace overmatch::protocol_test
