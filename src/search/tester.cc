// SPDX-License-Identifier: Apache-2.0
#include "search/tester.h"

#include <algorithm>

#include "matchers/portable_regex.h"

namespace overmatch {

// Wants the violations of a property of a sort that was not reported yet.
class Tester::Unknown final : public Wanted {
 public:
  Unknown(const Tester& tester, const Property& property) : tester_(tester), property_(property) {}
  [[nodiscard]] bool operator()(Direction direction, KindGroup group) const override {
    return !tester_.known_[tester_.slot({&property_, direction, group})];
  }

 private:
  const Tester& tester_;
  const Property& property_;
};

namespace {

std::size_t index_of(const Property& property) {
  const auto all = all_properties();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), &property) - all.begin());
}

constexpr std::size_t kSmallCompany = 8;
constexpr std::size_t kMostParts = 64;
// Questions on their way at once; fewer of a subject that takes longer than that for them.
constexpr std::size_t kAhead = 32;
constexpr std::chrono::milliseconds kPatience{100};

template <std::size_t N>
void count_bits(std::uint32_t bits, std::array<std::uint64_t, N>& counts) {
  for (std::size_t bit = 0; bits != 0 && bit < N; ++bit, bits >>= 1U) counts[bit] += bits & 1U;
}

}  // namespace

Tester::Tester(Probe& probe, std::span<const Property* const> properties, Report report,
               Heartbeat& heartbeat, std::uint64_t resume_after)
    : probe_(probe),
      properties_(properties),
      report_(std::move(report)),
      heartbeat_(heartbeat),
      resume_after_(resume_after),
      trial_(probe),
      pivot_(probe),
      has_agreement_(std::find(properties.begin(), properties.end(), &kAgreement) !=
                     properties.end()),
      known_(kProperties * 3 * kKindGroups, false),
      in_flight_(kAhead),
      reference_(make_reference(probe.mode())) {}

void Tester::limit_time(Deadline latest, Deadline once_found) {
  start_ = std::chrono::steady_clock::now();
  latest_ = latest;
  once_found_ = once_found;
}

void Tester::begin_part(double share) {
  share_ = share;
  if (!report_untried_ || statistics_.all_untried() == 0) return;
  Statistics part;
  std::swap(part.untried, statistics_.untried);
  report_untried_(part);
}

bool Tester::is_time_up() const {
  if (statistics_.cases < resume_after_) return false;
  if (expired_) return true;
  const Deadline end = first_discovery_ != 0 ? once_found_ : latest_;
  if (end == kNever) return false;
  const auto part = std::chrono::duration_cast<Deadline::duration>((end - start_) * share_);
  return is_past(start_ + part);
}

void Tester::leave_untried(std::uint64_t cases) {
  statistics_.cases += cases;
  heartbeat_.progress.store(statistics_.cases, std::memory_order_relaxed);
  statistics_.untried[static_cast<std::size_t>(phase_)] += cases;
  all_untried_ += cases;
  ahead_begin_ = ahead_end_ = 0;
}

template <typename Work>
void Tester::ask_in_time(const Work& work) {
  try {
    work();
  } catch (const OutOfTime&) {
    expired_ = true;
    --statistics_.phase_cases[static_cast<std::size_t>(phase_)];
    --statistics_.cases;
    leave_untried(1);
  }
  statistics_.calls = probe_.calls();
}

std::size_t Tester::slot(const ViolationKey& key) const noexcept {
  return (index_of(*key.property) * 3 + static_cast<std::size_t>(key.direction)) * kKindGroups +
         static_cast<std::size_t>(key.group);
}

void Tester::know(const ViolationKey& key) {
  known_[slot(key)] = true;
  if (first_discovery_ == 0) first_discovery_ = 1;
}

bool Tester::leaves_out(std::size_t modules) const noexcept {
  return modules > most_modules_ || (first_discovery_ != 0 && modules > kBig);
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

bool Tester::leaves_out(const Question& question) const {
  return portable_only_ && mode() == Mode::regex && !is_portable(question);
}

bool Tester::tests_pairs(std::span<const std::string_view> modules) const noexcept {
  const bool long_names = !modules.empty() && modules.front().size() > kBig;
  return !leaves_out(modules.size()) && !(first_discovery_ != 0 && long_names);
}

bool Tester::left_out(const Question& question) {
  if (!leaves_out(question)) return false;
  ++statistics_.left_out;
  return true;
}

bool Tester::test(const Case& content, const CaseFacts* facts) {
  if (stopped()) return false;
  if (!next_case()) {
    if (statistics_.cases == capture_) captured_ = content;
    return true;
  }
  if (left_out(content.question())) return true;
  facts_ = facts;
  if (facts != nullptr) {
    count_bits(facts->kinds, statistics_.kinds);
    count_bits(facts->forms, statistics_.forms);
    count_bits(facts->regex_situations, statistics_.regex_situations);
    const auto strategy = static_cast<std::size_t>(facts->strategy);
    ++statistics_.strategies[strategy];
    if (facts->new_behaviour) ++statistics_.behaviours[strategy];
  }
  ask_in_time([&] { run(content); });
  facts_ = nullptr;
  return true;
}

bool Tester::compare(const Case& content) {
  if (stopped()) return false;
  if (!next_case()) {
    if (statistics_.cases == capture_) captured_ = content;
    return true;
  }
  const std::size_t size = std::max(content.patterns.size(), content.modules.size());
  if (leaves_out(size) || left_out(content.question())) return true;
  trial_.begin(content);
  // Agreement has nothing to say of a list that is rejected.
  if (!has_agreement_ || (run_property(kAgreement, trial_, content) && !trial_.accepted()))
    run(content);
  statistics_.calls = probe_.calls();
  return true;
}

void Tester::run(const Case& content) {
  trial_.begin(content);
  bool broken = false;
  for (const Property* const property : properties_) {
    if (!property->modes.contains(mode())) continue;
    const bool holds = run_property(*property, trial_, content);
    broken = broken || !holds;
    // What the other properties say about an answer that is plainly wrong follows from that;
    // agreement comes first.
    if (!holds && property == &kAgreement) break;
  }
  if (facts_ == nullptr) return;
  if (broken) ++statistics_.broken[static_cast<std::size_t>(facts_->strategy)];
  const Answer& expected = trial_.expected();
  const auto selected =
      std::count(expected.selected().begin(), expected.selected().end(), Answer::kYes);
  const auto situation = expected.rejected() ? Statistics::rejects
                         : selected == 0     ? Statistics::nothing
                         : static_cast<std::size_t>(selected) == content.modules.size()
                             ? Statistics::everything
                             : Statistics::some;
  ++statistics_.situations[situation];
}

// False when the property is broken, wanted or not, as far as that is known.
bool Tester::run_property(const Property& property, Trial& trial, const Case& content) {
  auto& count = statistics_.properties[index_of(property)];
  violation_ = {};
  const Unknown unknown(*this, property);
  try {
    switch (property.check(trial, unknown, violation_)) {
      case Verdict::holds:
        ++count.checked;
        return &property != &kAgreement || trial.answer() == trial.expected();
      case Verdict::vacuous: ++count.vacuous; return true;
      case Verdict::violated: break;
    }
  } catch (const SubjectFailure& failure) {
    if (!Unknown(*this, kTotality)(Direction::other, KindGroup::whole_list)) return false;
    violation_ = {};
    violation_.what = failure.what();
    ++statistics_.properties[index_of(kTotality)].violated;
    found(kTotality, violation_, trial.failed());
    return false;
  }
  ++count.checked;
  ++count.violated;
  if (&property == &kAgreement || !has_agreement_ || violation_.question.modules.empty()) {
    found(property, violation_, content);
    return false;
  }
  // The property broke on a question of its own. Where the answer to that question is plainly
  // wrong, it is the better case to show, and the property's violation is explained by it.
  const Case question = violation_.question;
  pivot_.begin(question);
  pivot_violation_ = {};
  const Verdict pivot = kAgreement.check(pivot_, Unknown(*this, kAgreement), pivot_violation_);
  if (pivot == Verdict::violated) {
    known_[slot({&property, violation_.direction, violation_.group})] = true;
    found(kAgreement, pivot_violation_, question);
  } else if (pivot_.accepted() && !(pivot_.answer() == pivot_.expected())) {
    known_[slot({&property, violation_.direction, violation_.group})] =
        true;  // of a sort that was reported already
  } else {
    found(property, violation_, content);
  }
  return false;
}

void Tester::found(const Property& property, const Violation& violation, const Case& content) {
  const ViolationKey key{&property, violation.direction, violation.group};
  known_[slot(key)] = true;
  if (first_discovery_ == 0) first_discovery_ = statistics_.cases;
  Discovery discovery;
  discovery.key = key;
  discovery.content = content;
  discovery.what = violation.what;
  discovery.found_after = statistics_.cases - all_untried_;
  discovery.phase = phase_;
  if (facts_ != nullptr) discovery.strategy = to_string(facts_->strategy);
  report_(discovery);
}

// Examines a question that gets a module wrong as long as others are there, with few of those.
void Tester::ddmin_companions(const Question& question, std::size_t module, bool selected) {
  std::vector<std::string_view> company(question.modules.begin(), question.modules.end());
  const std::string_view path = company[module];
  Answer answer;
  std::vector<std::string_view> fewer;
  const auto still_wrong = [&] {
    const auto at = std::find(fewer.begin(), fewer.end(), path);
    try {
      probe_.ask({question.patterns, fewer}, answer);
    } catch (const SubjectFailure&) {
      return false;
    }
    return !answer.rejected() &&
           answer.selects(static_cast<std::size_t>(at - fewer.begin())) == selected;
  };
  for (std::size_t part = company.size() / 2; part > 0;) {
    bool dropped = false;
    for (std::size_t begin = 0; begin < company.size();) {
      fewer.clear();
      for (std::size_t at = 0; at < company.size(); ++at) {
        if (at < begin || at >= begin + part || company[at] == path) fewer.push_back(company[at]);
      }
      if (fewer.size() < company.size() && still_wrong()) {
        company = fewer;
        dropped = true;
      } else {
        begin += part;
      }
    }
    // Small companies are left to the shrinker, and big ones that all matter would take a quadratic
    // number of questions.
    part = company.size() <= kSmallCompany ? 0
           : dropped                       ? std::min(part, company.size() / 2)
                                           : part / 2;
    if (company.size() / std::max<std::size_t>(part, 1) > kMostParts) break;
  }
  own_.clear();
  own_.mode = mode();
  own_.patterns.assign(question.patterns);
  own_.modules.assign(company);
  run(own_);
}

// Whether the question that was just answered wrongly is answered otherwise now.
bool Tester::is_nondeterministic(const Question& question) {
  Answer again;
  try {
    probe_.ask(question, again);
  } catch (const SubjectFailure&) {
    return false;
  }
  if (again == pairs_answer_) return false;
  own_.clear();
  own_.mode = mode();
  own_.patterns.assign(question.patterns);
  own_.modules.assign(question.modules);
  if (!Unknown(*this, kDeterminism)(Direction::other, KindGroup::whole_list)) return true;
  Violation violation;
  violation.what = "answers the same question otherwise when it is asked again";
  found(kDeterminism, violation, own_);
  return true;
}

// Asks what `sweep` will ask of these patterns, and of no others.
void Tester::ask_ahead(std::span<const std::string_view> patterns,
                       std::span<const std::string_view> modules) {
  ahead_begin_ = ahead_end_ = 0;
  if (stopped() || statistics_.cases < resume_after_ || !tests_pairs(modules) || is_time_up())
    return;
  ahead_questions_.clear();
  for (const std::string_view& pattern : patterns) {
    const Question question{{&pattern, 1}, modules};
    if (!leaves_out(question)) ahead_questions_.push_back(question);
  }
  ahead_.resize(std::max(ahead_.size(), ahead_questions_.size()));
  const auto before = std::chrono::steady_clock::now();
  ahead_end_ = probe_.ask_ahead(ahead_questions_, std::span(ahead_).first(ahead_questions_.size()));
  if (latest_ != kNever && std::chrono::steady_clock::now() - before > kPatience)
    in_flight_ = std::max<std::size_t>(1, in_flight_ / 2);
}

bool Tester::test_all_pairs(std::span<const std::string_view> patterns,
                            std::span<const std::string_view> modules,
                            const std::function<bool(std::size_t)>& each) {
  std::size_t next = 0;  // to be asked ahead
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    if (at == next) {
      const std::size_t count = std::min(in_flight_, patterns.size() - at);
      ask_ahead(patterns.subspan(at, count), modules);
      next += count;
    }
    const bool go_on = test_pairs(patterns[at], modules) && (!each || each(at));
    if (go_on && tests_pairs(modules)) continue;
    ahead_begin_ = ahead_end_ = 0;  // what comes is not asked any more
    if (!go_on) return false;
  }
  return true;
}

bool Tester::test_pairs(std::string_view pattern, std::span<const std::string_view> modules) {
  pairs_differed_ = false;
  if (stopped()) return false;
  if (!next_case()) {
    if (statistics_.cases != capture_) return true;
    own_.clear();
    own_.mode = mode();
    own_.patterns.push_back(pattern);
    own_.modules.assign(modules);
    captured_ = own_;
    return false;
  }
  if (!tests_pairs(modules)) return true;
  ask_in_time([&] { test_pairs_in_time(pattern, modules); });
  return true;
}

void Tester::test_pairs_in_time(std::string_view pattern,
                                std::span<const std::string_view> modules) {
  const Question question{{&pattern, 1}, modules};
  if (left_out(question)) return;
  statistics_.small_pairs += modules.size();
  reference_->match(question, pairs_expected_);
  const auto single = [&](std::size_t module) {
    own_.clear();
    own_.mode = mode();
    own_.patterns.push_back(pattern);
    if (module < modules.size()) own_.modules.push_back(modules[module]);
    run(own_);
  };
  try {
    if (ahead_begin_ < ahead_end_) {
      std::swap(pairs_answer_, ahead_[ahead_begin_++]);
    } else {
      probe_.ask(question, pairs_answer_);
    }
  } catch (const SubjectFailure&) {
    own_.clear();
    own_.mode = mode();
    own_.patterns.push_back(pattern);
    own_.modules.assign(modules);
    run(own_);
    return;
  }
  pairs_differed_ = !(pairs_answer_ == pairs_expected_);
  if (pairs_answer_.rejected() != pairs_expected_.rejected()) {
    single(modules.size());
    single(0);
  } else if (!pairs_answer_.rejected()) {
    const Unknown unknown(*this, kAgreement);
    for (std::size_t module = 0; module < modules.size(); ++module) {
      if (pairs_answer_.selects(module) == pairs_expected_.selects(module)) continue;
      const Direction direction =
          pairs_answer_.selects(module) ? Direction::overmatch : Direction::undermatch;
      if (!unknown(direction, kind_group_of(mode(), pattern, modules[module]))) continue;
      const std::uint64_t before = first_discovery_;
      single(module);
      if (first_discovery_ != before ||
          !unknown(direction, kind_group_of(mode(), pattern, modules[module])))
        continue;
      // Right alone and wrong in company. Once such a thing is known, the next thousand are the
      // same.
      if (!unknown(direction, KindGroup::whole_list)) break;
      if (is_nondeterministic(question)) break;
      ddmin_companions(question, module, pairs_answer_.selects(module));
      break;
    }
  }
}

}  // namespace overmatch
