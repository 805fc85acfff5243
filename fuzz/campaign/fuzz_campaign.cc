// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_campaign.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "fuzz/campaign/fuzz_reducer.h"
#include "fuzz/campaign/fuzz_workers.h"
#include "search/campaign/finding_list.h"
#include "search/campaign/rules_followed.h"
#include "search/campaign/same_mistake.h"
#include "search/violations.h"

namespace overmatch::fuzz {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTick{100};
// How many cases are checked for leaks at the end.
constexpr std::size_t kLeakSamples = 6;

class FuzzCampaign {
 public:
  FuzzCampaign(Subject& subject, const FuzzOptions& options, const Engine& engine,
               const FuzzProgress& progress)
      : subject_(subject),
        options_(options),
        engine_(engine),
        progress_(progress),
        folder_(options.folder),
        runner_(subject, options.limits),
        reducer_(runner_, options.properties) {
    result_.subject = subject.matcher->name();
    result_.mode = subject.mode;
    result_.seed = options.seed;
  }

  CampaignResult run() {
    if (progress_) runner_.set_goes_on([this] { return goes_on(); });
    folder_.write_seeds(options_.seeds);
    guarded([this] { confirm_earlier(); });
    const WorkersPlan plan{&folder_,        result_.subject, options_.properties,
                           options_.seed,   options_.inputs, options_.wide,
                           options_.limits, &engine_,        outdated_};
    Workers workers(runner_, plan, options_.jobs);
    workers_ = &workers;
    watch();
    if (result_.broke_off.empty()) result_.broke_off = workers.failure();
    ask_again();
    take_pending();
    if (is_complete_so_far()) guarded([this] { look_for_leaks(); });
    settle();
    count();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_complete_so_far() const noexcept {
    return !result_.interrupted && result_.broke_off.empty();
  }

  // Runs a part of the work; an exception ends the campaign but keeps its findings.
  template <typename Piece>
  void guarded(const Piece& piece) {
    try {
      piece();
    } catch (const WorkEnded&) {
      result_.interrupted = true;
    } catch (const std::exception& error) {
      result_.broke_off = error.what();
    }
  }

  void watch() {
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration_cast<Clock::duration>(
                                 std::chrono::duration<double>(options_.seconds));
    for (;;) {
      const bool in_time = is_complete_so_far() && (options_.inputs != 0 || Clock::now() < end);
      if (!in_time || !tell()) workers_->stop();
      if (workers_->running() == 0) return;
      take_pending();
      usleep(static_cast<useconds_t>(kTick.count() * 1000));
    }
  }

  // Called often; updates the status line now and then.
  bool goes_on() {
    const auto now = Clock::now();
    if (now - told_ < kTick) return !result_.interrupted;
    told_ = now;
    return tell();
  }

  bool tell() {
    count();
    const FuzzStatus status{result_.statistics.cases, folder_.corpus_size(),
                            result_.findings.size(), result_.crashes};
    if (progress_ && !progress_(status)) result_.interrupted = true;
    return !result_.interrupted;
  }

  void count() {
    if (workers_ == nullptr) return;
    workers_->count(result_.statistics);
    result_.crashes = workers_->crashes();
  }

  // Adds the findings of earlier runs that still hold.
  void confirm_earlier() {
    for (const RecordedViolation& earlier : folder_.findings()) {
      if (earlier.content.mode != subject_.mode || earlier.record.subject != result_.subject) {
        outdated_.push_back(earlier.file);  // of another subject
        continue;
      }
      Finding finding = reducer_.reduce(earlier, Effort::confirm);
      if (!finding.reproducible) {
        outdated_.push_back(earlier.file);
        continue;
      }
      finding.file = earlier.file;
      add(std::move(finding), earlier.record, false);
    }
  }

  // Reduces the workers' pending violations one by one and saves the findings. A pending file is
  // removed only then: at an early end it stays, is reported unreduced, and is reduced by the next
  // run.
  void take_pending() {
    for (const RecordedViolation& pending : folder_.pending()) {
      if (pending.content.mode != subject_.mode) continue;
      if (progress_) tell();
      if (is_complete_so_far()) {
        std::optional<Finding> finding;
        const bool known = is_known(pending.record);
        if (!known) guarded([&] { finding = reducer_.reduce(pending, Effort::minimal); });
        if (known || (finding && finding->not_reduced.empty())) {
          if (finding) add(std::move(*finding), pending.record, true);
          FuzzFolder::remove(pending.file);
          continue;
        }
      }
      if (is_known(pending.record) || pending.record.subject != result_.subject) continue;
      Finding kept = unreduced(to_discovery(pending), std::nullopt,
                               result_.interrupted ? kInterrupted : result_.broke_off);
      kept.crash = pending.record.ended;
      kept.file = pending.file;
      add(std::move(kept), pending.record, false);
    }
  }

  // Asks the inputs again that were being tried when the time was up.
  void ask_again() {
    if (!is_complete_so_far()) return;
    for (const Case& content : workers_->cut_inputs()) {
      guarded([&] {
        const IsolatedRun crash = crash_on(runner_, options_.properties, content);
        if (crash.failed()) {
          folder_.add_crash(crash.describe(), result_.subject, result_.statistics.cases, content);
        }
      });
    }
  }

  [[nodiscard]] bool is_known(const ViolationRecord& record) const {
    const auto same =
        static_cast<std::size_t>(std::count(records_.begin(), records_.end(), record));
    return same >= (record.ended.empty() ? 1 : most_crashes_like(record));
  }

  void look_for_leaks() {
    if (result_.interrupted || !runner_.isolated()) return;
    if (std::any_of(result_.findings.begin(), result_.findings.end(), is_leak)) return;
    std::vector<Case> samples = workers_->last_inputs();
    for (std::size_t at = 0; at < options_.seeds.size() && samples.size() < kLeakSamples;
         at += 1 + options_.seeds.size() / 4) {
      samples.push_back(options_.seeds[at]);
    }
    for (const Case& sample : samples) {
      auto leak = reducer_.leak_in(sample, Effort::minimal, result_.statistics.cases);
      if (!leak) continue;
      const ViolationRecord record{leak->key, leak->what, "leaks", result_.subject,
                                   leak->found_after};
      add(std::move(*leak), record, true);
      return;
    }
  }

  void add(Finding finding, const ViolationRecord& record, bool is_new) {
    records_.push_back(record);
    for (Finding& other : result_.findings) {
      // The same minimal case, found again or by another property.
      if (other.minimal.patterns == finding.minimal.patterns &&
          other.minimal.modules == finding.minimal.modules &&
          other.crash.empty() == finding.crash.empty()) {
        if (finding.key.property != other.key.property &&
            std::find(other.also.begin(), other.also.end(), finding.key.property->name) ==
                other.also.end()) {
          other.also.emplace_back(finding.key.property->name);
        }
        return;
      }
    }
    if (is_explained(finding, result_.findings)) return;
    if (is_new) {
      SavedCase saved = to_saved(finding, result_.subject);
      saved.about.source = "overmatch fuzz of " + result_.subject;
      finding.file = folder_.add_finding(record, saved);
    }
    result_.findings.push_back(std::move(finding));
  }

  // Removes findings that another one explains, ranks the rest, and groups them by mistake. The
  // files of the others stay, so that the next run knows them.
  void settle() {
    for (const Finding& finding : result_.findings) {
      if (is_explained(finding, result_.findings)) FuzzFolder::remove(finding.file);
    }
    std::vector<Finding> left = unexplained(std::move(result_.findings));
    RulesFollowed rules;
    if (left.size() > 1) {
      try {
        rules = find_rules_followed(runner_);
      } catch (const WorkEnded&) {
        result_.interrupted = true;
      } catch (const std::exception& error) {  // grouped by their cases then
        if (result_.broke_off.empty()) result_.broke_off = error.what();
      }
    }
    result_.findings = one_per_mistake(ranked(std::move(left)), rules);
  }

  Subject& subject_;
  const FuzzOptions& options_;
  const Engine& engine_;
  const FuzzProgress& progress_;
  FuzzFolder folder_;
  Runner runner_;
  FuzzReducer reducer_;
  Workers* workers_ = nullptr;            // null unless they run
  std::vector<ViolationRecord> records_;  // of all reduced violations
  // Findings in the folder that no longer hold or belong to another subject.
  std::vector<std::string> outdated_;
  Clock::time_point told_{};
  CampaignResult result_;
};

}  // namespace

CampaignResult run_fuzz_campaign(Subject& subject, const FuzzOptions& options, const Engine& engine,
                                 const FuzzProgress& progress) {
  return FuzzCampaign(subject, options, engine, progress).run();
}

}  // namespace overmatch::fuzz
