// SPDX-License-Identifier: Apache-2.0
// Real programs that misbehave: what is wrong is said, and no answer is taken for another.
#include "subjects/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <string>
#include <vector>

#include "subjects/probe.h"

namespace overmatch::command_test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Limits limits() {
  Limits limits;
  limits.call = milliseconds(150);
  limits.memory = 300U << 20U;
  return limits;
}

// "segment" and how odd_command.py is to misbehave.
std::unique_ptr<RemoteMatcher> odd(const std::string& how) {
  return make_command("exec " OVERMATCH_PYTHON " -I -S " OVERMATCH_TEST_DATA
                      "/subjects/odd_command.py segment " +
                          how,
                      Mode::segment, limits());
}

constexpr std::array<std::string_view, 3> kModules = {"a.b", "b", "ab"};

// "101", "rejected"
std::string ask(Matcher& matcher, std::string_view pattern) {
  Answer answer;
  matcher.match({{&pattern, 1}, kModules}, answer);
  if (answer.rejected()) return "rejected";
  std::string flags;
  for (const std::uint8_t flag : answer.selected()) flags += flag == Answer::kYes ? '1' : '0';
  return flags;
}

TEST(Command, AnswersQuestionAfterQuestion) {
  const auto command = odd("");
  EXPECT_EQ(command->mode(), Mode::segment);
  for (int time = 0; time < 100; ++time) {
    EXPECT_EQ(ask(*command, "b"), "110");
    EXPECT_EQ(ask(*command, "ab"), "001");
    EXPECT_EQ(ask(*command, "\n\"\\"), "000");
  }
  EXPECT_TRUE(command->take_incidents().empty());
}

TEST(Command, DoesNotMindMuchOnStderr) {
  const auto command = odd("chatter");
  EXPECT_EQ(ask(*command, "b"), "110");
  EXPECT_EQ(ask(*command, "ab"), "001");
}

TEST(Command, IsTheProcessThatDiesOfAQuestion) {
  struct Row {
    const char* how;
    Ending ending;
    const char* says;
  };
  const std::vector<Row> rows = {
      {"crash", Ending::crashed, "crashed: Segmentation fault"},
      {"killed", Ending::crashed, "crashed: Killed"},
      {"leave", Ending::crashed, "ended with exit status 7"},
      {"close", Ending::crashed, "closed its standard output"},
      {"hang", Ending::hung, "hung"},
      {"child_hangs", Ending::hung, "hung"},
      {"sleep", Ending::hung, "hung"},
      {"eat", Ending::out_of_memory, "exceeded its memory limit"},
      {"not_json", Ending::malformed_reply,
       "a line that is not JSON: `Loading checkpoint shards: 100%`"},
      {"binary", Ending::malformed_reply, "3 bytes that are not UTF-8"},
      {"no_object", Ending::malformed_reply, "not a JSON object"},
      {"no_id", Ending::malformed_reply, "an answer without the id"},
      {"wrong_id", Ending::malformed_reply, "an answer to no question"},
      {"text_id", Ending::malformed_reply, "whose id is not the id"},
      {"flood", Ending::malformed_reply, "an answer to no question"},
      {"endless", Ending::malformed_reply, "an endless line"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.how);
    Limits wide = limits();
    // Memory takes CPU time to fill.
    if (row.ending == Ending::out_of_memory) wide.call = milliseconds(20'000);
    const auto command = odd(std::string(row.how) + " =b");
    command->set_limits(wide);
    EXPECT_EQ(ask(*command, "ab"), "001");
    try {
      ADD_FAILURE() << ask(*command, "b");
    } catch (const SubjectCrash& death) {
      EXPECT_EQ(death.ending(), row.ending);
      EXPECT_THAT(death.what(), HasSubstr(row.says));
    }
    // The next question goes to a fresh process.
    EXPECT_EQ(ask(*command, "ab"), "001");
    EXPECT_TRUE(command->take_incidents().empty());
  }
}

TEST(Command, KeepsTheLastWords) {
  const auto command = odd("crash");
  try {
    ADD_FAILURE() << ask(*command, "b");
  } catch (const SubjectCrash& death) {
    EXPECT_EQ(death.signal(), SIGSEGV);
    EXPECT_EQ(death.diagnostics(), "about to crash\n");
  }
}

TEST(Command, GoesOnBehindAnAnswerThatBreaksTheRules) {
  struct Row {
    const char* how;
    const char* says;
  };
  const std::vector<Row> rows = {
      {"out_of_range", "index 3 of 3"}, {"negative", "no index"},
      {"duplicate", "index 0 twice"},   {"names", "no index"},
      {"fraction", "no index"},         {"no_array", "no array"},
      {"neither", "neither"},           {"both", "both"},
      {"odd_error", "not a string"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.how);
    const auto command = odd(std::string(row.how) + " =b");
    try {
      ADD_FAILURE() << ask(*command, "b");
    } catch (const SubjectFailure& failure) {
      EXPECT_THAT(failure.what(),
                  HasSubstr(std::string_view(row.how) == "no_array" ? "not an array" : row.says));
    }
    EXPECT_EQ(ask(*command, "ab"), "001");
  }
}

TEST(Command, PutsAQuestionToAFreshProcessBeforeItBlamesIt) {
  // Every third question kills; a fresh process is at its first.
  const auto command = odd("crash 3");
  for (int time = 0; time < 10; ++time) EXPECT_EQ(ask(*command, "b"), "110");
  const auto incidents = command->take_incidents();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_THAT(incidents[0].crash.what(), HasSubstr("Segmentation fault"));
  EXPECT_GE(incidents[0].times, 3U);
  EXPECT_EQ(incidents[0].question.patterns, Names{"b"});
  EXPECT_TRUE(command->take_incidents().empty());
}

TEST(Command, GivesUpOnOneThatDiesAllTheTime) {
  const auto command = odd("leave 2");
  EXPECT_THROW(
      {
        for (int time = 0; time < 1000; ++time) EXPECT_EQ(ask(*command, "b"), "110");
      },
      SubjectCrash);
}

TEST(Command, StartsAfreshWhenAskedTo) {
  const auto command = odd("crash 3");
  for (int time = 0; time < 8; ++time) {
    EXPECT_EQ(ask(*command, "b"), "110");
    EXPECT_EQ(ask(*command, "b"), "110");
    command->start_afresh();
  }
  EXPECT_TRUE(command->take_incidents().empty());
}

TEST(Command, TakesManyQuestionsAtOnce) {
  const std::array<std::string_view, 4> patterns = {"a", "b", "ab", ""};
  std::vector<Question> questions;
  for (int time = 0; time < 50; ++time) {
    for (const std::string_view& pattern : patterns) questions.push_back({{&pattern, 1}, kModules});
  }
  std::vector<Answer> answers(questions.size());
  const auto command = odd("");
  ASSERT_EQ(command->match_ahead(questions, answers), questions.size());
  for (std::size_t at = 0; at < questions.size(); ++at) {
    Answer expected;
    make_reference(Mode::segment)->match(questions[at], expected);
    EXPECT_EQ(answers[at], expected) << at;
  }
}

TEST(Command, FindsTheGuiltyQuestionOfMany) {
  const std::array<std::string_view, 4> patterns = {"a", "ab", "b", "ab"};
  std::vector<Question> questions;
  for (const std::string_view& pattern : patterns) questions.push_back({{&pattern, 1}, kModules});
  for (const char* const how : {"crash =b", "hang =b", "not_json =b", "out_of_range =b"}) {
    SCOPED_TRACE(how);
    const auto command = odd(how);
    std::vector<Answer> answers(questions.size());
    const std::size_t answered = command->match_ahead(questions, answers);
    EXPECT_LE(answered, 2U);
    for (std::size_t at = answered; at < 2; ++at)
      EXPECT_NO_THROW(command->match(questions[at], answers[at]));
    EXPECT_TRUE(answers[1].selects(2));
    EXPECT_THROW(command->match(questions[2], answers[2]), std::runtime_error);
    EXPECT_NO_THROW(command->match(questions[3], answers[3]));
    EXPECT_TRUE(command->take_incidents().empty());
  }
}

TEST(Command, SaysWhyItCannotBeStarted) {
  struct Row {
    const char* line;
    const char* says;
  };
  const std::array<Row, 5> rows = {{
      {"/nowhere/matcher --fast", "not found"},
      {"exit 3", "ended with exit status 3"},
      {"echo no torch here >&2; exit 1", "stderr: `no torch here`"},
      {"echo hello; sleep 20",
       "not JSON: `hello`; only answers may go to stdout, print everything else to stderr"},
      {"kill -9 $$", "Killed"},
  }};
  for (const Row& row : rows) {
    try {
      static_cast<void>(make_command(row.line, Mode::segment, limits()));
      ADD_FAILURE() << row.line;
    } catch (const SubjectError& error) {
      EXPECT_THAT(error.what(), HasSubstr(row.says));
      EXPECT_THAT(error.what(), HasSubstr(std::string("command ") + row.line));
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
    }
  }
}

TEST(Command, IsCalledWhatItSays) {
  const auto command = make_command(
      R"(read line; echo '{"id": 1, "selected": [0], "name": "peft 0.20.0"}'; sleep 20)",
      Mode::segment, limits());
  EXPECT_EQ(command->name(), "peft 0.20.0");
  EXPECT_EQ(language_of(*command), "");
}

TEST(Command, SaysWhatLanguageItIs) {
  const auto command = make_command(
      R"(read line; echo '{"id": 1, "selected": [0], "language": "python"}'; sleep 20)",
      Mode::regex, limits());
  EXPECT_EQ(language_of(*command), "python");
  EXPECT_EQ(language_of(*make_reference(Mode::regex)), "");
}

// A shell program: it reads the request, does `first`, reads a question and answers it as number 1.
std::string program(const std::string& first, const std::string& more = "") {
  return "read request; " + first + R"(; read question; echo '{"id": 1, "selected": [0])" + more +
         "'; sleep 20";
}

TEST(Command, IntroducesItself) {
  const auto start = [](const std::string& introduction) {
    return make_command(program("echo '{\"id\": 0, " + introduction + "}'", "}"), Mode::segment,
                        limits());
  };
  const auto whole = start(
      R"("name": "peft", "version": "0.20.0", "modes": ["exact", "segment"], "language": "python")");
  EXPECT_EQ(whole->name(), "peft 0.20.0");
  EXPECT_EQ(language_of(*whole), "python");
  EXPECT_EQ(start(R"("name": "peft 0.20.0", "version": "0.20.0", "new": 1)")->name(),
            "peft 0.20.0");
  EXPECT_EQ(start(R"("name": "peft", "modes": ["segment", "later-mode"])")->name(), "peft");
  EXPECT_THAT(std::string(start(R"("modes": ["segment"])")->name()), HasSubstr("read request"));
}

TEST(Command, IsAskedNoModeThatItDoesNotKnow) {
  // It answers no question: only what it says of itself is there to refuse it.
  const auto refusal = [](const std::string& modes) -> std::string {
    const std::string line =
        R"(read request; echo '{"id": 0, "name": "x", "modes": )" + modes + "}'; sleep 20";
    try {
      static_cast<void>(make_command(line, Mode::segment, limits()));
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal(R"(["exact", "run"])"),
              HasSubstr("does not know the mode segment: it knows `exact`, `run`"));
  EXPECT_THAT(refusal("[]"), HasSubstr("it knows none"));
  EXPECT_THAT(refusal(R"("segment")"), HasSubstr("no array of names"));
  EXPECT_THAT(refusal("[1]"), HasSubstr("no array of names"));
}

TEST(Command, NeedNotKnowHowToIntroduceItself) {
  struct Row {
    const char* does;
    std::string line;
  };
  // Where the request would kill or confuse the process, `request` tells it from a question.
  const auto unless_asked = [](const std::string& does) {
    return R"(read line; case "$line" in *start*) )" + does +
           R"(;; esac; echo '{"id": 1, "selected": [0]}'; sleep 20)";
  };
  const std::vector<Row> rows = {
      {"rejects", program(R"(echo '{"id": 0, "error": "no patterns"}')", "}")},
      {"selects nothing", program(R"(echo '{"id": 0, "selected": []}')", "}")},
      {"selects everywhere", program(R"(echo '{"id": 0, "selected": [0], "modes": 3}')", "}")},
      {"answers neither", program(R"(echo '{"id": 0}')", "}")},
      {"ignores it", program("true", "}")},
      {"answers in another order",
       R"(read request; read question; echo '{"id": 1, "selected": [0]}'; echo '{"id": 0}'; sleep 20)"},
      {"is slow to start", "sleep 1.5; " + program(R"(echo '{"id": 0, "name": "x"}')", "}")},
      {"dies", unless_asked("echo KeyError: patterns >&2; exit 1")},
      {"crashes", unless_asked("kill -SEGV $$")},
      {"prints an error", unless_asked("echo 'error: no patterns'")},
      {"answers without an id", unless_asked(R"(echo '{"error": "no patterns"}')")},
      {"answers null", unless_asked(R"(echo '{"id": null, "error": "no patterns"}'; sleep 20)")},
      {"answers twice", unless_asked(R"(echo '{"id": 0}'; echo '{"id": 0}'; sleep 20)")},
      {"closes its output", unless_asked("exec 1>&-; sleep 20")},
      {"waits", unless_asked("sleep 1000")},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.does);
    EXPECT_NO_THROW(static_cast<void>(make_command(row.line, Mode::segment, limits())));
  }
}

TEST(Command, ThatIntroducesItselfMustAnswer) {
  try {
    static_cast<void>(make_command(
        R"(read request; echo '{"id": 0, "name": "x"}'; read question; echo sorry >&2; exit 4)",
        Mode::segment, limits()));
    ADD_FAILURE();
  } catch (const SubjectError& error) {
    EXPECT_THAT(error.what(), HasSubstr("ended with exit status 4 (stderr: `sorry`)"));
  }
}

}  // namespace
}  // namespace overmatch::command_test
