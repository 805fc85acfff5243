// SPDX-License-Identifier: Apache-2.0
// Crowds find what numbers, counts or hashes its names in too few bits, and accuse no right
// matcher.
#include "search/phases/crowds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "planted/planted.h"
#include "properties/registry.h"

namespace overmatch::crowds_test {
namespace {

bool finds(Matcher& matcher, Mode mode, bool (*search)(Tester&)) {
  Probe probe(matcher, mode);
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  tester.keep_portable();
  tester.stop_at_first();
  search(tester);
  EXPECT_EQ(tester.statistics().left_out, 0U) << "a case that is never asked";
  return tester.first_discovery() != 0;
}

TEST(Crowds, AccuseNoReference) {
  for (const Mode mode : kModes) {
    const auto reference = make_reference(mode);
    EXPECT_FALSE(finds(*reference, mode, search_crowd)) << to_string(mode);
    EXPECT_FALSE(finds(*reference, mode, search_big_crowd)) << to_string(mode);
  }
}

TEST(Crowds, AccuseNoCorrectVariant) {
  for (const Planted& one : planted()) {
    if (one.expect != Expect::correct) continue;
    EXPECT_FALSE(finds(*one.make(), one.mode, search_crowd)) << one.name;
  }
}

TEST(Crowds, FindNumbersOfEightBits) {
  for (const char* const name :
       {"segment-numbers-8-bit", "subtree-numbers-8-bit", "exact-place-8-bit", "exact-place-signed",
        "segment-hits-8-bit", "subtree-hits-signed", "segment-selected-8-bit", "exact-masks-of-64",
        "exact-masks-of-32", "exact-hash-buckets", "regex-hundred-groups"}) {
    const Planted* const bug = find_planted(name);
    ASSERT_NE(bug, nullptr) << name;
    EXPECT_TRUE(finds(*bug->make(), bug->mode, search_crowd)) << name;
  }
}

// Answers as `selects(question, module)` says.
class Rule final : public Matcher {
 public:
  using Selects = std::function<bool(const Question&, std::size_t)>;
  Rule(Mode mode, Selects selects) : mode_(mode), selects_(std::move(selects)) {}
  [[nodiscard]] std::string_view name() const override { return "rule"; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      if (selects_(question, at)) answer.select(at);
    }
  }

 private:
  Mode mode_;
  Selects selects_;
};

// A bit for each pattern and each of its two segments, after so many again from the first on.
Rule::Selects masked(unsigned bits) {
  return [bits](const Question& question, std::size_t module) {
    const std::string_view path = question.modules[module];
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos)
      return std::find(question.patterns.begin(), question.patterns.end(), path) !=
             question.patterns.end();
    std::vector<bool> left(bits), right(bits);
    for (std::size_t at = 0; at < question.patterns.size(); ++at) {
      const std::string_view pattern = question.patterns[at];
      const std::size_t middle = pattern.find('.');
      if (middle == std::string_view::npos) continue;
      if (pattern.substr(0, middle) == path.substr(0, dot)) left[at % bits] = true;
      if (pattern.substr(middle + 1) == path.substr(dot + 1)) right[at % bits] = true;
    }
    for (unsigned bit = 0; bit < bits; ++bit) {
      if (left[bit] && right[bit]) return true;
    }
    return false;
  };
}

TEST(Crowds, FindBitSetsThatStartAgain) {
  for (const unsigned bits : {8U, 16U, 32U, 64U, 128U, 256U}) {
    Rule rule(Mode::exact, masked(bits));
    EXPECT_TRUE(finds(rule, Mode::exact, search_crowd)) << bits;
  }
  Rule wide(Mode::exact, masked(4096));
  EXPECT_FALSE(finds(wide, Mode::exact, search_crowd));
}

// A path is looked up among the patterns' places, which are kept in so many bits.
Rule::Selects placed(unsigned bits) {
  return [bits](const Question& question, std::size_t module) {
    const auto found =
        std::find(question.patterns.begin(), question.patterns.end(), question.modules[module]);
    if (found == question.patterns.end()) return false;
    const auto place = static_cast<std::size_t>(found - question.patterns.begin());
    return question.patterns[place % (std::size_t{1} << bits)] == question.modules[module];
  };
}

// The number of patterns that are the path, in so many bits.
Rule::Selects counted(unsigned bits) {
  return [bits](const Question& question, std::size_t module) {
    const auto count = static_cast<std::size_t>(
        std::count(question.patterns.begin(), question.patterns.end(), question.modules[module]));
    return count % (std::size_t{1} << bits) != 0;
  };
}

// A segment's number is the place where it is met, in so many bits: here of a tree whose last
// segments are all different.
Rule::Selects numbered(unsigned bits) {
  return [bits](const Question& question, std::size_t module) {
    const auto last = [](std::string_view path) { return path.substr(path.rfind('.') + 1); };
    const auto number = [&](std::string_view segment) -> std::size_t {
      std::size_t value = 0;
      if (segment.size() < 2 || segment[0] != 'n') return ~std::size_t{0};
      for (const char c : segment.substr(1)) value = value * 10 + static_cast<std::size_t>(c - '0');
      return value % (std::size_t{1} << bits);
    };
    return std::any_of(question.patterns.begin(), question.patterns.end(), [&](auto pattern) {
      const std::string_view segment = last(question.modules[module]);
      if (pattern == segment || pattern == question.modules[module]) return true;
      return number(pattern) != ~std::size_t{0} && number(pattern) == number(segment);
    });
  };
}

TEST(Crowds, BigOnesFindNumbersOfSixteenBitsAndNoneThatAreLarger) {
  struct Row {
    const char* what;
    Mode mode;
    Rule::Selects (*rule)(unsigned bits);
  };
  const std::array<Row, 3> rows = {{{"placed", Mode::exact, placed},
                                    {"counted", Mode::exact, counted},
                                    {"numbered", Mode::segment, numbered}}};
  for (const auto& [what, mode, rule] : rows) {
    Rule sixteen(mode, rule(16));
    EXPECT_TRUE(finds(sixteen, mode, search_big_crowd)) << what;
    Rule thirty_two(mode, rule(32));
    EXPECT_FALSE(finds(thirty_two, mode, search_big_crowd)) << what;
  }
}

}  // namespace
}  // namespace overmatch::crowds_test
