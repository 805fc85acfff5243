// SPDX-License-Identifier: Apache-2.0
// The test suite as GoogleTest tests (https://google.github.io/googletest/): each property is a
// test of its own.
//
//   #include <overmatch/suite/gtest.h>
//   OVERMATCH_TEST_MATCHER(MyMatcher);         // a default-constructible overmatch::Matcher
//
//   ./my_tests --gtest_filter='MyMatcher.containment'     also agreement, boundary, ..., small,
//                                                         corpus, trees
//
// A matcher of lists with labels is given the order in which it reads them:
//
//   OVERMATCH_TEST_SUITE(MyList, std::make_unique<MyList>(), {.order = overmatch::Order::first});
//
// In CMake, link overmatch::gtest (find_package(overmatch COMPONENTS gtest)). For seed, number of
// cases and more see suite::Options, or the environment (suite/suite.h). Header only: it is
// compiled against your GoogleTest, 1.10 or later.
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "names/readers/files.h"
#include "report/words.h"
#include "suite/suite.h"

namespace overmatch::suite {

namespace detail {

// A test name without `::`, `<` and `-`, which GoogleTest's filters and JUnit readers do not
// accept: the property null-entry is the test null_entry.
inline std::string identifier(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  return name;
}

// One test of the suite as a GoogleTest test.
class SuiteTest : public testing::Test {
 public:
  SuiteTest(std::string suite, const Check& check, MakeMatcher make, Options options,
            const char* file, int line)
      : suite_(std::move(suite)),
        check_(check),
        make_(std::move(make)),
        options_(std::move(options)),
        file_(file),
        line_(line) {}

  void TestBody() override {
    Outcome outcome;
    try {
      Options options = from_environment(options_);
#ifdef OVERMATCH_PACKAGE_CORPUS  // defined by overmatch::gtest: the installed corpus
      if (options.corpus.empty()) options.corpus = OVERMATCH_PACKAGE_CORPUS;
#endif
      RecordProperty("overmatch_seed", std::to_string(options.seed));
      outcome = run(
          check_, make_, options, [this](std::string_view test) { return command(test); }, suite_);
    } catch (const std::exception& error) {
      ADD_FAILURE_AT(file_, line_) << error.what();
      return;
    }
    RecordProperty("overmatch_cases", std::to_string(outcome.cases));
    if (outcome.kind == Outcome::Kind::skipped) GTEST_SKIP() << outcome.text;
    if (outcome.kind == Outcome::Kind::failed) ADD_FAILURE_AT(file_, line_) << outcome.text;
  }

 private:
  [[nodiscard]] std::string command(std::string_view test) const {
    const std::string program = program_path();
    return (program.empty() ? "THIS_PROGRAM" : report::shell_quoted(program)) +
           " --gtest_filter=" + suite_ + "." + identifier(test);
  }

  std::string suite_;
  Check check_;
  MakeMatcher make_;
  Options options_;
  const char* file_;
  int line_;
};

}  // namespace detail

// Registers the tests as NAME.agreement, NAME.containment, ...; call it before RUN_ALL_TESTS.
// Failures are reported at `file` and `line`.
inline bool register_tests(std::string_view name, const MakeMatcher& make, const Options& options,
                           const char* file, int line) {
  const std::string suite = detail::identifier(name);
  for (const Check& check : checks(options.order)) {
    testing::RegisterTest(
        suite.c_str(), detail::identifier(check.name).c_str(), nullptr, nullptr, file, line,
        [=] { return new detail::SuiteTest(suite, check, make, options, file, line); });
  }
  return true;
}

}  // namespace overmatch::suite

// clang-format off: the continuation lines of a macro

// The suite of a matcher made by an expression, with options; `name` is one word:
//   OVERMATCH_TEST_SUITE(Segment5, std::make_unique<My>(5), {.cases = 500});
#define OVERMATCH_TEST_SUITE(name, matcher, ...)                                                   \
  [[maybe_unused]] static const bool overmatch_suite_##name = overmatch::suite::register_tests(    \
      #name, []() -> std::unique_ptr<overmatch::Matcher> { return matcher; },                      \
      overmatch::suite::Options __VA_ARGS__, __FILE__, __LINE__)

// The suite of a default-constructible matcher, under its own name (`my::Matcher` is my_Matcher).
#define OVERMATCH_TEST_MATCHER(...)                                                                \
  [[maybe_unused]] static const bool OVERMATCH_SUITE_NAME_(overmatch_suite_at_, __LINE__) =        \
      overmatch::suite::register_tests(                                                            \
          #__VA_ARGS__,                                                                            \
          []() -> std::unique_ptr<overmatch::Matcher> { return std::make_unique<__VA_ARGS__>(); }, \
          overmatch::suite::Options{}, __FILE__, __LINE__)

#define OVERMATCH_SUITE_JOIN_(left, right) left##right
#define OVERMATCH_SUITE_NAME_(left, right) OVERMATCH_SUITE_JOIN_(left, right)

// clang-format on
