// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_worker.h"

#include <algorithm>
#include <cstring>

namespace overmatch::fuzz {

namespace {

class Worker {
 public:
  Worker(Probe& probe, const WorkerPlan& plan, WorkerState& state, Heartbeat& heartbeat)
      : probe_(probe),
        plan_(plan),
        state_(state),
        heartbeat_(heartbeat),
        check_(probe, plan.properties),
        crashing_inputs_(plan.crashing_inputs) {
    for (const ViolationKey& key : plan.known) check_.know(key);
    if (plan.wide) check_.ask_wide();
    check_.count_in(state.counts);
  }

  void try_input(std::span<const std::uint8_t> input) {
    const std::uint64_t done = state_.inputs.load(std::memory_order_relaxed);
    if (heartbeat_.stop.load(std::memory_order_relaxed) ||
        (plan_.inputs != 0 && done >= plan_.inputs))
      end_work();
    if (input.size() > kMostBytes) return;
    if (!crashing_inputs_.empty() &&
        std::binary_search(crashing_inputs_.begin(), crashing_inputs_.end(), hash_input(input)))
      return;
    state_.inputs.store(done + 1, std::memory_order_relaxed);
    heartbeat_.progress.fetch_add(1, std::memory_order_relaxed);
    if (!reader_.read({reinterpret_cast<const char*>(input.data()), input.size()}, content_))
      return;
    content_.mode = probe_.mode();
    content_.labels.fit(probe_.order(), content_.patterns.size());
    std::memcpy(state_.input.data(), input.data(), input.size());
    state_.size.store(static_cast<std::uint32_t>(input.size()), std::memory_order_release);
    test(input);
    state_.calls.fetch_add(probe_.calls() - calls_, std::memory_order_relaxed);
    calls_ = probe_.calls();
  }

 private:
  void test(std::span<const std::uint8_t> input) {
    try {
      const Case* culprit = nullptr;
      const Property* const broken = check_.test(content_, violation_, culprit);
      if (broken != nullptr) report(*broken, *culprit);
    } catch (const SubjectCrash& crash) {  // of another process: this one goes on
      crashing_inputs_.insert(
          std::upper_bound(crashing_inputs_.begin(), crashing_inputs_.end(), hash_input(input)),
          hash_input(input));
      report_crash(crash, content_);
    }
    if (plan_.remote == nullptr) return;
    for (const Incident& incident : plan_.remote->take_incidents())
      report_crash(incident.crash, incident.question);
  }

  void report_crash(const SubjectCrash& crash, const Case& content) {
    state_.crashes.fetch_add(1);
    if (crash.ending() == Ending::hung) {
      Limits hurried = plan_.limits;
      hurried.call /= kHurryOnceHung;
      plan_.remote->set_limits(hurried);
    }
    plan_.folder->add_crash(crash.what(), plan_.subject,
                            state_.inputs.load(std::memory_order_relaxed), content);
  }

  void report(const Property& broken, const Case& culprit) {
    ViolationRecord record;
    record.key = {&broken, violation_.direction, violation_.group};
    record.what = violation_.what;
    record.subject = plan_.subject;
    record.found_after = state_.inputs.load(std::memory_order_relaxed);
    plan_.folder->add_pending(record, culprit);
    check_.know(record.key);
    violation_ = {};
  }

  Probe& probe_;
  const WorkerPlan& plan_;
  WorkerState& state_;
  Heartbeat& heartbeat_;
  CaseCheck check_;
  std::vector<std::uint64_t> crashing_inputs_;  // are skipped
  CaseTextReader reader_;
  Case content_;
  Violation violation_;
  std::uint64_t calls_ = 0;
};

Worker* worker = nullptr;  // a global, because engines call a plain function

int test_one(const std::uint8_t* data, std::size_t size) {
  worker->try_input({data, size});
  return 0;
}

}  // namespace

// FNV-1a.
std::uint64_t hash_input(std::span<const std::uint8_t> input) noexcept {
  std::uint64_t hash = 14695981039346656037U;
  for (const std::uint8_t byte : input) hash = (hash ^ byte) * 1099511628211U;
  return hash;
}

void run_worker(Probe& probe, const WorkerPlan& plan, WorkerState& state, Heartbeat& heartbeat) {
  Worker here(probe, plan, state, heartbeat);
  worker = &here;
  // Turns off the engine's own detection of crashes, hangs and runaway memory, which the supervisor
  // detects; it also has the input.
  std::vector<std::string> arguments = {
      "overmatch",
      plan.folder->corpus(),
      plan.folder->seeds(),
      "-verbosity=0",
      "-timeout=0",
      "-rss_limit_mb=0",
      "-detect_leaks=0",
      "-print_final_stats=0",
      "-max_len=4096",
      "-len_control=0",
      "-artifact_prefix=" + plan.folder->path() + "/",
      "-seed=" + std::to_string(static_cast<std::uint32_t>(plan.seed | 1U))};
  for (const char* const signal :
       {"segv", "bus", "abrt", "ill", "fpe", "int", "term", "xfsz", "usr1", "usr2"}) {
    arguments.push_back(std::string("-handle_") + signal + "=0");
  }
  (*plan.engine)(arguments, test_one);
  end_work();
}

}  // namespace overmatch::fuzz
