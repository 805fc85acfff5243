// SPDX-License-Identifier: Apache-2.0
// Puts case after case to a subject, checks every property, and reports the first case of each
// violation key.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "search/pair_tester.h"
#include "search/property_runner.h"
#include "search/search_clock.h"

namespace overmatch {

// Modules of a big tree, or bytes of a long name. A subject that was found wrong is not asked about
// more, nor is one that hung on a big tree: that can take it long, and says little more. All that
// the exhaustive search asks at once is below it.
inline constexpr std::size_t kBig = 1200;

class Tester {
 public:
  using Report = std::function<void(const Discovery&)>;

  // `probe`, `properties` and `heartbeat` must outlive the tester. Cases up to the number
  // `resume_after` are counted and not put to the subject: a search goes on behind a case that
  // crashed its process.
  Tester(Probe& probe, std::span<const Property* const> properties, Report report,
         Heartbeat& heartbeat, std::uint64_t resume_after = 0);
  Tester(const Tester&) = delete;
  Tester& operator=(const Tester&) = delete;

  // --- Questions. Each counts as one case and returns false when the search should end. ---

  // Checks every property. In a run with labels a case that has none gets some, by its number.
  // `facts` of a generated case, or null.
  bool test(const Case& given, const CaseFacts* facts = nullptr);
  // Checks agreement only: for long lists, of which every property would ask a dozen questions.
  bool compare(const Case& given);
  // Compares the subject with the reference on one pattern and many modules at once, and checks
  // every property on a pair on which they differ.
  bool test_pairs(std::string_view pattern, std::span<const std::string_view> modules);
  // The same for one pattern after the other, until `each` (told of its index) or the search says
  // to end. Faster for a subject that takes several questions at once. Counts a case for each
  // pattern.
  bool test_all_pairs(std::span<const std::string_view> patterns,
                      std::span<const std::string_view> modules,
                      const std::function<bool(std::size_t)>& each = {});
  // Whether the subject answered the last test_pairs otherwise than the reference.
  [[nodiscard]] bool pairs_differed() const noexcept { return pairs_differed_; }

  // --- What is put to the subject ---

  // Violations with this key were reported by an earlier run.
  void mark_known(const ViolationKey& key);
  void begin_phase(Phase phase);
  // Leaves out test_pairs of more modules, for a subject that hangs on big trees.
  void leave_out_above(std::size_t modules) { most_modules_ = modules; }
  // Whether test_pairs of so many modules would be left out.
  [[nodiscard]] bool leaves_out(std::size_t modules) const noexcept;
  // Makes the exhaustive phases smaller (SearchPlan::brief).
  void be_brief() { brief_ = true; }
  [[nodiscard]] bool is_brief() const noexcept { return brief_; }
  // Counts the cases beyond the portable core of regexes and does not ask them.
  void keep_portable() { portable_only_ = true; }
  [[nodiscard]] bool keeps_portable() const noexcept { return portable_only_; }
  // Ends the search with the first discovery.
  void stop_at_first() { stop_at_first_ = true; }
  // Keeps the `number`-th case instead of asking it, and stops there.
  void capture(std::uint64_t number) { capture_ = number; }
  [[nodiscard]] const std::optional<Case>& captured() const noexcept { return captured_; }

  // --- Time. A case that comes too late counts as untried. ---

  // See SearchClock.
  void limit_time(Deadline latest, Deadline once_found) { clock_.limit(latest, once_found); }
  void begin_part(double share);
  // Whether the next case would be left untried.
  [[nodiscard]] bool is_time_up() const;
  // Counts cases of the phase that are not even made, since time is up.
  void leave_untried(std::uint64_t cases);
  // `report` is told at the beginning of each part how many cases of the last one are untried. They
  // are not in the statistics then: a subject that crashes takes those with it.
  void tell_untried(std::function<void(const Statistics&)> report) {
    report_untried_ = std::move(report);
  }

  // Tells of each case that is tested with every property; not of those of test_pairs, of which
  // there are millions.
  void observe(std::function<void(const Observation&)> observer) {
    observer_ = std::move(observer);
  }

  // --- What has happened ---

  // The cases that came, tried or not.
  [[nodiscard]] std::uint64_t cases() const noexcept { return statistics_.cases; }
  // The number of the case that led to the first discovery, 0 before.
  [[nodiscard]] std::uint64_t first_discovery() const noexcept { return first_discovery_; }
  [[nodiscard]] Mode mode() const noexcept { return probe_.mode(); }
  [[nodiscard]] Order order() const noexcept { return probe_.order(); }
  [[nodiscard]] const Statistics& statistics() const noexcept { return statistics_; }
  [[nodiscard]] bool stopped() const noexcept {
    return captured_ || (stop_at_first_ && first_discovery_ != 0) ||
           heartbeat_.stop.load(std::memory_order_relaxed);
  }

 private:
  [[nodiscard]] const Case& labelled(const Case& content);
  void add_facts(Discovery& discovery);
  bool next_case();
  void keep_if_captured(const Case& content);
  [[nodiscard]] bool is_beyond_core(const Question& question) const;
  [[nodiscard]] bool leaves_out(std::span<const std::string_view> modules) const noexcept;
  bool leave_out(const Question& question);
  void ask_ahead(std::span<const std::string_view> patterns,
                 std::span<const std::string_view> modules);
  template <typename Work>
  void ask_in_time(const Work& work);
  void run_observed(const Case& content, const CaseFacts* facts);

  Probe& probe_;
  Report report_;
  Heartbeat& heartbeat_;
  Statistics statistics_;
  PropertyRunner runner_;
  PairTester pairs_;
  bool pairs_differed_ = false;
  SearchClock clock_;
  std::uint64_t resume_after_;
  std::uint64_t first_discovery_ = 0;
  Phase phase_ = Phase::own;
  const CaseFacts* facts_ = nullptr;  // of the case that is tested
  std::uint64_t untried_ = 0;         // in all parts
  std::function<void(const Statistics&)> report_untried_;
  std::function<void(const Observation&)> observer_;
  std::size_t most_modules_ = std::numeric_limits<std::size_t>::max();
  bool stop_at_first_ = false;
  bool portable_only_ = false;
  bool brief_ = false;
  std::uint64_t capture_ = 0;
  std::optional<Case> captured_;
  std::vector<Question> ahead_questions_;
  Case labelled_;
};

}  // namespace overmatch
