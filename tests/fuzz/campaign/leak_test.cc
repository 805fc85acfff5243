// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/leak.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace overmatch::fuzz {
namespace {

constexpr std::size_t kBlock = 65536;  // what other tests have given back must not satisfy it

// Selects nothing, and takes a block of memory for each question. `keeps`: and never gives it back.
class Hoarder final : public Matcher {
 public:
  explicit Hoarder(bool keeps) : keeps_(keeps) {}
  [[nodiscard]] std::string_view name() const override { return "hoarder"; }
  [[nodiscard]] Mode mode() const override { return Mode::segment; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
    if (!keeps_) blocks_.clear();
    blocks_.push_back(std::make_unique<std::string>(kBlock, 'x'));
  }

 private:
  bool keeps_;
  std::vector<std::unique_ptr<std::string>> blocks_;
};

std::uint64_t leaked(bool keeps) {
  Subject subject;
  subject.matcher = std::make_unique<Hoarder>(keeps);
  const Runner runner(subject, Limits{});
  Case content;
  content.patterns.push_back("a");
  content.modules.push_back("a");
  return bytes_leaked(runner, content);
}

TEST(Leak, WhatIsKeptIsALeak) { EXPECT_GE(leaked(true), kBlock / 2); }

// Under AddressSanitizer what was freed is kept a while, by AddressSanitizer.
TEST(Leak, WhatIsGivenBackIsNone) { EXPECT_EQ(leaked(false), 0U); }

}  // namespace
}  // namespace overmatch::fuzz
