// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <numeric>
#include <tuple>

#include "cases/case_file.h"
#include "properties/registry.h"
#include "search/campaign/crash_finding.h"
#include "search/campaign/find_stateful.h"
#include "search/campaign/finding_list.h"
#include "search/campaign/search_records.h"
#include "search/phases/small_cases.h"
#include "search/reduce/reduce.h"
#include "search/violations.h"

namespace overmatch {

namespace {

// Most crashes of child processes in one search. A crash costs a millisecond, a hang the time limit
// of a call.
constexpr std::uint64_t kMostCrashes = 40;
constexpr std::uint64_t kMostRemoteCrashes = 8;  // each costs two starts of the program
constexpr std::uint64_t kMostHangs = 6;
constexpr std::uint64_t kMostEarlyCrashes = 2;
constexpr std::uint64_t kMostCrashesAtStart = 3;
// Hangs that a fresh process does not repeat; each costs the time limit of a call.
constexpr std::uint64_t kMostChanceHangs = 12;
// One excess of memory counts as so many: filling memory takes seconds.
constexpr std::uint64_t kHangsOfMemory = 3;
// After the first hang the time limit of a call is divided by this: the rest of the search is for
// other mistakes.
constexpr int kHurryOnceHung = 5;
// Shares of the time limit, from the start: when to stop searching, reducing, and everything else.
// The rest is for the call in progress and the report.
constexpr double kSearchShare = 0.8;
constexpr double kSearchShareOnceFound = 0.4;
constexpr double kReduceShare = 0.9;
constexpr double kWholeShare = 0.93;

bool is_request(int signal) { return signal == SIGINT || signal == SIGTERM || signal == SIGHUP; }

// "small" or "small, 2 violations"
std::string doing_in_words(Phase phase, std::size_t found) {
  if (found == 0) return std::string(to_string(phase));
  return fmt::format("{}, {} violation{}", to_string(phase), found, found == 1 ? "" : "s");
}

class Campaign {
 public:
  Campaign(Subject& subject, const CampaignOptions& options, const Progress& progress)
      : options_(options),
        runner_(subject, options.limits),
        progress_(progress),
        trees_(plan_trees(options.plan.trees, subject.mode)) {
    result_.subject = subject.matcher->name();
    result_.mode = subject.mode;
    result_.seed = options.plan.seed;
    result_.budget = options.budget;
  }

  CampaignResult run() {
    if (options_.budget > 0) {
      search_time_ = {after(kSearchShare), after(kSearchShareOnceFound)};
      runner_.set_deadline(search_time_.latest);
    }
    if (progress_) runner_.set_goes_on([this] { return tell(doing_); });
    guarded([this] { search_all(); });
    result_.statistics.cases -=
        std::min(result_.statistics.cases, result_.statistics.all_untried());
    // Now, while the process of the search is still there and time is left.
    RulesFollowed rules;
    guarded([&] { rules = rules_followed(); });
    reduce_all();
    if (options_.budget > 0) runner_.set_deadline(after(kWholeShare));
    // Not after an excess of memory: a leak does not change answers, and each try would leak again.
    if (findings_.has_unreproducible() && !findings_.shows_memory() &&
        std::none_of(crashes_.begin(), crashes_.end(), [](const auto& crash) {
          return crash && crash->ending == Ending::out_of_memory;
        })) {
      guarded([this] {
        auto finding = find_stateful(runner_, options_.plan, result_.statistics.cases,
                                     [this] { return !runner_.out_of_time() && tell("memory"); });
        if (finding) findings_.add(std::move(*finding));
      });
    }
    add_incidents();
    std::tie(result_.findings, result_.accepted) =
        std::move(findings_).result(options_.accept, rules);
    if (std::any_of(result_.findings.begin(), result_.findings.end(), [](const Finding& finding) {
          return finding.crash.empty() && finding.key.direction != Direction::other;
        })) {
      guarded([this] { look_for_real_examples(); });
    }
    result_.out_of_time = runner_.out_of_time() || result_.statistics.all_untried() > 0 ||
                          std::any_of(result_.findings.begin(), result_.findings.end(),
                                      [](const Finding& finding) { return finding.out_of_time; });
    result_.incomplete = options_.budget > 0 && result_.out_of_time && tried_too_little();
    if (options_.plan.exhaustive && is_complete(result_) &&
        result_.statistics.untried[static_cast<std::size_t>(Phase::small)] == 0)
      result_.covered = small_coverage(result_.mode, options_.plan.brief);
    save();
    return std::move(result_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool tried_too_little() const {
    const Statistics& counts = result_.statistics;
    constexpr auto kCorpus = static_cast<std::size_t>(Phase::corpus);
    const std::uint64_t others =
        std::accumulate(counts.phase_cases.begin(), counts.phase_cases.end(), std::uint64_t{0}) -
        counts.phase_cases[kCorpus];
    const std::uint64_t left = counts.all_untried() - counts.untried[kCorpus];
    return counts.untried[kCorpus] > 0 || (others < kLeastCases && left > 0);
  }
  // The end of a share of the time limit.
  [[nodiscard]] Deadline after(double share) const {
    return start_ + std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>(share * options_.budget));
  }
  // Each discovery gets a third of the time left; the last two get a half and all of it.
  [[nodiscard]] Deadline deadline_of(std::size_t discovery) const {
    const auto now = Clock::now();
    const Deadline end = after(kReduceShare);
    if (now >= end) return end;
    const auto parts = std::min<std::size_t>(3, discoveries_.size() - discovery);
    return now + (end - now) / static_cast<Clock::duration::rep>(parts);
  }

  // Does a piece of the work, unless the work has ended. An exception ends the work and keeps what
  // was found.
  template <typename Piece>
  void guarded(const Piece& piece) {
    if (result_.interrupted || !result_.broke_off.empty()) return;
    try {
      piece();
    } catch (const WorkEnded&) {
      result_.interrupted = true;
    } catch (const std::exception& error) {
      if (result_.statistics.cases == 0 && discoveries_.empty()) throw;  // nothing was asked yet
      result_.broke_off = error.what();
    }
  }

  bool tell(std::string_view doing) {
    doing_ = doing;
    if (!result_.interrupted && progress_ && !progress_(doing, result_.statistics.cases))
      result_.interrupted = true;
    return !result_.interrupted;
  }

  void reduce_all() {
    for (std::size_t at = 0; at < discoveries_.size(); ++at) {
      bool reduced = false;
      guarded([&] {
        if (!tell(fmt::format("shrinking violation {} of {}", at + 1, discoveries_.size()))) return;
        if (options_.budget > 0) runner_.set_deadline(deadline_of(at));
        findings_.add(reduce(runner_, options_.plan.properties, discoveries_[at], crashes_[at],
                             findings_.shows_memory() ? Effort::minimal_once : Effort::minimal));
        reduced = true;
        if (runner_.ended()) result_.interrupted = true;
      });
      if (reduced) continue;
      findings_.add(unreduced(discoveries_[at], crashes_[at],
                              result_.broke_off.empty() ? kInterrupted : result_.broke_off));
    }
  }

  void search_all() {
    std::uint64_t resume_after = 0;
    std::uint64_t hangs = 0;
    std::uint64_t early = 0;  // crashes in the first phase
    std::uint64_t chance_hangs = 0;
    std::uint64_t no_progress = 0;  // processes that ended before their first new case
    while (tell("starting")) {
      Limits limits = runner_.limits();
      if (hangs > 0) limits.call /= kHurryOnceHung;
      const IsolatedRun run = runner_.run_with(
          limits,
          [&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
            search_once(probe, sink, heartbeat, resume_after);
          },
          [&](const Heartbeat& heartbeat) {
            const auto phase = static_cast<Phase>(heartbeat.phase.load(std::memory_order_relaxed));
            const auto found =
                discoveries_.size() + heartbeat.found.load(std::memory_order_relaxed);
            if (progress_ && !progress_(doing_in_words(phase, found),
                                        heartbeat.progress.load(std::memory_order_relaxed))) {
              result_.interrupted = true;
            }
            return !result_.interrupted;
          });
      take_records(run);
      result_.statistics.cases = std::max(result_.statistics.cases, run.progress);
      if (runner_.ended()) result_.interrupted = true;
      if (!run.failed()) return;
      // The user's signal also ended the child process: not a crash of the subject.
      if (result_.interrupted && is_request(run.signal)) return;
      if (run.ending == Ending::hung && hangs == 0 && !hangs_again(run)) {
        note_hang(1);
        resume_after = run.progress;
        if (++chance_hangs < kMostChanceHangs) continue;
        result_.gave_up = true;
        return;
      }
      ++result_.crashes;
      add_crash(run);
      if (run.progress <= resume_after && ++no_progress == kMostCrashesAtStart) {
        result_.gave_up = true;  // the subject does not start any more
        return;
      }
      resume_after = run.progress;
      // The first phase asks similar cases many times, so a crash there repeats: skip the rest of
      // it.
      if (early < kMostEarlyCrashes) {
        const std::uint64_t end = end_of_first_cases(options_.plan, result_.mode, runner_.order());
        if (run.progress < end && ++early == kMostEarlyCrashes) resume_after = end;
      }
      if (run.ending == Ending::hung) ++hangs;
      if (run.ending == Ending::out_of_memory) hangs += kHangsOfMemory;
      if (run.ending == Ending::hung) look_if_big(run.progress);
      const std::uint64_t most = runner_.remote() != nullptr ? kMostRemoteCrashes : kMostCrashes;
      if (result_.crashes >= most || hangs >= kMostHangs) {
        result_.gave_up = true;
        return;
      }
    }
  }

  // Whether a fresh process hangs on the same case: on a busy machine a correct subject may exceed
  // the time limit.
  [[nodiscard]] bool hangs_again(const IsolatedRun& run) const {
    if (run.progress == 0) return true;  // it hung before the first case
    const auto content =
        case_of_search(options_.plan, trees_, result_.mode, runner_.order(), run.progress);
    return !content || crash_on(runner_, options_.plan.properties, *content).ending == Ending::hung;
  }

  void note_hang(std::uint64_t times) {
    hang_notes_ += times;
    result_.notes = {"a call took too long " + std::to_string(hang_notes_) +
                     (hang_notes_ == 1 ? " time" : " times") +
                     ", and not again in a fresh process: no finding, the machine may be busy"};
  }

  void look_if_big(std::uint64_t number) {
    const auto content =
        case_of_search(options_.plan, trees_, result_.mode, runner_.order(), number);
    slow_on_big_ = slow_on_big_ || (content && content->modules.size() > kBig);
  }

  void search_once(Probe& probe, const Sink& sink, Heartbeat& heartbeat,
                   std::uint64_t resume_after) {
    Tester tester(
        probe, options_.plan.properties,
        [&](const Discovery& discovery) {
          sink.write(record(discovery));
          heartbeat.found.fetch_add(1, std::memory_order_relaxed);
        },
        heartbeat, resume_after);
    for (const Discovery& known : discoveries_) tester.mark_known(known.key);
    if (options_.observe) {
      tester.observe([&](const Observation& seen) { sink.write(record(seen)); });
    }
    if (slow_on_big_) tester.leave_out_above(kBig);
    tester.tell_untried([&](const Statistics& untried) { sink.write(record(untried)); });
    try {
      run_search(
          options_.plan, trees_, tester, [&](const TreeHit& hit) { sink.write(record(hit)); },
          search_time_);
    } catch (const WorkEnded&) {
      sink.write(record(tester.statistics()));
      throw;
    }
    sink.write(record(tester.statistics()));
  }

  void take_records(const IsolatedRun& run) {
    SearchRecords records = read_search_records(run.output);
    for (Discovery& discovery : records.discoveries) {
      discoveries_.push_back(std::move(discovery));
      crashes_.emplace_back();
    }
    if (options_.observe) {
      for (const Observation& seen : records.observations) options_.observe(seen);
    }
    records.statistics.cases = 0;  // the heartbeat counts them, also in a process that crashed
    result_.statistics.add(records.statistics);
    hits_.insert(hits_.end(), records.hits.begin(), records.hits.end());
  }

  void add_crash(const IsolatedRun& run) {
    // Keep one crash of each kind and signal; the others are most likely the same mistake.
    for (const auto& crash : crashes_) {
      if (crash && ended_alike(*crash, run)) return;
    }
    discoveries_.push_back(
        crash_discovery(run, options_.plan, trees_, result_.mode, runner_.order()));
    crashes_.emplace_back(run);
  }

  void add_incidents() {
    for (Incident& incident : runner_.take_incidents()) {
      const SubjectCrash& ended = incident.crash;
      const bool known = std::any_of(
          crashes_.begin(), crashes_.end(), [&](const std::optional<IsolatedRun>& other) {
            return other && other->ending == ended.ending() && other->signal == ended.signal();
          });
      if (ended.ending() == Ending::hung) {
        note_hang(incident.times);
        continue;
      }
      // A crash of the same kind that can be replayed says more.
      if (!known) findings_.add_as_it_is(to_finding(std::move(incident)));
    }
  }

  // The rules that the subject follows, to group findings by mistake.
  [[nodiscard]] RulesFollowed rules_followed() {
    if (discoveries_.size() < 2) return {};
    if (options_.budget > 0) runner_.set_deadline(after(kReduceShare));
    return find_rules_followed(runner_);
  }

  void look_for_real_examples() {
    const IsolatedRun run = runner_.run_on([&](Probe& probe, const Sink& sink, Heartbeat&) {
      for (const RealExample& real_example :
           find_real_examples(probe, trees_, hits_, options_.real_examples))
        sink.write(record(real_example));
    });
    result_.real_examples = read_real_examples(run.output);
  }

  void save() {
    if (options_.save_folder.empty()) return;
    try {
      for (Finding& finding : result_.findings)
        finding.file = save_case(to_saved(finding, result_.subject), options_.save_folder);
    } catch (const std::exception& error) {  // the report says so, and has the findings
      result_.not_saved = error.what();
    }
  }

  const CampaignOptions& options_;
  Clock::time_point start_ = Clock::now();
  SearchTime search_time_;
  Runner runner_;
  const Progress& progress_;
  std::string doing_ = "starting";
  bool slow_on_big_ = false;
  std::uint64_t hang_notes_ = 0;
  std::vector<TreeSearch> trees_;
  std::vector<TreeHit> hits_;
  CampaignResult result_;
  FindingList findings_;
  std::vector<Discovery> discoveries_;
  // By discovery: how the process ended, if it crashed.
  std::vector<std::optional<IsolatedRun>> crashes_;
};

}  // namespace

CampaignResult run_campaign(Subject& subject, const CampaignOptions& options,
                            const Progress& progress) {
  return Campaign(subject, options, progress).run();
}

std::string_view to_string(ReplayOutcome outcome) noexcept {
  switch (outcome) {
    case ReplayOutcome::fixed: return "FIXED";
    case ReplayOutcome::failed: return "FAILED";
    case ReplayOutcome::error: return "ERROR";
    case ReplayOutcome::passed: return "PASSED";
    case ReplayOutcome::known: return "KNOWN";
  }
  return "";
}

bool is_complete(const CampaignResult& result) noexcept {
  return !result.interrupted && !result.gave_up && result.broke_off.empty() && !result.incomplete &&
         (result.statistics.cases > 0 || result.nothing_given);
}

}  // namespace overmatch
