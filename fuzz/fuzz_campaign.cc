#include "fuzz/fuzz_campaign.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <system_error>

#include "cases/case_file.h"
#include "fuzz/deadly_question.h"
#include "fuzz/leak.h"
#include "search/reduce.h"
#include "search/shrink.h"
#include "search/violations.h"

namespace overmatch::fuzz {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Once a hang is known, what is left to find is something else: a call gets that fraction of its time from then on.
constexpr int kHurryOnceHung = 5;
// Deaths of one sort that are reduced: two crashes by the same signal may be two bugs, forty seldom are forty.
constexpr std::size_t kDeathsOfASort = 3;
constexpr milliseconds kTick{100};
constexpr std::uint64_t kLeakShrinkSteps = 60;  // each asks some thousand times
constexpr std::size_t kLeakSamples = 6;         // findings' cases and seeds that are looked at for leaks in the end

// Memory that a worker, its supervisor and this process share.
class SharedState {
 public:
  SharedState() {
    void* const memory = mmap(nullptr, sizeof(WorkerState), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    state_ = new (memory) WorkerState;
  }
  SharedState(const SharedState&) = delete;
  SharedState& operator=(const SharedState&) = delete;
  ~SharedState() { munmap(state_, sizeof(WorkerState)); }
  [[nodiscard]] WorkerState& get() const noexcept { return *state_; }

 private:
  WorkerState* state_;
};

struct Control {
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> deaths = 0;
};

class FuzzCampaign {
 public:
  FuzzCampaign(Subject& subject, const FuzzOptions& options, const Engine& engine, const FuzzProgress& progress)
      : subject_(subject),
        options_(options),
        engine_(engine),
        progress_(progress),
        folder_(options.folder),
        runner_(subject, options.limits) {
    result_.subject = subject.matcher->name();
    result_.mode = subject.mode;
    result_.seed = options.seed;
  }

  CampaignResult run() {
    folder_.write_seeds(options_.seeds);
    confirm_earlier();
    void* const memory = mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    control_ = new (memory) Control;
    for (unsigned job = 0; job < std::max(options_.jobs, 1U); ++job) {
      states_.push_back(std::make_unique<SharedState>());
      supervisors_.push_back(start_supervisor(job));
    }
    watch();
    take_pending();
    look_for_leaks();
    settle();
    count();
    munmap(control_, sizeof(Control));
    return std::move(result_);
  }

 private:
  // --- Fuzzing ---------------------------------------------------------------------------------------------------------------

  pid_t start_supervisor(unsigned job) {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child != 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);  // it was killed in between
    signal(SIGINT, SIG_IGN);
    try {
      supervise(job);
    } catch (const std::exception& error) {
      const std::string text = std::string("overmatch: ") + error.what() + "\n";
      static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
      _exit(1);
    }
    _exit(0);
  }

  // Runs workers, one after the other, until the campaign stops or their inputs are used up.
  void supervise(unsigned job) {
    WorkerState& state = states_[job]->get();
    std::vector<std::uint64_t> killers;
    Limits limits = options_.limits;
    for (std::uint64_t run = 0; !control_->stop.load(); ++run) {
      WorkerPlan plan;
      plan.folder = &folder_;
      plan.subject = result_.subject;
      plan.properties = options_.properties;
      plan.known = known_sorts();
      plan.killers = killers;
      plan.seed = mix_seed(options_.seed, job + run * 1000);
      plan.inputs = options_.inputs;
      plan.wide = options_.wide;
      state.size.store(0);
      const IsolatedRun ended = runner_.run_with(
          limits, [&](Probe& probe, const Sink&, Heartbeat& heartbeat) { run_worker(probe, plan, state, heartbeat, engine_); },
          [&](const Heartbeat&) { return !control_->stop.load(); });
      if (ended.ending == Ending::finished) return;
      const std::size_t size = state.size.load();
      Case content;
      CaseTextReader reader;
      const std::span<const std::uint8_t> input(state.input.data(), size);
      if (size == 0 || !reader.read({reinterpret_cast<const char*>(input.data()), size}, content)) continue;
      content.mode = runner_.mode();
      killers.insert(std::upper_bound(killers.begin(), killers.end(), hash_input(input)), hash_input(input));
      control_->deaths.fetch_add(1);
      if (ended.ending == Ending::hung) limits.call = options_.limits.call / kHurryOnceHung;
      Mark mark;
      mark.sort = {&kTotality, Direction::other, Shape::whole_list};
      mark.ended = ended.describe();
      mark.what = mark.ended;
      mark.subject = result_.subject;
      mark.found_after = state.inputs.load();
      if (is_wanted(mark)) folder_.add_pending(mark, content);
    }
  }

  // Violations that the folder holds, as seen from a supervisor.
  [[nodiscard]] std::vector<Sort> known_sorts() const {
    std::vector<Sort> sorts;
    for (const auto& list : {folder_.pending(), folder_.findings()}) {
      for (const Marked& each : list) {
        if (each.mark.ended.empty() && !is_outdated(each.file)) sorts.push_back(each.mark.sort);
      }
    }
    return sorts;
  }

  // Whether a death is still worth reducing.
  [[nodiscard]] bool is_wanted(const Mark& mark) const {
    std::size_t same = 0;
    for (const auto& list : {folder_.pending(), folder_.findings()}) {
      same += static_cast<std::size_t>(
          std::count_if(list.begin(), list.end(), [&](const Marked& each) { return each.mark == mark; }));
    }
    // A hang takes its time to reduce, and the next is most likely the same.
    return same < (mark.ended.starts_with("hung") || mark.ended.starts_with("ran") ? 1 : kDeathsOfASort);
  }

  // --- This process ----------------------------------------------------------------------------------------------------------

  void watch() {
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.seconds));
    for (;;) {
      const bool in_time = options_.inputs != 0 || Clock::now() < end;
      if (!in_time || !tell()) control_->stop.store(true);
      if (reap() == 0) return;
      take_pending();
      usleep(static_cast<useconds_t>(kTick.count() * 1000));
    }
  }

  bool tell() {
    count();
    const FuzzStatus status{result_.statistics.cases, folder_.corpus_size(), result_.findings.size(), control_->deaths.load()};
    if (progress_ && !progress_(status)) result_.interrupted = true;
    return !result_.interrupted;
  }

  // How many supervisors run still.
  std::size_t reap() {
    for (pid_t& supervisor : supervisors_) {
      int status = 0;
      if (supervisor > 0 && waitpid(supervisor, &status, WNOHANG) == supervisor) supervisor = 0;
    }
    return static_cast<std::size_t>(
        std::count_if(supervisors_.begin(), supervisors_.end(), [](pid_t supervisor) { return supervisor > 0; }));
  }

  void count() {
    Statistics& statistics = result_.statistics;
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
    if (control_ != nullptr) result_.deaths = control_->deaths.load();
  }

  // The findings of earlier runs that hold still.
  void confirm_earlier() {
    for (const Marked& earlier : folder_.findings()) {
      if (earlier.content.mode != subject_.mode || earlier.mark.subject != result_.subject) {
        outdated_.push_back(earlier.file);  // of another subject
        continue;
      }
      Finding finding = reduced(earlier, Effort::confirm);
      if (!finding.reproducible) {
        outdated_.push_back(earlier.file);
        continue;
      }
      finding.file = earlier.file;
      add(std::move(finding), earlier.mark, false);
    }
  }

  [[nodiscard]] bool is_outdated(const std::string& file) const {
    return std::find(outdated_.begin(), outdated_.end(), file) != outdated_.end();
  }

  // Reduces what workers have left, one after the other, and files it. Only then is the pending file removed.
  void take_pending() {
    for (const Marked& pending : folder_.pending()) {
      if (pending.content.mode != subject_.mode) continue;
      if (!is_known(pending.mark)) add(reduced(pending, Effort::minimal), pending.mark, true);
      FuzzFolder::remove(pending.file);
      if (progress_) tell();
    }
  }

  [[nodiscard]] bool is_known(const Mark& mark) const {
    const auto same = static_cast<std::size_t>(std::count(marks_.begin(), marks_.end(), mark));
    return same >= (mark.ended.empty() ? 1 : kDeathsOfASort);
  }

  [[nodiscard]] Finding reduced(const Marked& from, Effort effort) {
    Discovery discovery;
    discovery.sort = from.mark.sort;
    discovery.content = from.content;
    discovery.what = from.mark.what;
    discovery.found_after = from.mark.found_after;
    discovery.phase = Phase::own;
    if (from.mark.ended.empty()) return reduce(runner_, options_.properties, discovery, std::nullopt, effort);
    if (effort == Effort::minimal) {
      const auto question = deadly_question(runner_, options_.properties, from.content);
      // Unless asked alone it is harmless to a fresh subject: a law's questions together do it, or a memory.
      if (question && asked_plainly(*question).ending != Ending::finished) discovery.content = *question;
    }
    // Outside of the engine: what it printed then is the subject's own.
    const IsolatedRun death = death_on(runner_, options_.properties, discovery.content);
    if (death.ending != Ending::finished) {
      discovery.what = death.describe();
      return reduce(runner_, options_.properties, discovery, death, effort);
    }
    if (auto leak = leak_in(from.content, effort)) return *leak;
    Finding finding;
    finding.sort = from.mark.sort;
    finding.original = finding.minimal = from.content;
    finding.what = from.mark.what;
    finding.crash = from.mark.ended;
    finding.found_after = from.mark.found_after;
    finding.reproducible = false;
    return finding;
  }

  [[nodiscard]] IsolatedRun asked_plainly(const Case& content) const {
    return runner_.run([&](Probe& probe, const Sink&, Heartbeat&) {
      Answer answer;
      try {
        probe.ask(content.question(), answer);
      } catch (const SubjectFailure&) {  // an answer, though a bad one
      }
    });
  }

  [[nodiscard]] std::optional<Finding> leak_in(const Case& content, Effort effort) {
    if (bytes_leaked(runner_, content) == 0) return std::nullopt;
    Finding finding;
    finding.sort = {&kTotality, Direction::other, Shape::whole_list};
    finding.original = finding.minimal = content;
    finding.as_given = effort == Effort::confirm;
    finding.found_after = count_inputs();
    if (effort != Effort::confirm) {
      finding.minimal =
          shrink(content, [&](const Case& smaller) { return bytes_leaked(runner_, smaller) != 0; }, kLeakShrinkSteps).content;
    }
    const std::uint64_t bytes = bytes_leaked(runner_, finding.minimal);
    finding.what = "leaks memory each time it is asked";
    finding.crash = "leaks some " + std::to_string(std::max<std::uint64_t>(bytes / 1024, 1)) + " KiB each time it is asked";
    return finding;
  }

  [[nodiscard]] std::uint64_t count_inputs() {
    count();
    return result_.statistics.cases;
  }

  void look_for_leaks() {
    if (result_.interrupted || !runner_.isolated()) return;
    const auto leaks = [](const Finding& finding) { return finding.crash.starts_with("leaks"); };
    if (std::any_of(result_.findings.begin(), result_.findings.end(), leaks)) return;
    std::vector<Case> samples;
    for (const auto& shared : states_) {  // what each worker tried last
      const WorkerState& state = shared->get();
      CaseTextReader reader;
      Case content;
      const std::size_t size = state.size.load();
      if (size == 0 || !reader.read({reinterpret_cast<const char*>(state.input.data()), size}, content)) continue;
      content.mode = subject_.mode;
      samples.push_back(content);
    }
    for (std::size_t at = 0; at < options_.seeds.size() && samples.size() < kLeakSamples; at += 1 + options_.seeds.size() / 4) {
      samples.push_back(options_.seeds[at]);
    }
    for (const Case& sample : samples) {
      auto leak = leak_in(sample, Effort::minimal);
      if (!leak) continue;
      Mark mark{leak->sort, leak->what, "leaks", result_.subject, leak->found_after};
      add(std::move(*leak), mark, true);
      return;
    }
  }

  void add(Finding finding, const Mark& mark, bool is_new) {
    marks_.push_back(mark);
    for (Finding& other : result_.findings) {
      // The same minimal case, by another law or again.
      if (other.minimal.patterns == finding.minimal.patterns && other.minimal.modules == finding.minimal.modules &&
          other.crash.empty() == finding.crash.empty()) {
        if (finding.sort.property != other.sort.property &&
            std::find(other.also.begin(), other.also.end(), finding.sort.property->name) == other.also.end()) {
          other.also.emplace_back(finding.sort.property->name);
        }
        return;
      }
    }
    if (is_explained(finding, result_.findings)) return;
    if (is_new) {
      SavedCase saved = to_saved(finding, result_.subject);
      saved.about.source = "overmatch fuzz of " + result_.subject;
      finding.file = folder_.add_finding(mark, saved);
    }
    result_.findings.push_back(std::move(finding));
  }

  // Drops what a later finding explains, and ranks the rest.
  void settle() {
    std::vector<Finding> kept;
    for (Finding& finding : result_.findings) {
      if (is_explained(finding, result_.findings)) {
        FuzzFolder::remove(finding.file);
        continue;
      }
      kept.push_back(std::move(finding));
    }
    std::stable_sort(kept.begin(), kept.end(),
                     [](const Finding& left, const Finding& right) { return rank(left) < rank(right); });
    std::stable_partition(kept.begin(), kept.end(), [](const Finding& finding) { return finding.reproducible; });
    result_.findings = std::move(kept);
  }

  Subject& subject_;
  const FuzzOptions& options_;
  const Engine& engine_;
  const FuzzProgress& progress_;
  FuzzFolder folder_;
  Runner runner_;
  Control* control_ = nullptr;
  std::vector<std::unique_ptr<SharedState>> states_;
  std::vector<pid_t> supervisors_;
  std::vector<Mark> marks_;            // of all that was reduced
  std::vector<std::string> outdated_;  // findings in the folder that do not hold any more, or are another subject's
  CampaignResult result_;
};

}  // namespace

CampaignResult run_fuzz_campaign(Subject& subject, const FuzzOptions& options, const Engine& engine,
                                 const FuzzProgress& progress) {
  return FuzzCampaign(subject, options, engine, progress).run();
}

}  // namespace overmatch::fuzz
