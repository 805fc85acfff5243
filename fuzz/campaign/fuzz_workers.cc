// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_workers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <system_error>

#include "names/platform/platform.h"

namespace overmatch::fuzz {

struct Workers::Control {
  std::atomic<bool> stop = false;
  std::atomic<bool> cut = false;
};

namespace {

// The last input of a worker as a case of the runner's mode and order.
std::optional<Case> case_at(const WorkerState& state, const Runner& runner) {
  Case content;
  CaseTextReader reader;
  const std::size_t size = state.size.load();
  if (size == 0 || !reader.read({reinterpret_cast<const char*>(state.input.data()), size}, content))
    return std::nullopt;
  content.mode = runner.mode();
  content.labels.fit(runner.order(), content.patterns.size());
  return content;
}

}  // namespace

Workers::Workers(const Runner& runner, const WorkersPlan& plan, unsigned jobs)
    : runner_(runner), plan_(plan), control_(std::make_unique<Shared<Control>>()) {
  for (unsigned job = 0; job < std::max(jobs, 1U); ++job) {
    states_.push_back(std::make_unique<Shared<WorkerState>>());
    supervisors_.push_back(start_supervisor(job));
  }
}

// Called after all have ended, or during an exception.
Workers::~Workers() {
  for (const pid_t supervisor : supervisors_) {
    if (supervisor <= 0) continue;
    kill(supervisor, SIGKILL);  // its worker ends with it
    waitpid(supervisor, nullptr, 0);
  }
}

void Workers::stop() { control_->get().stop.store(true); }

pid_t Workers::start_supervisor(unsigned job) {
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child != 0) return child;
  platform::end_with_parent(SIGKILL);
  if (getppid() != parent) _exit(1);  // the parent ended before this
  // The campaign decides when to stop.
  for (const int request : {SIGINT, SIGTERM, SIGHUP}) signal(request, SIG_IGN);
  try {
    if (runner_.remote() != nullptr) runner_.remote()->leave();
    supervise(job);
  } catch (const std::exception& error) {
    const std::string text = std::string("overmatch: ") + error.what() + "\n";
    static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
    _exit(1);
  }
  _exit(0);
}

// Runs one worker after the other until the campaign stops or all inputs are tried.
void Workers::supervise(unsigned job) {
  WorkerState& state = states_[job]->get();
  const Control& control = control_->get();
  std::vector<std::uint64_t> crashing_inputs;
  Limits limits = plan_.limits;
  constexpr int kMostFruitless = 3;  // runs that ended before their first input
  int fruitless = 0;
  for (std::uint64_t run = 0; !control.stop.load(); ++run) {
    WorkerPlan plan;
    plan.folder = plan_.folder;
    plan.subject = plan_.subject;
    plan.properties = plan_.properties;
    plan.known = known_keys();
    plan.crashing_inputs = crashing_inputs;
    plan.seed = mix_seed(plan_.seed, job + run * 1000);
    plan.inputs = plan_.inputs;
    plan.wide = plan_.wide;
    plan.limits = limits;
    plan.remote = runner_.remote();
    plan.engine = plan_.engine;
    state.size.store(0);
    const IsolatedRun ended = runner_.run_apart(
        limits,
        [&](Probe& probe, const Sink&, Heartbeat& heartbeat) {
          run_worker(probe, plan, state, heartbeat);
        },
        [&](const Heartbeat&) { return !control.stop.load(); });
    if (ended.ending == Ending::stopped) control_->get().cut.store(true);
    if (!ended.failed()) return;
    const std::optional<Case> content = case_at(state, runner_);
    if (!content) {
      if (++fruitless < kMostFruitless) continue;
      throw std::runtime_error("before the first input the subject " + ended.describe());
    }
    fruitless = 0;
    const std::uint64_t hash =
        hash_input(std::span<const std::uint8_t>(state.input.data(), state.size.load()));
    crashing_inputs.insert(std::upper_bound(crashing_inputs.begin(), crashing_inputs.end(), hash),
                           hash);
    state.crashes.fetch_add(1);
    if (ended.ending == Ending::hung) limits.call = plan_.limits.call / kHurryOnceHung;
    plan_.folder->add_crash(ended.describe(), plan_.subject, state.inputs.load(), *content);
  }
}

// The keys of the violations in the folder.
std::vector<ViolationKey> Workers::known_keys() const {
  std::vector<ViolationKey> sorts;
  for (const auto& list : {plan_.folder->pending(), plan_.folder->findings()}) {
    for (const RecordedViolation& each : list) {
      if (each.record.ended.empty() && !is_outdated(each.file)) sorts.push_back(each.record.key);
    }
  }
  return sorts;
}

bool Workers::is_outdated(const std::string& file) const {
  return std::find(plan_.outdated.begin(), plan_.outdated.end(), file) != plan_.outdated.end();
}

std::size_t Workers::running() {
  for (pid_t& supervisor : supervisors_) {
    int status = 0;
    if (supervisor <= 0 || waitpid(supervisor, &status, WNOHANG) != supervisor) continue;
    supervisor = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) failure_ = "a worker ended before its time";
  }
  return static_cast<std::size_t>(std::count_if(supervisors_.begin(), supervisors_.end(),
                                                [](pid_t supervisor) { return supervisor > 0; }));
}

void Workers::count(Statistics& statistics) const {
  statistics.cases = 0;
  statistics.calls = 0;
  statistics.properties = {};
  for (const auto& shared : states_) {
    const WorkerState& state = shared->get();
    statistics.cases += state.inputs.load();
    statistics.calls += state.calls.load();
    for (std::size_t at = 0; at < kProperties; ++at) {
      statistics.properties[at].checked += state.counts[at].checked;
      statistics.properties[at].vacuous += state.counts[at].vacuous;
      statistics.properties[at].violated += state.counts[at].violated;
    }
  }
}

std::uint64_t Workers::crashes() const {
  std::uint64_t crashes = 0;
  for (const auto& shared : states_) crashes += shared->get().crashes.load();
  return crashes;
}

std::vector<Case> Workers::cut_inputs() const {
  return control_->get().cut.load() ? last_inputs() : std::vector<Case>{};
}

std::vector<Case> Workers::last_inputs() const {
  std::vector<Case> cases;
  for (const auto& shared : states_) {
    if (auto content = case_at(shared->get(), runner_)) cases.push_back(std::move(*content));
  }
  return cases;
}

}  // namespace overmatch::fuzz
