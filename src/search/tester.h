// SPDX-License-Identifier: Apache-2.0
// The tester: puts case after case to a subject, asks every property, and reports the first case
// of each sort of violation.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "generate/case_generator.h"
#include "properties/registry.h"
#include "properties/trial.h"
#include "search/finding.h"
#include "search/statistics.h"

namespace overmatch {

// Modules of a big tree, bytes of a long name. A subject that was found wrong is not asked about
// more any more, nor is one that hung on a big tree: that can take it long, and says little more.
// All that the exhaustive search asks at once is below it.
inline constexpr std::size_t kBig = 1200;

class Tester {
 public:
  using Report = std::function<void(const Discovery&)>;

  // `probe` and `properties` must outlive the tester. Cases up to `resume_after` are counted and
  // not put to the subject: how a search goes on behind a case that killed the process.
  Tester(Probe& probe, std::span<const Property* const> properties, Report report,
         Heartbeat& heartbeat, std::uint64_t resume_after = 0);

  // Sorts that an earlier run reported.
  void know(const ViolationKey& key);

  // Asks every property of the case. `facts` of a generated case, or null. False when the search
  // should end.
  bool test(const Case& content, const CaseFacts* facts = nullptr);

  // Asks agreement only, of a case as it stands: for long lists, of which every property would ask
  // a dozen questions.
  bool compare(const Case& content);

  // Asks agreement only, of one pattern and many modules at once; a module on which they differ is
  // examined as a case of its own. For sweeps of millions of pairs. Counts as one case.
  bool test_pairs(std::string_view pattern, std::span<const std::string_view> modules);

  // The same for one pattern after the other, until `each` (told of its index) or the search says
  // to end. Faster for a subject that takes several questions at once.
  bool test_all_pairs(std::span<const std::string_view> patterns,
                      std::span<const std::string_view> modules,
                      const std::function<bool(std::size_t)>& each = {});

  // Whether the subject answered the last sweep otherwise than the reference.
  [[nodiscard]] bool pairs_differed() const noexcept { return pairs_differed_; }

  // Leaves out sweeps of more modules than that, and counts them: for a subject that takes for ever
  // on big trees.
  void leave_out_above(std::size_t modules) { most_modules_ = modules; }

  // Whether a sweep of so many modules would be left out: once something was found, big ones are.
  [[nodiscard]] bool leaves_out(std::size_t modules) const noexcept;

  void begin_phase(Phase phase);

  // Puts no case to the subject after `latest`, nor, once something was found, after `once_found`:
  // counts it as untried. Each part of the plan ends at its share of that time.
  void limit_time(Deadline latest, Deadline once_found);
  // The next part of the plan: the cases that come may be asked until this share of the time.
  void begin_part(double share);
  // Whether the case that comes would be left untried.
  [[nodiscard]] bool is_time_up() const;
  // Counts cases of the phase that are not even made, since time is up.
  void leave_untried(std::uint64_t cases);
  // Told at the beginning of each part how many cases of the last one are untried. They are not in
  // the statistics then: a subject that kills its process takes those with it.
  void tell_untried(std::function<void(const Statistics&)> report) {
    report_untried_ = std::move(report);
  }

  // Counts the cases beyond the portable core of regexes and does not ask them.
  void keep_portable() { portable_only_ = true; }

  [[nodiscard]] bool keeps_portable() const noexcept { return portable_only_; }

  // Ends the search with the first discovery.
  void stop_at_first() { stop_at_first_ = true; }

  // Keeps the `number`-th case instead of asking it, and stops there.
  void capture(std::uint64_t number) { capture_ = number; }
  [[nodiscard]] const std::optional<Case>& captured() const noexcept { return captured_; }

  // The cases that came, tried or not.
  [[nodiscard]] std::uint64_t cases() const noexcept { return statistics_.cases; }
  [[nodiscard]] std::uint64_t first_discovery() const noexcept { return first_discovery_; }
  [[nodiscard]] Mode mode() const noexcept { return probe_.mode(); }
  [[nodiscard]] const Statistics& statistics() const noexcept { return statistics_; }
  [[nodiscard]] bool stopped() const noexcept {
    return captured_ || (stop_at_first_ && first_discovery_ != 0) ||
           heartbeat_.stop.load(std::memory_order_relaxed);
  }

 private:
  class Unknown;
  bool next_case();
  [[nodiscard]] bool leaves_out(const Question& question) const;
  [[nodiscard]] bool tests_pairs(std::span<const std::string_view> modules) const noexcept;
  bool left_out(const Question& question);
  void ask_ahead(std::span<const std::string_view> patterns,
                 std::span<const std::string_view> modules);
  void run(const Case& content);
  // Does what asks the subject. When time is up amid it, the case counts as untried.
  template <typename Work>
  void ask_in_time(const Work& work);
  void test_pairs_in_time(std::string_view pattern, std::span<const std::string_view> modules);
  bool run_property(const Property& property, Trial& trial, const Case& content);
  bool is_nondeterministic(const Question& question);
  void ddmin_companions(const Question& question, std::size_t module, bool selected);
  void found(const Property& property, const Violation& violation, const Case& content);
  [[nodiscard]] std::size_t slot(const ViolationKey& key) const noexcept;

  Probe& probe_;
  std::span<const Property* const> properties_;
  Report report_;
  Heartbeat& heartbeat_;
  std::uint64_t resume_after_;
  std::uint64_t first_discovery_ = 0;
  Trial trial_;
  Trial pivot_;  // for questions that properties make
  bool has_agreement_ = false;
  std::vector<bool> known_;
  Statistics statistics_;
  Violation violation_;
  Violation pivot_violation_;
  Case own_;
  Phase phase_ = Phase::own;
  const CaseFacts* facts_ = nullptr;
  Answer pairs_answer_;
  Answer pairs_expected_;
  // The answers that are there already to the sweeps that come next, first one next.
  std::vector<Answer> ahead_;
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_end_ = 0;
  std::vector<Question> ahead_questions_;
  bool pairs_differed_ = false;
  Deadline start_ = kNever;
  Deadline latest_ = kNever;
  Deadline once_found_ = kNever;
  double share_ = 1;
  std::uint64_t all_untried_ = 0;
  std::function<void(const Statistics&)> report_untried_;
  bool expired_ = false;   // the probe's own deadline has passed
  std::size_t in_flight_;  // questions on their way at once
  std::size_t most_modules_ = std::numeric_limits<std::size_t>::max();
  std::unique_ptr<Matcher> reference_;
  bool stop_at_first_ = false;
  bool portable_only_ = false;
  std::uint64_t capture_ = 0;
  std::optional<Case> captured_;
};

}  // namespace overmatch
