// SPDX-License-Identifier: Apache-2.0
#include "subjects/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "names/names.h"

namespace overmatch::probe_test {
namespace {

class Scripted final : public Matcher {
 public:
  using Act = std::function<void(const Question&, Answer&)>;
  explicit Scripted(Act act) : act_(std::move(act)) {}
  [[nodiscard]] std::string_view name() const override { return "scripted"; }
  [[nodiscard]] Mode mode() const override { return Mode::exact; }
  void match(const Question& question, Answer& answer) override { act_(question, answer); }

 private:
  Act act_;
};

// What the probe says of two modules, "answered" if it is content.
std::string verdict(const Scripted::Act& act, Heartbeat* heartbeat = nullptr) {
  Scripted subject(act);
  Probe probe(subject, Mode::segment, heartbeat);
  const Names patterns{"a"};
  const Names modules{"a", "b.c"};
  Answer answer;
  try {
    probe.ask({patterns.views(), modules.views()}, answer);
  } catch (const SubjectFailure& failure) {
    return failure.what();
  }
  return answer.rejected() ? "rejected" : "answered";
}

TEST(Probe, TurnsAnAnswerThatIsNoneIntoAFailure) {
  struct Row {
    std::string_view says;
    Scripted::Act act;
  };
  const std::vector<Row> rows = {
      {"answered", [](const Question&, Answer& answer) { answer.start(2); }},
      {"rejected", [](const Question&, Answer& answer) { answer.reject("no"); }},
      {"answered for 1 of 2 modules", [](const Question&, Answer& answer) { answer.start(1); }},
      {"answered for 3 of 2 modules", [](const Question&, Answer& answer) { answer.start(3); }},
      {"threw an exception: too bad",
       [](const Question&, Answer&) { throw std::runtime_error("too bad"); }},
      {"threw an exception that is not a std::exception",
       [](const Question&, Answer&) { throw 7; }},
      {"in its own words",
       [](const Question&, Answer&) { throw SubjectFailure("in its own words"); }},
  };
  for (const Row& row : rows) EXPECT_EQ(verdict(row.act), row.says);
}

TEST(Probe, AsksInTheModeThatItWasGiven) {
  Scripted subject([](const Question&, Answer&) {});
  EXPECT_EQ(Probe(subject, Mode::subtree).mode(), Mode::subtree);
}

TEST(Probe, CountsItsCalls) {
  Scripted subject(
      [](const Question& question, Answer& answer) { answer.start(question.modules.size()); });
  Probe probe(subject, Mode::exact);
  Answer answer;
  EXPECT_EQ(probe.calls(), 0U);
  for (int call = 0; call < 3; ++call) probe.ask({}, answer);
  EXPECT_EQ(probe.calls(), 3U);
}

TEST(Probe, ShowsTheSupervisorACallInProgressAndItsSize) {
  Heartbeat heartbeat;
  std::uint64_t during = 0;
  std::uint64_t bytes = 0;
  EXPECT_EQ(verdict(
                [&](const Question&, Answer& answer) {
                  during = heartbeat.calls.load();
                  bytes = heartbeat.bytes.load();
                  answer.start(2);
                },
                &heartbeat),
            "answered");
  EXPECT_EQ(during, 1U);
  EXPECT_EQ(bytes, 2U + 2U + 4U);
  EXPECT_EQ(heartbeat.calls.load(), 2U);
}

// The supervisor tells by the parity whether the subject or the harness is at work: a hang after a
// failure must still be seen.
TEST(Probe, EndsTheCallOfASubjectThatFails) {
  Heartbeat heartbeat;
  const std::vector<Scripted::Act> failures = {
      [](const Question&, Answer&) { throw std::runtime_error("too bad"); },
      [](const Question&, Answer&) { throw 7; },
      [](const Question&, Answer&) { throw SubjectFailure("flag"); },
      [](const Question&, Answer& answer) { answer.start(1); }};
  for (std::size_t at = 0; at < failures.size(); ++at) {
    EXPECT_NE(verdict(failures[at], &heartbeat), "answered");
    EXPECT_EQ(heartbeat.calls.load(), 2 * (at + 1));
  }
}

}  // namespace
}  // namespace overmatch::probe_test
