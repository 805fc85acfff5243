// SPDX-License-Identifier: Apache-2.0
// Shrinking and proving with a deadline: returns the simplest failing case found until then.
#pragma once

#include "search/reduce/case_order.h"
#include "search/reduce/prove.h"
#include "subjects/probe.h"

namespace overmatch {

// Runs shrink() and minimise() until a deadline.
class InTime {
 public:
  // `start` must fail, and outlive this object.
  InTime(const Case& start, Fails fails, Deadline deadline)
      : start_(start), fails_(std::move(fails)), deadline_(deadline) {}

  // As minimise(). If the deadline passes, the simplest case so far, without proof.
  [[nodiscard]] Minimised minimised(const Budget& budget) const {
    return until_then([&](const Fails& fails) { return minimise(start_, fails, budget); });
  }
  // As shrink(), with the same rule.
  [[nodiscard]] Case shrunk(std::uint64_t steps, std::uint64_t bytes) const {
    return until_then([&](const Fails& fails) {
             return Minimised{shrink(start_, fails, steps, bytes).content, {}};
           })
        .content;
  }

 private:
  template <typename Work>
  Minimised until_then(const Work& work) const {
    Case best = start_;
    try {
      return work([&](const Case& content) {
        if (is_past(deadline_)) throw OutOfTime{};
        const bool fails = fails_(content);
        if (is_past(deadline_)) throw OutOfTime{};  // the answer was perhaps not waited for
        if (fails && is_simpler(content, best)) best = content;
        return fails;
      });
    } catch (const OutOfTime&) {
      return {best, {}};
    }
  }

  const Case& start_;
  Fails fails_;
  Deadline deadline_;
};

}  // namespace overmatch
