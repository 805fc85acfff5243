// SPDX-License-Identifier: Apache-2.0
// What shrinkers make of a failing case: overmatch's own on the cases of its generator,
// RapidCheck's on RapidCheck's. And the judge, who is the same for all: a result is minimal when
// overmatch's shrinker and prover find no smaller one.
#include <array>
#include <iostream>
#include <map>

#include "search/reduce/prove_minimal.h"
#include "tests/bench/bug_set.h"
#include "tests/bench/contender.h"
#include "tests/bench/groups.h"
#include "tests/bench/json_line.h"

namespace overmatch::bench {

namespace {

// What `overmatch check` spends on a finding (src/search/reduce.cc).
Budget usual_budget(Mode mode) {
  if (mode == Mode::regex) return {{1, 1, 4}, 30'000, 150'000};
  return {{1, 1, 6}, 30'000, 1'500'000};
}
// RapidCheck has no limit of its own.
constexpr std::uint64_t kMostEvaluations = 200'000;

// Whether the subject answers a case otherwise than the reference; counts how often it was asked.
class Fails {
 public:
  explicit Fails(const Bug& bug)
      : subject_(make_subject(bug)), reference_(make_reference(bug.mode())) {}
  bool operator()(const Case& content) {
    ++evaluations;
    subject_->match(content.question(), answer_);
    reference_->match(content.question(), expected_);
    if (answer_ == expected_) return false;
    last_failure = evaluations;
    return true;
  }
  std::uint64_t evaluations = 0;
  std::uint64_t last_failure =
      0;  // which evaluation was the last that failed: the result was reached there, at the latest

 private:
  std::unique_ptr<Matcher> subject_;
  std::unique_ptr<Matcher> reference_;
  Answer answer_;
  Answer expected_;
};

// RapidCheck's own way: the first smaller value that fails takes the place of the failing one.
Case descend(Drawn drawn, Fails& fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    while (auto next = drawn.next_smaller()) {
      if (fails.evaluations >= kMostEvaluations) return drawn.content;
      if (!fails(next->content)) continue;
      drawn = std::move(*next);
      smaller = true;
      break;
    }
  }
  return drawn.content;
}

void shrink_with(const Contender& contender, const Bug& bug, std::uint64_t seed, double seconds) {
  nlohmann::json line = {
      {"bug", bug.planted->name}, {"contender", contender.name}, {"seed", seed}, {"found", false}};
  Fails fails(bug);
  const Draw draw = contender.start(bug.mode(), bug.order(), seed);
  const double start = cpu_seconds();
  for (std::uint64_t number = 0; cpu_seconds() - start < seconds; ++number) {
    Drawn drawn = draw(number);
    if (!fails(drawn.content)) continue;
    const double found = cpu_seconds();
    fails.evaluations = fails.last_failure = 0;
    Case result;
    if (drawn.next_smaller) {
      result = descend(std::move(drawn), fails);
    } else {
      const auto minimised = minimise(
          drawn.content, [&](const Case& content) { return fails(content); },
          usual_budget(bug.mode()));
      result = minimised.content;
    }
    line["found"] = true;
    line["evaluations"] = fails.last_failure;
    line["evaluations_in_all"] = fails.evaluations;
    line["seconds"] = cpu_seconds() - found;
    line["patterns"] = to_json(result.patterns);
    line["modules"] = to_json(result.modules);
    break;
  }
  print_line(line);
}

// Whether there is no failing case that is smaller in patterns, modules and characters: equal ones
// with simpler letters are no reproach to a shrinker that has another taste.
std::string judge(const Case& content, const Bug& bug) {
  Fails asked(bug);
  const auto fails = [&](const Case& other) { return asked(other); };
  if (!fails(content)) return "passes";
  const Budget budget = usual_budget(bug.mode());
  Case least = content;
  for (;;) {
    least = shrink(least, fails, budget.shrink).content;
    if (!(size_of(least) == size_of(content))) return "not minimal";
    const Proof proof = prove_minimal(least, fails, budget.proof);
    if (!proof.smaller) {
      return proof.minimality == Minimality::proved            ? "proved"
             : proof.minimality == Minimality::proved_embedded ? "proved embedded"
                                                               : "not proved";
    }
    least = *proof.smaller;
    if (!(size_of(least) == size_of(content))) return "not minimal";
  }
}

}  // namespace

void shrink_bugs(const ShrinkOptions& options) {
  for (const Bug& bug : choose_bugs(options.bugs, 1)) {
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
      shrink_with(kGenerator, bug, seed, options.seconds);
      for (const Contender& contender : rapidcheck_contenders())
        shrink_with(contender, bug, seed, options.seconds);
    }
  }
}

void judge_results() {
  std::map<std::string, std::string> verdicts;
  for (std::string text; std::getline(std::cin, text);) {
    nlohmann::json line = parse_json(text, "standard input");
    if (line.at("found").get<bool>()) {
      const Bug bug = choose_bugs({line.at("bug").get<std::string>()}, 0).front();
      Case content;
      content.mode = bug.mode();
      for (const auto& pattern : line.at("patterns"))
        content.patterns.push_back(pattern.get<std::string>());
      for (const auto& module : line.at("modules"))
        content.modules.push_back(module.get<std::string>());
      // The same result of another seed has the same verdict.
      std::string& verdict =
          verdicts[line.at("bug").dump() + line.at("patterns").dump() + line.at("modules").dump()];
      if (verdict.empty()) verdict = judge(content, bug);
      line["verdict"] = verdict;
    }
    print_line(line);
  }
}

}  // namespace overmatch::bench
