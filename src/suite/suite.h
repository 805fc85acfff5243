// SPDX-License-Identifier: Apache-2.0
// A test suite over one matcher, for any test framework: the names of its tests, and the outcome of
// each as a text. It knows no framework; suite/gtest.h is the one for GoogleTest.
//
// The tests are one for each property, on random cases; `small`, the exhaustive search of small
// cases; `corpus`, the saved collisions that come with overmatch; and `trees`, the real models. All
// are campaigns (search/campaign/campaign.h), so a failure is shown as `overmatch check` shows it:
// the minimal case, drawn, with what proves it minimal, saved, and with the line to replay it.
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

// Makes the matcher anew: each test has its own, and asks it in a child process.
using MakeMatcher = std::function<std::unique_ptr<Matcher>()>;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t cases = 2'000;  // random ones, for each property
  bool wide = false;            // regexes beyond what Python, PCRE2 and RE2 read alike
  bool in_process = false;      // no child process: for a debugger; a crash ends the tests
  std::string save_folder = "overmatch-cases";  // where failing cases are saved; "" saves none
  std::string corpus;  // the folder of cases/ and trees/; "" is overmatch's own
  std::string replay;  // a case file or a folder, which `corpus` asks instead
  Limits limits;
};

// The options with what the environment says instead: OVERMATCH_SEED, OVERMATCH_CASES,
// OVERMATCH_WIDE, OVERMATCH_IN_PROCESS, OVERMATCH_SAVE, OVERMATCH_CORPUS and OVERMATCH_REPLAY.
// Throws InputError when that is no number or no folder.
[[nodiscard]] Options from_environment(Options options);

// One test of the suite.
struct Check {
  std::string_view name;
  const Property* property = nullptr;  // null for `small`, `corpus` and `trees`
};
[[nodiscard]] std::span<const Check> checks();

struct Outcome {
  enum class Kind : std::uint8_t {
    passed,
    failed,
    skipped,  // it has nothing to say of this matcher: a property of other modes, no saved case of
              // the mode
  };
  Kind kind = Kind::passed;
  std::string text;  // why it failed or was skipped, for people
  std::uint64_t cases = 0;
};

// Runs one test. `command` runs a test of that name alone, in a shell: what the text tells its
// reader to type. Throws InputError (an unreadable corpus, a bad case file) and what `make` throws.
using Command = std::function<std::string(std::string_view test)>;
[[nodiscard]] Outcome run(const Check& check, const MakeMatcher& make, const Options& options,
                          const Command& command);

}  // namespace overmatch::suite
