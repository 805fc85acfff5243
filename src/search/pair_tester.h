// SPDX-License-Identifier: Apache-2.0
// Compares the subject with the reference on one pattern and many modules at once: the fastest way
// through millions of pairs. Where they differ, every property is checked on the single pair.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "search/property_runner.h"

namespace overmatch {

class PairTester {
 public:
  // `probe` and `runner` must outlive it.
  PairTester(Probe& probe, PropertyRunner& runner);

  // Asks about the pattern and the modules, and checks the properties on what differs.
  void test(std::string_view pattern, std::span<const std::string_view> modules);
  // Whether the subject answered the last question otherwise than the reference.
  [[nodiscard]] bool differed() const noexcept { return differed_; }

  // How many of the next patterns may be asked ahead.
  [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
  // Asks several questions before their turn, for a subject that takes many at once. `test` must
  // then be called for just these, in this order, or `drop_ahead`. With `adapts`, fewer are asked
  // ahead from now on if the subject is slow.
  void ask_ahead(std::span<const Question> questions, bool adapts);
  void drop_ahead() noexcept { ahead_begin_ = ahead_end_ = 0; }

 private:
  Case& own_case(const Question& question);
  void test_difference(const Question& question, std::size_t module);
  bool is_nondeterministic(const Question& question);
  void run_smallest_list(const Question& question, std::size_t module, bool selected);

  Probe& probe_;
  PropertyRunner& runner_;
  std::unique_ptr<Matcher> reference_;
  Answer answer_;
  Answer expected_;
  bool differed_ = false;
  Case own_;
  std::vector<Answer> ahead_;  // answers to questions that come next, from ahead_begin_ on
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_end_ = 0;
  std::size_t in_flight_;
};

}  // namespace overmatch
