// SPDX-License-Identifier: Apache-2.0
// Big trees find numbers of 16 bits, in a brief search of fewer of them, too.
#include "search/phases/lengths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "properties/registry.h"

namespace overmatch::lengths_test {
namespace {

// The reference of segment, which loses every module after so many.
class Short final : public Matcher {
 public:
  explicit Short(std::size_t most) : most_(most), reference_(make_reference(Mode::segment)) {}
  [[nodiscard]] std::string_view name() const override { return "short"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    Answer whole;
    reference_->match(question, whole);
    answer.start(question.modules.size());
    for (std::size_t at = 0; at < std::min(most_, question.modules.size()); ++at) {
      if (whole.selects(at)) answer.select(at);
    }
  }

 private:
  std::size_t most_;
  std::unique_ptr<Matcher> reference_;
};

struct Searched {
  bool found = false;
  std::uint64_t cases = 0;
};

Searched search(Matcher& matcher, bool brief) {
  Probe probe(matcher, matcher.mode());
  Heartbeat heartbeat;
  Tester tester(probe, all_properties(), [](const Discovery&) {}, heartbeat);
  if (brief) tester.be_brief();
  tester.stop_at_first();
  search_lengths(tester);
  return {tester.first_discovery() != 0, tester.cases()};
}

TEST(Lengths, FindNumbersOf16BitsAndAccuseNoReference) {
  for (const bool brief : {false, true}) {
    Short narrow(std::size_t{1} << 16U);
    EXPECT_TRUE(search(narrow, brief).found) << brief;
    Short wide(1'000'000);
    EXPECT_FALSE(search(wide, brief).found) << brief;
  }
}

TEST(Lengths, ABriefSearchAsksFewerBigTrees) {
  const auto reference = make_reference(Mode::segment);
  EXPECT_EQ(search(*reference, true).cases + 2 * 7 + 2 * 2, search(*reference, false).cases);
}

}  // namespace
}  // namespace overmatch::lengths_test
