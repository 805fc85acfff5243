// SPDX-License-Identifier: Apache-2.0
// The test suite of one matcher, for any test framework: the names of its tests, and the outcome of
// each as a text (suite/gtest.h adapts it to GoogleTest).
//
// There is a test for each property, on random cases; `small`, the exhaustive search of small
// cases; `corpus`, the saved cases that overmatch ships; and `trees`, the real models. With an
// order, the matcher is asked lists with labels, and the properties of such lists are tests, too.
// Each is a campaign (search/campaign/campaign.h), so a failure reads as in `overmatch check`: the
// minimal case, drawn and saved, what proves it minimal, and the line to replay it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "matchers/matcher.h"
#include "properties/property.h"
#include "subjects/isolation.h"

namespace overmatch::suite {

// Makes a fresh matcher: each test has its own, and asks it in a child process.
using MakeMatcher = std::function<std::unique_ptr<Matcher>()>;

// The options of all tests.
struct Options {
  std::uint64_t seed = 1;
  std::uint64_t cases = 2'000;  // random cases for each property
  bool wide = false;            // regexes beyond what Python, PCRE2 and RE2 read alike
  bool in_process = false;      // no child process: for a debugger; a crash ends the tests
  std::string save_folder = "overmatch-cases";  // where failing cases are saved; "" saves none
  std::string corpus;  // folder with cases/ and trees/; "": the one that overmatch ships
  std::string replay;  // a case file or folder for the test `corpus` instead
  Limits limits;
  // Of a matcher of lists with labels (Matcher::takes_labels): the entry that decides, the first
  // one or the last one. any: plain lists.
  Order order = Order::any;
};

// The options, overridden by the environment variables OVERMATCH_SEED, OVERMATCH_CASES,
// OVERMATCH_WIDE, OVERMATCH_IN_PROCESS, OVERMATCH_SAVE, OVERMATCH_CORPUS and OVERMATCH_REPLAY.
// Throws InputError if a value is not a number or folder.
[[nodiscard]] Options from_environment(Options options);

// One test of the suite.
struct Check {
  std::string_view name;
  const Property* property = nullptr;  // null for `small`, `corpus` and `trees`
};
// All tests of the suite of a matcher of lists in this order, one after the other.
[[nodiscard]] std::span<const Check> checks(Order order = Order::any);

// The outcome of one test.
struct Outcome {
  enum class Kind : std::uint8_t {
    passed,
    failed,
    skipped,  // it does not apply: a property of other modes, or no saved case of the mode
  };
  Kind kind = Kind::passed;
  std::string text;  // why it failed or was skipped, for people
  std::uint64_t cases = 0;
};

// Gives the shell command that runs the test of that name alone, for the text of a failure.
using Command = std::function<std::string(std::string_view test)>;
// Runs one test. A finding that a test of the same `suite` has shown in this process is one line
// that names that test; "" shows each in full. Throws InputError (an unreadable corpus, an invalid
// case file, an order in which the matcher takes no lists) and what `make` throws.
[[nodiscard]] Outcome run(const Check& check, const MakeMatcher& make, const Options& options,
                          const Command& command, const std::string& suite = {});

}  // namespace overmatch::suite
