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
        exam_(probe, plan.properties),
        killers_(plan.killers) {
    for (const ViolationKey& key : plan.known) exam_.know(key);
    if (plan.wide) exam_.ask_wide();
    exam_.count_in(state.counts);
  }

  void try_input(std::span<const std::uint8_t> input) {
    const std::uint64_t done = state_.inputs.load(std::memory_order_relaxed);
    if (heartbeat_.stop.load(std::memory_order_relaxed) ||
        (plan_.inputs != 0 && done >= plan_.inputs))
      end_work();
    if (input.size() > kMostBytes) return;
    if (!killers_.empty() &&
        std::binary_search(killers_.begin(), killers_.end(), hash_input(input)))
      return;
    state_.inputs.store(done + 1, std::memory_order_relaxed);
    heartbeat_.progress.fetch_add(1, std::memory_order_relaxed);
    if (!reader_.read({reinterpret_cast<const char*>(input.data()), input.size()}, content_))
      return;
    content_.mode = probe_.mode();
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
      const Property* const broken = exam_.test(content_, violation_, culprit);
      if (broken != nullptr) report(*broken, *culprit);
    } catch (const SubjectDeath& death) {  // of a process of its own: this one goes on
      killers_.insert(std::upper_bound(killers_.begin(), killers_.end(), hash_input(input)),
                      hash_input(input));
      report_death(death, content_);
    }
    if (plan_.remote == nullptr) return;
    for (const Incident& incident : plan_.remote->take_incidents())
      report_death(incident.death, incident.question);
  }

  void report_death(const SubjectDeath& death, const Case& content) {
    state_.deaths.fetch_add(1);
    if (death.ending() == Ending::hung) {
      Limits hurried = plan_.limits;
      hurried.call /= kHurryOnceHung;
      plan_.remote->set_limits(hurried);
    }
    plan_.folder->add_death(death.what(), plan_.subject,
                            state_.inputs.load(std::memory_order_relaxed), content);
  }

  void report(const Property& broken, const Case& culprit) {
    Mark mark;
    mark.key = {&broken, violation_.direction, violation_.group};
    mark.what = violation_.what;
    mark.subject = plan_.subject;
    mark.found_after = state_.inputs.load(std::memory_order_relaxed);
    plan_.folder->add_pending(mark, culprit);
    exam_.know(mark.key);
    violation_ = {};
  }

  Probe& probe_;
  const WorkerPlan& plan_;
  WorkerState& state_;
  Heartbeat& heartbeat_;
  CaseCheck exam_;
  std::vector<std::uint64_t> killers_;  // inputs that are not tried again
  CaseTextReader reader_;
  Case content_;
  Violation violation_;
  std::uint64_t calls_ = 0;
};

Worker* worker = nullptr;  // of this process: engines call a plain function

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
  // Its own ways to notice a crash, a hang or runaway memory are turned off: the supervisor sees
  // all of them, and has the input.
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
