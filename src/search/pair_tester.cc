// SPDX-License-Identifier: Apache-2.0
#include "search/pair_tester.h"

#include <algorithm>
#include <chrono>

#include "matchers/matcher.h"

namespace overmatch {

namespace {

// Questions on their way at once; fewer of a subject that takes longer than kPatience for them.
constexpr std::size_t kAhead = 32;
constexpr std::chrono::milliseconds kPatience{100};
// A list of so few modules is left to the shrinker.
constexpr std::size_t kSmallList = 8;
// A list that falls into more parts than this takes a quadratic number of questions.
constexpr std::size_t kMostListParts = 64;

}  // namespace

PairTester::PairTester(Probe& probe, PropertyRunner& runner)
    : probe_(probe),
      runner_(runner),
      reference_(make_reference(probe.mode())),
      in_flight_(kAhead) {}

void PairTester::ask_ahead(std::span<const Question> questions, bool adapts) {
  drop_ahead();
  ahead_.resize(std::max(ahead_.size(), questions.size()));
  const auto before = std::chrono::steady_clock::now();
  ahead_end_ = probe_.ask_ahead(questions, std::span(ahead_).first(questions.size()));
  if (adapts && std::chrono::steady_clock::now() - before > kPatience)
    in_flight_ = std::max<std::size_t>(1, in_flight_ / 2);
}

// The question as a case, in own_.
Case& PairTester::own_case(const Question& question) {
  own_.clear();
  own_.mode = probe_.mode();
  own_.patterns.assign(question.patterns);
  own_.modules.assign(question.modules);
  own_.labels.assign_same(probe_.order(), question.patterns.size());
  return own_;
}

void PairTester::test(std::string_view pattern, std::span<const std::string_view> modules) {
  const Question question{{&pattern, 1}, modules};
  differed_ = false;
  reference_->match(question, expected_);
  try {
    if (ahead_begin_ < ahead_end_) {
      std::swap(answer_, ahead_[ahead_begin_++]);
    } else {
      probe_.ask(question, answer_);
    }
  } catch (const SubjectFailure&) {
    return runner_.run(own_case(question));
  }
  differed_ = !(answer_ == expected_);
  if (answer_.rejected() != expected_.rejected()) {
    runner_.run(own_case({question.patterns, {}}));
    runner_.run(
        own_case({question.patterns, modules.first(std::min<std::size_t>(1, modules.size()))}));
    return;
  }
  if (answer_.rejected()) return;
  for (std::size_t module = 0; module < modules.size(); ++module) {
    if (answer_.selects(module) == expected_.selects(module)) continue;
    const Direction direction =
        answer_.selects(module) ? Direction::overmatch : Direction::undermatch;
    const auto is_new = [&] {
      return runner_.is_new(kAgreement, direction,
                            kind_group_of(probe_.mode(), pattern, modules[module]));
    };
    if (!is_new()) continue;
    const bool had_found = runner_.has_found();
    runner_.run(own_case({question.patterns, modules.subspan(module, 1)}));
    if (runner_.has_found() != had_found || !is_new()) continue;
    // Right alone and wrong in a list. Once such a thing is known, the next thousand are the same.
    return test_difference(question, module);
  }
}

// Reports that the answer about one module depends on the other modules, or on what was asked
// before.
void PairTester::test_difference(const Question& question, std::size_t module) {
  const Direction direction =
      answer_.selects(module) ? Direction::overmatch : Direction::undermatch;
  if (!runner_.is_new(kAgreement, direction, KindGroup::whole_list)) return;
  if (is_nondeterministic(question)) return;
  run_smallest_list(question, module, answer_.selects(module));
}

// Whether the question that was just answered wrongly is answered otherwise now. Reports it.
bool PairTester::is_nondeterministic(const Question& question) {
  Answer again;
  try {
    probe_.ask(question, again);
  } catch (const SubjectFailure&) {
    return false;
  }
  if (again == answer_) return false;
  if (!runner_.is_new(kDeterminism, Direction::other, KindGroup::whole_list)) return true;
  Violation violation;
  violation.what = "answers the same question otherwise when it is asked again";
  runner_.report(kDeterminism, violation, own_case(question));
  return true;
}

// Leaves out parts of the list by ddmin as long as the module's answer stays wrong, and checks the
// properties on what is left.
void PairTester::run_smallest_list(const Question& question, std::size_t module, bool selected) {
  std::vector<std::string_view> list(question.modules.begin(), question.modules.end());
  const std::string_view path = list[module];
  Answer answer;
  std::vector<std::string_view> fewer;
  const auto is_still_wrong = [&] {
    const auto at = std::find(fewer.begin(), fewer.end(), path);
    try {
      probe_.ask({question.patterns, fewer}, answer);
    } catch (const SubjectFailure&) {
      return false;
    }
    return !answer.rejected() &&
           answer.selects(static_cast<std::size_t>(at - fewer.begin())) == selected;
  };
  for (std::size_t part = list.size() / 2; part > 0;) {
    bool dropped = false;
    for (std::size_t begin = 0; begin < list.size();) {
      fewer.clear();
      for (std::size_t at = 0; at < list.size(); ++at) {
        if (at < begin || at >= begin + part || list[at] == path) fewer.push_back(list[at]);
      }
      if (fewer.size() < list.size() && is_still_wrong()) {
        list = fewer;
        dropped = true;
      } else {
        begin += part;
      }
    }
    part = list.size() <= kSmallList ? 0 : dropped ? std::min(part, list.size() / 2) : part / 2;
    if (list.size() / std::max<std::size_t>(part, 1) > kMostListParts) break;
  }
  runner_.run(own_case({question.patterns, list}));
}

}  // namespace overmatch
