// SPDX-License-Identifier: Apache-2.0
#include "search/tester.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "matchers/portable_regex.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

template <std::size_t N>
void count_bits(std::uint32_t bits, std::array<std::uint64_t, N>& counts) {
  for (std::size_t bit = 0; bits != 0 && bit < N; ++bit, bits >>= 1U) counts[bit] += bits & 1U;
}

}  // namespace

Tester::Tester(Probe& probe, std::span<const Property* const> properties, Report report,
               Heartbeat& heartbeat, std::uint64_t resume_after)
    : probe_(probe),
      report_(std::move(report)),
      heartbeat_(heartbeat),
      runner_(probe, properties, statistics_,
              [this](Discovery& discovery) {
                add_facts(discovery);
                report_(discovery);
              }),
      pairs_(probe, runner_),
      resume_after_(resume_after) {}

void Tester::add_facts(Discovery& discovery) {
  if (first_discovery_ == 0) first_discovery_ = statistics_.cases;
  discovery.found_after = statistics_.cases - untried_;
  discovery.phase = phase_;
  if (facts_ != nullptr) discovery.strategy = to_string(facts_->strategy);
}

void Tester::begin_part(double share) {
  clock_.begin_part(share);
  if (!report_untried_ || statistics_.all_untried() == 0) return;
  Statistics part;
  std::swap(part.untried, statistics_.untried);
  report_untried_(part);
}

bool Tester::is_time_up() const {
  return statistics_.cases >= resume_after_ && clock_.is_time_up(first_discovery_ != 0);
}

void Tester::leave_untried(std::uint64_t cases) {
  statistics_.cases += cases;
  heartbeat_.progress.store(statistics_.cases, std::memory_order_relaxed);
  statistics_.untried[static_cast<std::size_t>(phase_)] += cases;
  untried_ += cases;
  pairs_.drop_ahead();
}

// Does what asks the subject. When time is up amid it, the case counts as untried.
template <typename Work>
void Tester::ask_in_time(const Work& work) {
  try {
    work();
  } catch (const OutOfTime&) {
    clock_.expire();
    --statistics_.phase_cases[static_cast<std::size_t>(phase_)];
    --statistics_.cases;
    leave_untried(1);
  }
  statistics_.calls = probe_.calls();
}

void Tester::mark_known(const ViolationKey& key) {
  runner_.mark_known(key);
  if (first_discovery_ == 0) first_discovery_ = 1;
}

void Tester::begin_phase(Phase phase) {
  phase_ = phase;
  heartbeat_.phase.store(static_cast<std::uint32_t>(phase), std::memory_order_relaxed);
}

// Counts a case. False when it is to be skipped: an earlier run has done it, or time is up.
bool Tester::next_case() {
  ++statistics_.cases;
  heartbeat_.progress.store(statistics_.cases, std::memory_order_relaxed);
  if (statistics_.cases <= resume_after_) return false;
  if (is_time_up()) {
    --statistics_.cases;
    leave_untried(1);
    return false;
  }
  ++statistics_.phase_cases[static_cast<std::size_t>(phase_)];
  return true;
}

void Tester::keep_if_captured(const Case& content) {
  if (statistics_.cases == capture_) captured_ = labelled(content);
}

bool Tester::is_beyond_core(const Question& question) const {
  return portable_only_ && !is_portable(mode(), question);
}

bool Tester::leaves_out(std::size_t modules) const noexcept {
  return modules > most_modules_ || (first_discovery_ != 0 && modules > kBig);
}

bool Tester::leaves_out(std::span<const std::string_view> modules) const noexcept {
  const bool has_long_names = !modules.empty() && modules.front().size() > kBig;
  return leaves_out(modules.size()) || (first_discovery_ != 0 && has_long_names);
}

// Whether the question is beyond the portable core, which is counted.
bool Tester::leave_out(const Question& question) {
  if (!is_beyond_core(question)) return false;
  ++statistics_.left_out;
  return true;
}

// The case as it is put to a subject of lists with labels.
const Case& Tester::labelled(const Case& content) {
  if (probe_.order() == Order::any || !content.labels.empty()) return content;
  labelled_ = content;
  labelled_.labels.assign(probe_.order(),
                          nth_labels(mix_seed(0, statistics_.cases), content.patterns.size()));
  return labelled_;
}

bool Tester::test(const Case& given, const CaseFacts* facts) {
  if (stopped()) return false;
  if (!next_case()) {
    keep_if_captured(given);
    return true;
  }
  const Case& content = labelled(given);
  if (leave_out(content.question())) return true;
  facts_ = facts;
  if (facts != nullptr) {
    count_bits(facts->kinds, statistics_.kinds);
    count_bits(facts->forms, statistics_.forms);
    count_bits(facts->regex_situations, statistics_.regex_situations);
    count_bits(facts->glob_situations, statistics_.glob_situations);
    const auto strategy = static_cast<std::size_t>(facts->strategy);
    ++statistics_.strategies[strategy];
    if (facts->new_behaviour) ++statistics_.behaviours[strategy];
  }
  ask_in_time([&] { observer_ ? run_observed(content, facts) : runner_.run(content, facts); });
  facts_ = nullptr;
  return true;
}

void Tester::run_observed(const Case& content, const CaseFacts* facts) {
  const auto before = statistics_.properties;
  const auto start = std::chrono::steady_clock::now();
  runner_.run(content, facts);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Observation seen{content, phase_, {}, 0, {}, false, 0, took.count()};
  if (facts != nullptr) {
    seen.strategy = to_string(facts->strategy);
    seen.kinds = facts->kinds;
  }
  for (std::size_t at = 0; at < before.size() && seen.violated.empty(); ++at) {
    if (statistics_.properties[at].violated > before[at].violated)
      seen.violated = all_properties()[at]->name;
  }
  Answer answer;
  make_reference(content.mode)->match(content.question(), answer);
  seen.rejected = answer.rejected();
  for (std::size_t at = 0; !seen.rejected && at < content.modules.size(); ++at)
    seen.selected += answer.selects(at) ? 1 : 0;
  observer_(seen);
}

bool Tester::compare(const Case& given) {
  if (stopped()) return false;
  if (!next_case()) {
    keep_if_captured(given);
    return true;
  }
  const Case& content = labelled(given);
  const std::size_t size = std::max(content.patterns.size(), content.modules.size());
  if (leaves_out(size) || leave_out(content.question())) return true;
  runner_.run_agreement(content);
  statistics_.calls = probe_.calls();
  return true;
}

bool Tester::test_pairs(std::string_view pattern, std::span<const std::string_view> modules) {
  pairs_differed_ = false;
  if (stopped()) return false;
  if (!next_case()) {
    if (statistics_.cases != capture_) return true;
    Case content;
    content.mode = mode();
    content.patterns.push_back(pattern);
    content.modules.assign(modules);
    content.labels.assign_same(probe_.order(), 1);
    captured_ = std::move(content);
    return false;
  }
  if (leaves_out(modules)) return true;
  ask_in_time([&] {
    if (leave_out({{&pattern, 1}, modules})) return;
    statistics_.small_pairs += modules.size();
    pairs_.test(pattern, modules);
    pairs_differed_ = pairs_.differed();
  });
  return true;
}

// Asks what test_pairs will ask of these patterns.
void Tester::ask_ahead(std::span<const std::string_view> patterns,
                       std::span<const std::string_view> modules) {
  pairs_.drop_ahead();
  if (stopped() || statistics_.cases < resume_after_ || leaves_out(modules) || is_time_up()) return;
  ahead_questions_.clear();
  for (const std::string_view& pattern : patterns) {
    const Question question{{&pattern, 1}, modules};
    if (!is_beyond_core(question)) ahead_questions_.push_back(question);
  }
  pairs_.ask_ahead(ahead_questions_, clock_.has_limit());
}

bool Tester::test_all_pairs(std::span<const std::string_view> patterns,
                            std::span<const std::string_view> modules,
                            const std::function<bool(std::size_t)>& each) {
  std::size_t next = 0;  // to be asked ahead
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    if (at == next) {
      const std::size_t count = std::min(pairs_.in_flight(), patterns.size() - at);
      ask_ahead(patterns.subspan(at, count), modules);
      next += count;
    }
    const bool go_on = test_pairs(patterns[at], modules) && (!each || each(at));
    if (go_on && !leaves_out(modules)) continue;
    pairs_.drop_ahead();  // what comes is not asked any more
    if (!go_on) return false;
  }
  return true;
}

}  // namespace overmatch
