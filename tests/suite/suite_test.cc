// SPDX-License-Identifier: Apache-2.0
// Each test of the suite, on matchers that are right, wrong, or do not return. How GoogleTest shows
// it is tests/consumer's.
#include "suite/suite.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

#include "cases/case_file.h"
#include "planted/planted.h"
#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::suite {
namespace {

using testing::HasSubstr;
using Kind = Outcome::Kind;

// A reference that claims another mode.
class Claims final : public Matcher {
 public:
  Claims(Mode rule, Mode claim) : rule_(make_reference(rule)), claim_(claim) {}
  [[nodiscard]] std::string_view name() const override { return "claims"; }
  [[nodiscard]] Mode mode() const override { return claim_; }
  void match(const Question& question, Answer& answer) override { rule_->match(question, answer); }

 private:
  std::unique_ptr<Matcher> rule_;
  Mode claim_;
};

// The reference of lists with labels alone.
class LabelledOnly final : public Matcher {
 public:
  [[nodiscard]] std::string_view name() const override { return "labelled"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  [[nodiscard]] bool takes_labels() const override { return true; }
  [[nodiscard]] bool takes_plain_lists() const override { return false; }
  void match(const Question& question, Answer& answer) override { rule_->match(question, answer); }

 private:
  std::unique_ptr<Matcher> rule_ = make_reference(Mode::segment);
};

MakeMatcher right(Mode mode) {
  return [=] { return make_reference(mode); };
}
MakeMatcher endswith_as_segment() {
  return [] { return std::make_unique<Claims>(Mode::endswith, Mode::segment); };
}

Check check_of(std::string_view name, Order order) {
  const auto all = checks(order);
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Check& check) { return check.name == name; });
  EXPECT_NE(found, all.end()) << name;
  return *found;
}

Outcome run_test(std::string_view name, const MakeMatcher& make, Options options = {}) {
  options.corpus = OVERMATCH_CORPUS_DIR;
  return run(check_of(name, options.order), make, options,
             [](std::string_view test) { return "./my_tests " + std::string(test); });
}

Options unsaved() {
  Options options;
  options.save_folder.clear();
  return options;
}

TEST(Suite, HasATestForEachPropertyAndThreeMore) {
  std::vector<std::string_view> names;
  for (const Check& check : checks()) names.push_back(check.name);
  EXPECT_EQ(names.size(), 15U);
  EXPECT_THAT(names, testing::IsSupersetOf({"agreement", "containment", "determinism", "totality",
                                            "small", "corpus", "trees"}));
}

TEST(Suite, HasATestForEachPropertyOfListsWithLabels) {
  std::vector<std::string_view> names;
  for (const Check& check : checks(Order::first)) names.push_back(check.name);
  EXPECT_EQ(names.size(), 21U);
  EXPECT_THAT(names, testing::IsSupersetOf({"agreement", "concatenation", "dead-entry", "commuting",
                                            "null-entry", "opaque-labels", "repeats", "corpus"}));
}

Options in_order(Order order) {
  Options options = unsaved();
  options.order = order;
  return options;
}

TEST(Suite, PassesTheReferenceOfListsWithLabels) {
  for (const auto& [mode, order] :
       {std::pair(Mode::segment, Order::first), std::pair(Mode::glob, Order::last)}) {
    for (const Check& check : checks(order)) {
      const Outcome outcome = run_test(check.name, right(mode), in_order(order));
      EXPECT_NE(outcome.kind, Kind::failed) << check.name << ": " << outcome.text;
      EXPECT_EQ(outcome.kind == Kind::skipped,
                check.property != nullptr && !check.property->applies(mode, order))
          << check.name << ": " << outcome.text;
    }
  }
}

TEST(Suite, FailsListsThatGoOnAfterNull) {
  const MakeMatcher make = [] { return find_planted("segment-list-null-is-skipped")->make(); };
  for (const char* const name : {"agreement", "null-entry", "small"}) {
    const Outcome outcome = run_test(name, make, in_order(Order::first));
    EXPECT_EQ(outcome.kind, Kind::failed) << name;
    EXPECT_THAT(outcome.text, HasSubstr("order first")) << name;
  }
  // What does not concern lists holds all the same.
  EXPECT_EQ(run_test("determinism", make, in_order(Order::first)).kind, Kind::passed);
}

TEST(Suite, RefusesAnOrderThatTheMatcherDoesNotTake) {
  const auto plain = [] { return std::make_unique<Claims>(Mode::segment, Mode::segment); };
  EXPECT_EQ(message_of([&] { run_test("agreement", plain, in_order(Order::first)); }),
            "claims reads no lists with labels: override takes_labels(), or give the suite no "
            "order");
  const auto labelled = [] { return std::make_unique<LabelledOnly>(); };
  EXPECT_THAT(message_of([&] { run_test("agreement", labelled, unsaved()); }),
              HasSubstr("reads no plain lists: give the suite the option .order = Order::first"));
}

TEST(Suite, NeedsTheOrderOfADialect) {
  EXPECT_THAT(message_of([&] { run_test("agreement", right(Mode::torchao), unsaved()); }),
              HasSubstr("the order of torchao is first: give the suite the option .order"));
  EXPECT_EQ(run_test("agreement", right(Mode::torchao), in_order(Order::first)).kind, Kind::passed);
}

TEST(Suite, PassesTheReference) {
  for (const Check& check : checks()) {
    const Outcome outcome = run_test(check.name, right(Mode::segment), unsaved());
    EXPECT_EQ(outcome.kind, Kind::passed) << check.name << ": " << outcome.text;
    EXPECT_GT(outcome.cases, 20U) << check.name;
  }
}

// The corpus has lists with labels in these modes, which a matcher of plain lists is never asked.
TEST(Suite, AsksPlainListsOnly) {
  for (const Mode mode : {Mode::segment, Mode::exact, Mode::glob}) {
    const auto plain = [mode] { return std::make_unique<Claims>(mode, mode); };
    ASSERT_FALSE(plain()->takes_labels());
    const Outcome outcome = run_test("corpus", plain, unsaved());
    EXPECT_EQ(outcome.kind, Kind::passed) << to_string(mode) << ": " << outcome.text;
  }
}

TEST(Suite, SkipsAPropertyOfOtherModes) {
  const Outcome outcome = run_test("containment", right(Mode::endswith), unsaved());
  EXPECT_EQ(outcome.kind, Kind::skipped);
  EXPECT_EQ(outcome.text, "containment is not a property of mode endswith");
}

TEST(Suite, FailsTheHistoricalRuleInEachTestThatCanSeeIt) {
  for (const char* const name :
       {"agreement", "containment", "boundary", "small", "corpus", "trees"}) {
    const Outcome outcome = run_test(name, endswith_as_segment(), unsaved());
    EXPECT_EQ(outcome.kind, Kind::failed) << name;
    EXPECT_THAT(outcome.text, HasSubstr("OVERMATCH"));
    EXPECT_THAT(outcome.text, HasSubstr(std::string("./my_tests ") + name + "\n"));
  }
}

TEST(Suite, AFailureIsTheMinimalCaseWithItsReplay) {
  const TemporaryFolder folder;
  Options options;
  options.save_folder = folder.file("cases");
  options.seed = 7;
  options.cases = 300;
  const Outcome outcome = run_test("agreement", endswith_as_segment(), options);
  ASSERT_EQ(outcome.kind, Kind::failed);
  EXPECT_THAT(outcome.text, HasSubstr("selects `aa` for the pattern `a`"));
  EXPECT_THAT(outcome.text, HasSubstr("minimal: proved"));
  EXPECT_THAT(outcome.text,
              HasSubstr("again: OVERMATCH_SEED=7 OVERMATCH_CASES=300 ./my_tests agreement\n"));

  // The replay line is right: the file that it names fails as `corpus`, and passes with a right
  // matcher.
  const std::string before = "replay: OVERMATCH_REPLAY=";
  const std::size_t start = outcome.text.find(before) + before.size();
  Options replay = unsaved();
  replay.replay = outcome.text.substr(start, outcome.text.find(' ', start) - start);
  EXPECT_EQ(replay.replay.front(), '/');  // from every folder
  const Outcome again = run_test("corpus", endswith_as_segment(), replay);
  EXPECT_EQ(again.kind, Kind::failed);
  EXPECT_EQ(again.cases, 1U);
  EXPECT_EQ(run_test("corpus", right(Mode::segment), replay).kind, Kind::passed);
}

TEST(Suite, ShowsAFindingOnceInASuite) {
  const TemporaryFolder folder;
  const auto texts = [&](const std::string& suite) {
    std::string text;
    for (const char* const name : {"agreement", "small"}) {
      Options options;
      options.save_folder = folder.file("cases");
      options.corpus = OVERMATCH_CORPUS_DIR;
      text += run(
                  check_of(name, Order::any), endswith_as_segment(), options,
                  [](std::string_view test) { return "./my_tests " + std::string(test); }, suite)
                  .text;
    }
    return text;
  };
  const auto drawings = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("X   aa  OVERMATCH", at)) != std::string::npos; ++at)
      ++count;
    return count;
  };
  const std::string once = texts("My");
  EXPECT_EQ(drawings(once), 1U) << once;
  EXPECT_THAT(once, HasSubstr("same finding as My.agreement: selects `aa` for the pattern `a`"));
  EXPECT_EQ(drawings(texts("Other")), 1U);  // of another suite: a matcher of its own
  EXPECT_EQ(drawings(texts("")), 2U);
}

TEST(Suite, ACrashFailsATestAndEndsNothingElse) {
  const Outcome outcome = run_test(
      "totality", [] { return find_planted("exact-assert-on-malformed")->make(); }, unsaved());
  EXPECT_EQ(outcome.kind, Kind::failed);
  EXPECT_THAT(outcome.text, HasSubstr("Aborted"));
}

TEST(Suite, AReplayOfAnotherModeIsNoSilentPass) {
  const TemporaryFolder folder;
  Options options = unsaved();
  options.replay = save_case({{Mode::exact, {"a"}, {"a"}, {}}, {}}, folder.path());
  EXPECT_EQ(message_of([&] { run_test("corpus", right(Mode::segment), options); }),
            options.replay + ": no case of the mode segment");
}

TEST(Suite, AMakerOfNothingIsSaidToBe) {
  EXPECT_THAT(message_of([] { run_test("totality", [] { return nullptr; }); }),
              HasSubstr("no matcher"));
}

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

TEST(SuiteOptions, AreWhatTheEnvironmentSaysInstead) {
  const Environment seed("OVERMATCH_SEED", "18446744073709551615");
  const Environment cases("OVERMATCH_CASES", "3");
  const Environment save("OVERMATCH_SAVE", "");
  const Environment wide("OVERMATCH_WIDE", "1");
  const Options options = from_environment({});
  EXPECT_EQ(options.seed, ~std::uint64_t{0});
  EXPECT_EQ(options.cases, 3U);
  EXPECT_EQ(options.save_folder, "");
  EXPECT_TRUE(options.wide);
  EXPECT_FALSE(options.in_process);
}

TEST(SuiteOptions, RefuseWhatIsNoNumber) {
  for (const char* const value : {"many", "-1", "1e3", "18446744073709551616", "5 "}) {
    const Environment cases("OVERMATCH_CASES", value);
    EXPECT_EQ(message_of([] { static_cast<void>(from_environment({})); }),
              "OVERMATCH_CASES=\"" + std::string(value) + "\": it must be a whole number from 0");
  }
}

}  // namespace
}  // namespace overmatch::suite
