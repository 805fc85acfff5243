// SPDX-License-Identifier: Apache-2.0
// The limits of reducing one finding are its budgets, its deadline, and the cases that it may
// become.
#pragma once

#include "matchers/portable_regex.h"
#include "search/reduce/case_order.h"
#include "search/reduce/prove_minimal.h"
#include "subjects/probe.h"

namespace overmatch {

// The budget when one process evaluates all cases. Smaller for regexes, which a subject may compile
// for each question.
[[nodiscard]] inline Budget usual_budget(Mode mode) {
  if (is_regex(mode)) return {{1, 1, 4}, 30'000, 150'000};
  if (is_glob(mode)) return {{1, 1, 4}, 30'000, 1'500'000};  // of more characters than text has
  return {{1, 1, 6}, 30'000, 1'500'000};
}

// The budget when each evaluation costs a process, beside which handling names is cheap.
inline constexpr Budget kForkedBudget = {{1, 2, 3}, 400, 500, 1U << 20U};

// Rejects steps from a portable case (matchers/portable_regex.h) to one that regex engines read
// differently: such a case may fail for another reason, or for none.
class MayBecome {
 public:
  explicit MayBecome(const Case& original) : portable_(is_portable(original)) {}
  // Whether the case is an allowed step.
  [[nodiscard]] bool operator()(const Case& content) const {
    return !portable_ || is_portable(content);
  }

 private:
  [[nodiscard]] static bool is_portable(const Case& content) {
    return overmatch::is_portable(content.mode, content.question());
  }

  bool portable_;
};

// Shrinking and proving with a deadline: returns the simplest failing case found until then.
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
        if (is_past(deadline_)) throw OutOfTime{};  // the answer may be incomplete
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
